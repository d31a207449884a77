package dev.fulgur.jinja.syntax;

import dev.fulgur.jinja.Syntax;
import dev.fulgur.jinja.runtime.Chars;
import org.jspecify.annotations.Nullable;

/// Finds the next opening delimiter in the data between tags. What was found for a delimiter is
/// remembered until the lexer has passed it, so that the whole template is searched once.
final class Openings {

  /// What opens. The order is Jinja2's for two delimiters of one length at one place.
  enum Type {
    VARIABLE,
    LINE_STATEMENT,
    LINE_COMMENT,
    COMMENT,
    BLOCK,
    RAW
  }

  /// An opening that was found.
  ///
  /// @param start where it opens, with the blanks before a line statement or comment
  /// @param end behind it and its sign
  /// @param sign `-`, `+` or a blank
  record Found(Type kind, int start, int end, char sign) {}

  private static final int NONE = Integer.MAX_VALUE;

  private final String text;
  private final Syntax syntax;
  private int block = -1;
  private int variable = -1;
  private int comment = -1;
  private int lineStatement = -1;
  private int lineComment = -1;

  Openings(String text, Syntax syntax) {
    this.text = text;
    this.syntax = syntax;
  }

  /// The first opening at or behind `from`, or null.
  @Nullable Found next(int from) {
    block = block < from ? find(syntax.blockStart(), from) : block;
    variable = variable < from ? find(syntax.variableStart(), from) : variable;
    comment = comment < from ? find(syntax.commentStart(), from) : comment;
    lineStatement = lineStatement < from ? findLineStatement(from) : lineStatement;
    lineComment = lineComment < from ? findLineComment(from) : lineComment;
    int start =
        Math.min(
            Math.min(block, variable), Math.min(comment, Math.min(lineStatement, lineComment)));
    if (start == NONE) {
      return null;
    }
    if (block == start) {
      Found raw = raw(start);
      if (raw != null) {
        return raw;
      }
    }
    return longest(start);
  }

  private Found longest(int start) {
    Type best = Type.RAW;
    int length = -1;
    String delimiter = "";
    for (Type type : Type.values()) {
      String d = at(type, start);
      if (d != null && d.length() > length) {
        best = type;
        length = d.length();
        delimiter = d;
      }
    }
    int p = start;
    if (best == Type.LINE_STATEMENT || best == Type.LINE_COMMENT) {
      while (!text.startsWith(delimiter, p)) {
        p++;
      }
    }
    return found(best, start, p + length);
  }

  private @Nullable String at(Type type, int start) {
    return switch (type) {
      case VARIABLE -> variable == start ? syntax.variableStart() : null;
      case COMMENT -> comment == start ? syntax.commentStart() : null;
      case BLOCK -> block == start ? syntax.blockStart() : null;
      case LINE_STATEMENT -> lineStatement == start ? syntax.lineStatementPrefix() : null;
      case LINE_COMMENT -> lineComment == start ? syntax.lineCommentPrefix() : null;
      case RAW -> null;
    };
  }

  private Found found(Type type, int start, int end) {
    char c = end < text.length() ? text.charAt(end) : 0;
    return c == '-' || c == '+'
        ? new Found(type, start, end + 1, c)
        : new Found(type, start, end, ' ');
  }

  private @Nullable Found raw(int start) {
    Found opening = found(Type.RAW, start, start + syntax.blockStart().length());
    int p = skipSpace(opening.end());
    if (!text.startsWith("raw", p)) {
      return null;
    }
    p = skipSpace(p + 3);
    String end = syntax.blockEnd();
    if (p < text.length() && text.charAt(p) == '-' && text.startsWith(end, p + 1)) {
      return new Found(Type.RAW, start, skipSpace(p + 1 + end.length()), opening.sign());
    }
    return text.startsWith(end, p)
        ? new Found(Type.RAW, start, p + end.length(), opening.sign())
        : null;
  }

  private int skipSpace(int from) {
    int p = from;
    while (p < text.length() && Chars.isSpace(text.charAt(p))) {
      p++;
    }
    return p;
  }

  private int find(String delimiter, int from) {
    int at = text.indexOf(delimiter, from);
    return at < 0 ? NONE : at;
  }

  private int findLineStatement(int from) {
    String prefix = syntax.lineStatementPrefix();
    if (prefix == null) {
      return NONE;
    }
    int line = from == 0 ? 0 : text.indexOf('\n', from - 1) + 1;
    while (line > 0 || from == 0) {
      int p = line;
      while (p < text.length() && isBlank(text.charAt(p))) {
        p++;
      }
      if (text.startsWith(prefix, p)) {
        return line;
      }
      line = text.indexOf('\n', line) + 1;
      if (line == 0) {
        break;
      }
    }
    return NONE;
  }

  private static boolean isBlank(char c) {
    return c == ' ' || c == '\t' || c == '\u000b';
  }

  private int findLineComment(int from) {
    String prefix = syntax.lineCommentPrefix();
    if (prefix == null) {
      return NONE;
    }
    for (int at = text.indexOf(prefix, from); at >= 0; at = text.indexOf(prefix, at + 1)) {
      int start = at;
      while (start > 0 && text.charAt(start - 1) != '\n' && Chars.isSpace(text.charAt(start - 1))) {
        start--;
      }
      if (start >= from) {
        return start;
      }
    }
    return NONE;
  }
}
