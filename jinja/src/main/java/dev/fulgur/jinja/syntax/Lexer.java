package dev.fulgur.jinja.syntax;

import dev.fulgur.jinja.Syntax;
import dev.fulgur.jinja.runtime.Chars;
import dev.fulgur.jinja.runtime.Repr;
import dev.fulgur.jinja.runtime.Source;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/// Splits a template into tokens, one at a time.
///
/// Outside tags the earliest opening delimiter wins, at one place the longer one. Inside a tag, its
/// end is looked for first, but only while no bracket is open.
final class Lexer {

  private enum State {
    ROOT,
    BLOCK,
    VARIABLE,
    LINE_STATEMENT
  }

  private final Source source;
  private final String text;
  private final Syntax syntax;
  private final Openings openings;
  private State state = State.ROOT;
  private int pos;
  private int lastPos;
  private char[] brackets = new char[16];
  private int open;

  Lexer(Source source, Syntax syntax) {
    this.source = source;
    this.text = source.text();
    this.syntax = syntax;
    this.openings = new Openings(text, syntax);
  }

  /// The next token; at the end of the template an `EOF` token, again and again.
  Token next() {
    Token token = null;
    while (token == null && (pos < text.length() || state == State.LINE_STATEMENT)) {
      token = state == State.ROOT ? root() : tag();
    }
    if (token == null) {
      return new Token(Kind.EOF, lastPos, "");
    }
    lastPos = token.pos();
    return token;
  }

  /// At the data before the next tag, or at that tag; null when there was only a comment.
  private @Nullable Token root() {
    Openings.Found found = openings.next(pos);
    if (found == null) {
      Token data = data(pos, text.length());
      pos = text.length();
      return data;
    }
    int from = pos;
    int start = found.start();
    int dataEnd = stripped(from, start, found.sign(), found.kind() != Openings.Type.VARIABLE);
    if (dataEnd > from) {
      pos = start;
      return data(from, dataEnd);
    }
    pos = found.end();
    return switch (found.kind()) {
      case COMMENT -> {
        skipComment(start);
        yield null;
      }
      case LINE_COMMENT -> {
        int end = text.indexOf('\n', pos);
        pos = end < 0 ? text.length() : end;
        yield null;
      }
      case RAW -> raw(start);
      case BLOCK -> {
        state = State.BLOCK;
        yield new Token(Kind.BLOCK_BEGIN, start, "");
      }
      case LINE_STATEMENT -> {
        state = State.LINE_STATEMENT;
        yield new Token(Kind.BLOCK_BEGIN, start, "");
      }
      case VARIABLE -> {
        state = State.VARIABLE;
        yield new Token(Kind.VARIABLE_BEGIN, start, "");
      }
    };
  }

  private Token data(int from, int to) {
    String value = text.substring(from, to);
    if (!syntax.newlineSequence().equals("\n")) {
      value = value.replace("\n", syntax.newlineSequence());
    }
    return new Token(Kind.DATA, from, value);
  }

  /// Where the data that starts at `from` ends before a tag at `to`, after white space control.
  private int stripped(int from, int to, char sign, boolean lstrip) {
    if (sign == '-') {
      int end = to;
      while (end > from && Chars.isSpace(text.charAt(end - 1))) {
        end--;
      }
      return end;
    }
    if (sign != '+' && lstrip && syntax.lstripBlocks()) {
      int line = Math.max(from, text.lastIndexOf('\n', to - 1) + 1);
      boolean lineStarts = line == 0 || text.charAt(line - 1) == '\n';
      if (lineStarts && line < to && Chars.allSpace(text, line, to)) {
        return line;
      }
    }
    return to;
  }

  private void skipComment(int start) {
    String end = syntax.commentEnd();
    int at = text.indexOf(end, pos);
    if (at < 0) {
      requireNothingAfter("Missing end of comment tag", start);
      return;
    }
    boolean minus = at > pos && text.charAt(at - 1) == '-';
    boolean plus = at > pos && text.charAt(at - 1) == '+';
    pos = afterEnd(at + end.length(), minus, plus, true);
  }

  /// What is opened and not closed is an error, unless it is the last thing in the template.
  private void requireNothingAfter(String message, int start) {
    if (pos < text.length()) {
      throw source.error(message, start);
    }
  }

  private Token raw(int start) {
    int from = pos;
    int search = pos;
    while (true) {
      int at = text.indexOf(syntax.blockStart(), search);
      if (at < 0) {
        requireNothingAfter("Missing end of raw directive", start);
        return data(from, from);
      }
      int p = at + syntax.blockStart().length();
      char sign = charAt(p) == '-' || charAt(p) == '+' ? charAt(p) : ' ';
      p = skipSpace(sign == ' ' ? p : p + 1);
      if (text.startsWith("endraw", p)) {
        p = skipSpace(p + 6);
        int end = blockEnd(p);
        if (end >= 0) {
          int to = stripped(from, at, sign, true);
          pos = end;
          return data(from, to);
        }
      }
      search = at + 1;
    }
  }

  private char charAt(int i) {
    return i < text.length() ? text.charAt(i) : 0;
  }

  private int skipSpace(int from) {
    int p = from;
    while (p < text.length() && Chars.isSpace(text.charAt(p))) {
      p++;
    }
    return p;
  }

  /// Behind an end delimiter: `-` takes all white space with it, a block's end the line break.
  private int afterEnd(int end, boolean minus, boolean plus, boolean block) {
    if (minus) {
      return skipSpace(end);
    }
    if (block && !plus && syntax.trimBlocks() && charAt(end) == '\n') {
      return end + 1;
    }
    return end;
  }

  /// The offset behind the end of a block at `at`, or -1 when no end is there.
  private int blockEnd(int at) {
    String end = syntax.blockEnd();
    char c = charAt(at);
    if (c == '+' && text.startsWith(end, at + 1)) {
      return at + 1 + end.length();
    }
    if (c == '-' && text.startsWith(end, at + 1)) {
      return skipSpace(at + 1 + end.length());
    }
    return text.startsWith(end, at) ? afterEnd(at + end.length(), false, false, true) : -1;
  }

  private int variableEnd(int at) {
    String end = syntax.variableEnd();
    if (charAt(at) == '-' && text.startsWith(end, at + 1)) {
      return skipSpace(at + 1 + end.length());
    }
    return text.startsWith(end, at) ? at + end.length() : -1;
  }

  private int lineStatementEnd(int at) {
    int end = skipSpace(at);
    if (end == text.length()) {
      return end;
    }
    int newline = text.lastIndexOf('\n', end - 1);
    return newline >= at ? newline + 1 : -1;
  }

  /// A token inside a tag; null for white space.
  private @Nullable Token tag() {
    if (open == 0) {
      int end =
          switch (state) {
            case BLOCK -> blockEnd(pos);
            case VARIABLE -> variableEnd(pos);
            case LINE_STATEMENT, ROOT -> lineStatementEnd(pos);
          };
      if (end >= 0) {
        Kind kind = state == State.VARIABLE ? Kind.VARIABLE_END : Kind.BLOCK_END;
        Token token = new Token(kind, pos, "");
        state = State.ROOT;
        pos = end;
        return token;
      }
    }
    if (pos >= text.length()) {
      state = State.ROOT;
      return null;
    }
    char c = text.charAt(pos);
    if (Chars.isSpace(c)) {
      pos = skipSpace(pos);
      return null;
    }
    if (Character.digit(c, 10) >= 0) {
      Token number = Literals.number(source, pos);
      if (number != null) {
        pos = Literals.numberEnd(text, pos);
        return number;
      }
    }
    int nameEnd = Chars.wordEnd(text, pos);
    if (nameEnd > pos) {
      return name(nameEnd);
    }
    if (c == '\'' || c == '"') {
      int end = Literals.stringEnd(text, pos);
      if (end >= 0) {
        Token token =
            new Token(
                Kind.STRING, pos, Literals.string(source, pos, end, syntax.newlineSequence()));
        pos = end;
        return token;
      }
    }
    return operator(c);
  }

  private Token name(int end) {
    String name = text.substring(pos, end);
    if (!Chars.isIdentifier(name)) {
      throw source.error("Invalid character in identifier", pos);
    }
    Token token = new Token(Kind.NAME, pos, name);
    pos = end;
    return token;
  }

  private Token operator(char c) {
    Kind kind = Kind.operator(c, charAt(pos + 1));
    if (kind == null) {
      String found = new String(Character.toChars(text.codePointAt(pos)));
      throw source.error(
          "unexpected char " + Repr.text(found) + " at " + text.codePointCount(0, pos), pos);
    }
    switch (kind) {
      case LBRACE -> push('}');
      case LPAREN -> push(')');
      case LBRACKET -> push(']');
      case RBRACE, RPAREN, RBRACKET -> pop(c);
      default -> {}
    }
    Token token = new Token(kind, pos, kind);
    pos += kind.text().length();
    return token;
  }

  private void push(char close) {
    if (open == brackets.length) {
      brackets = Arrays.copyOf(brackets, open * 2);
    }
    brackets[open++] = close;
  }

  private void pop(char c) {
    if (open == 0) {
      throw source.error("unexpected '" + c + "'", pos);
    }
    char expected = brackets[--open];
    if (expected != c) {
      throw source.error("unexpected '" + c + "', expected '" + expected + "'", pos);
    }
  }
}
