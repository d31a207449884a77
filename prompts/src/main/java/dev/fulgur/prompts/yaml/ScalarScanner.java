package dev.fulgur.prompts.yaml;

import org.jspecify.annotations.Nullable;

/// Scans plain, quoted and block scalars: takes their text out of quotes, escapes, folds and
/// indentation.
final class ScalarScanner {
  private final Source source;

  ScalarScanner(Source source) {
    this.source = source;
  }

  /// A plain scalar, and whether it was ended by a line break, after which a key may stand.
  record Plain(Token token, boolean endsAtLineStart) {}

  /// A plain scalar. It goes on over line breaks while the lines are indented enough.
  Plain plain(Mark mark, int indent, boolean inFlow) {
    StringBuilder text = new StringBuilder();
    StringBuilder blanks = new StringBuilder();
    boolean lineStart = false;
    while (source.peek() != '#') {
      int length = 0;
      while (!endsPlain(length, inFlow)) {
        length++;
      }
      if (length == 0) {
        break;
      }
      text.append(blanks).append(source.take(length));
      blanks.setLength(0);
      int line = source.line();
      boolean goesOn = plainBlanks(blanks);
      lineStart = source.line() != line;
      if (!goesOn || (!inFlow && source.column() < indent)) {
        break;
      }
    }
    return new Plain(Token.plain(mark, text.toString()), lineStart);
  }

  private boolean endsPlain(int ahead, boolean inFlow) {
    char ch = source.peek(ahead);
    if (Source.isBlankOrEnd(ch)) {
      return true;
    }
    if (ch == ':') {
      char next = source.peek(ahead + 1);
      return Source.isBlankOrEnd(next) || (inFlow && ",[]{}".indexOf(next) >= 0);
    }
    return inFlow && ",?[]{}".indexOf(ch) >= 0;
  }

  /// Takes spaces and line breaks after a piece of a plain scalar.
  ///
  /// @param text receives what they stand for if another piece follows
  /// @return whether another piece may follow
  private boolean plainBlanks(StringBuilder text) {
    int spaces = 0;
    while (source.peek(spaces) == ' ') {
      spaces++;
    }
    String blanks = source.take(spaces);
    char first = source.takeBreak();
    if (first == Source.END) {
      text.append(blanks);
      return spaces > 0;
    }
    StringBuilder breaks = new StringBuilder();
    while (!source.atSeparator()) {
      source.skipSpaces();
      char next = source.takeBreak();
      if (next == Source.END) {
        fold(text, first, breaks);
        return true;
      }
      breaks.append(next);
    }
    return false;
  }

  /// One line feed becomes a space; more of them lose the first one.
  private static void fold(StringBuilder text, char first, CharSequence breaks) {
    if (first != '\n') {
      text.append(first);
    } else if (breaks.isEmpty()) {
      text.append(' ');
    }
    text.append(breaks);
  }

  /// A scalar in quotes of either kind.
  Token quoted(Mark mark) {
    char quote = source.peek();
    source.forward();
    Quoted scalar = new Quoted(mark, quote == '"');
    scalar.characters();
    while (source.peek() != quote) {
      scalar.blanks();
      scalar.characters();
    }
    source.forward();
    return Token.quoted(mark, scalar.text.toString(), scalar.surrogates);
  }

  private final class Quoted {
    private final Mark mark;
    private final boolean isDouble;
    private final StringBuilder text = new StringBuilder();
    private @Nullable Surrogates surrogates;

    Quoted(Mark mark, boolean isDouble) {
      this.mark = mark;
      this.isDouble = isDouble;
    }

    void characters() {
      while (true) {
        char ch = source.peek();
        if (Source.isBlankOrEnd(ch)) {
          return;
        }
        if (ch == '\'' && !isDouble) {
          if (source.peek(1) != '\'') {
            return;
          }
          source.forward(2);
          text.append('\'');
        } else if (ch == '"' && isDouble) {
          return;
        } else if (ch == '\\' && isDouble) {
          source.forward();
          escape();
        } else {
          text.append(ch);
          source.forward();
        }
      }
    }

    private void escape() {
      char ch = source.peek();
      switch (ch) {
        case '0' -> replace('\0');
        case 'a' -> replace('\u0007');
        case 'b' -> replace('\b');
        case 't', '\t' -> replace('\t');
        case 'n' -> replace('\n');
        case 'v' -> replace('\u000b');
        case 'f' -> replace('\f');
        case 'r' -> replace('\r');
        case 'e' -> replace('\u001b');
        case ' ', '"', '\\', '/' -> replace(ch);
        case 'N' -> replace('\u0085');
        case '_' -> replace('\u00a0');
        case 'L' -> replace('\u2028');
        case 'P' -> replace('\u2029');
        case 'x' -> codePoint(2);
        case 'u' -> codePoint(4);
        case 'U' -> codePoint(8);
        default -> {
          if (source.takeBreak() == Source.END) {
            throw new YamlException(source.mark(), "unknown escape '\\' before " + Source.name(ch));
          }
          breaks(text);
        }
      }
    }

    private void replace(char with) {
      source.forward();
      text.append(with);
    }

    private void codePoint(int digits) {
      source.forward();
      Mark place = source.mark();
      int codePoint = hex(source, digits, "an escape");
      if (!Character.isValidCodePoint(codePoint)) {
        throw new YamlException(place, "an escape names no character of Unicode");
      }
      if (codePoint >= Character.MIN_SURROGATE && codePoint <= Character.MAX_SURROGATE) {
        if (surrogates == null) {
          surrogates = new Surrogates();
        }
        surrogates.add(text.length());
      }
      text.appendCodePoint(codePoint);
    }

    void blanks() {
      int length = 0;
      while (source.peek(length) == ' ' || source.peek(length) == '\t') {
        length++;
      }
      String blanks = source.take(length);
      if (source.peek() == Source.END) {
        throw new YamlException(mark, "the quoted text that starts here is never closed");
      }
      char first = source.takeBreak();
      if (first == Source.END) {
        text.append(blanks);
        return;
      }
      StringBuilder breaks = new StringBuilder();
      breaks(breaks);
      fold(text, first, breaks);
    }

    private void breaks(StringBuilder breaks) {
      while (true) {
        if (source.atSeparator()) {
          throw new YamlException(
              source.mark(), "a document separator stands inside of quoted text");
        }
        while (source.peek() == ' ' || source.peek() == '\t') {
          source.forward();
        }
        char next = source.takeBreak();
        if (next == Source.END) {
          return;
        }
        breaks.append(next);
      }
    }
  }

  /// A number of exactly `digits` hexadecimal digits, as an int that wraps.
  static int hex(Source source, int digits, String where) {
    int number = 0;
    for (int i = 0; i < digits; i++) {
      char ch = source.peek(i);
      int digit = ch < 0x80 ? Character.digit(ch, 16) : -1;
      if (digit < 0) {
        throw new YamlException(
            source.mark(),
            "expected "
                + digits
                + " hexadecimal digits in "
                + where
                + ", but found "
                + Source.name(ch));
      }
      number = (number << 4) | digit;
    }
    source.forward(digits);
    return number;
  }

  /// A literal (`|`) or folded (`>`) scalar.
  ///
  /// @param outer the indentation of the block that it stands in
  Token block(int outer) {
    Mark mark = source.mark();
    boolean folded = source.peek() == '>';
    source.forward();
    Header header = header();
    int least = Math.max(outer + 1, 1);
    StringBuilder breaks = new StringBuilder();
    int indent;
    if (header.increment() == 0) {
      indent = Math.max(least, leadingBreaks(breaks));
    } else {
      indent = least + header.increment() - 1;
      breaks(breaks, indent);
    }
    StringBuilder text = new StringBuilder();
    char end = Source.END;
    while (source.column() == indent && source.peek() != Source.END) {
      text.append(breaks);
      boolean indented = source.peek() == ' ' || source.peek() == '\t';
      int length = 0;
      while (!Source.isBreakOrEnd(source.peek(length))) {
        length++;
      }
      text.append(source.take(length));
      end = source.takeBreak();
      breaks.setLength(0);
      breaks(breaks, indent);
      if (source.column() != indent || source.peek() == Source.END) {
        break;
      }
      boolean nextIndented = source.peek() == ' ' || source.peek() == '\t';
      if (!folded || end != '\n' || indented || nextIndented) {
        text.append(end);
      } else if (breaks.isEmpty()) {
        text.append(' ');
      }
    }
    if (header.chomping() != '-' && end != Source.END) {
      text.append(end);
    }
    if (header.chomping() == '+') {
      text.append(breaks);
    }
    return Token.quoted(mark, text.toString(), null);
  }

  /// What stands behind `|` or `>`.
  ///
  /// @param chomping `+` keeps all line breaks at the end, `-` none, a space one
  /// @param increment the indentation within the outer block, or 0 to take it from the first line
  private record Header(char chomping, int increment) {}

  private Header header() {
    char chomping = chomping();
    int increment = increment();
    if (chomping == ' ' && increment > 0) {
      chomping = chomping();
    }
    if (!Source.isSpaceOrBreakOrEnd(source.peek())) {
      throw new YamlException(
          source.mark(),
          "expected an indicator of chomping or indentation, but found "
              + Source.name(source.peek()));
    }
    source.skipSpaces();
    source.skipComment();
    if (!Source.isBreakOrEnd(source.peek())) {
      throw new YamlException(
          source.mark(), "expected the end of the line, but found " + Source.name(source.peek()));
    }
    source.takeBreak();
    return new Header(chomping, increment);
  }

  private char chomping() {
    char ch = source.peek();
    if (ch != '+' && ch != '-') {
      return ' ';
    }
    source.forward();
    return ch;
  }

  private int increment() {
    char ch = source.peek();
    if (ch < '0' || ch > '9') {
      return 0;
    }
    if (ch == '0') {
      throw new YamlException(source.mark(), "an indentation indicator is from 1 to 9");
    }
    source.forward();
    return ch - '0';
  }

  /// Takes the blank lines before the first line of a block scalar.
  ///
  /// @return the widest indentation met, which is the first line's unless a blank one is wider
  private int leadingBreaks(StringBuilder breaks) {
    int widest = 0;
    while (true) {
      source.skipSpaces();
      widest = Math.max(widest, source.column());
      char next = source.takeBreak();
      if (next == Source.END) {
        return widest;
      }
      breaks.append(next);
    }
  }

  private void breaks(StringBuilder breaks, int indent) {
    while (true) {
      while (source.column() < indent && source.peek() == ' ') {
        source.forward();
      }
      char next = source.takeBreak();
      if (next == Source.END) {
        return;
      }
      breaks.append(next);
    }
  }
}
