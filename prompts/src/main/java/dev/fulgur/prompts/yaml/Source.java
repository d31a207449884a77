package dev.fulgur.prompts.yaml;

/// The text under the scanner: a position that only moves forward, with its line and column. A NUL
/// stands for the end; the text itself holds none, since it must be printable.
final class Source {
  static final char END = '\0';
  private static final char NEXT_LINE = '\u0085';
  private static final char LINE_SEPARATOR = '\u2028';
  private static final char PARAGRAPH_SEPARATOR = '\u2029';
  private static final char BYTE_ORDER_MARK = '\ufeff';

  private final String text;
  private int position;
  private int codePoints;
  private int line;
  private int column;

  /// @throws YamlException at the first character that YAML does not allow in a stream
  Source(String text) {
    this.text = text;
    checkPrintable();
    if (peek() == BYTE_ORDER_MARK) {
      forward();
    }
  }

  char peek() {
    return position < text.length() ? text.charAt(position) : END;
  }

  char peek(int ahead) {
    int at = position + ahead;
    return at < text.length() ? text.charAt(at) : END;
  }

  void forward() {
    char ch = text.charAt(position++);
    if (Character.isLowSurrogate(ch)) {
      return;
    }
    codePoints++;
    if (isBreak(ch) && !(ch == '\r' && peek() == '\n')) {
      line++;
      column = 0;
    } else if (ch != BYTE_ORDER_MARK) {
      column++;
    }
  }

  void forward(int count) {
    for (int i = 0; i < count; i++) {
      forward();
    }
  }

  /// Takes the next `count` characters.
  String take(int count) {
    String taken = text.substring(position, position + count);
    forward(count);
    return taken;
  }

  void skipSpaces() {
    while (peek() == ' ') {
      forward();
    }
  }

  /// Skips a comment up to the end of its line, if one starts here.
  void skipComment() {
    if (peek() == '#') {
      while (!isBreakOrEnd(peek())) {
        forward();
      }
    }
  }

  /// Takes a line break, if one is here.
  ///
  /// @return a line feed, or the separator of lines or paragraphs that stood here; `END` for none
  char takeBreak() {
    char ch = peek();
    if (ch == '\r' && peek(1) == '\n') {
      forward();
      forward();
      return '\n';
    }
    if (ch == '\r' || ch == '\n' || ch == NEXT_LINE) {
      forward();
      return '\n';
    }
    if (isBreak(ch)) {
      forward();
      return ch;
    }
    return END;
  }

  /// Whether `---` or `...` starts here and is followed by a blank. The column is not looked at.
  boolean atSeparator() {
    return (atTriple('-') || atTriple('.')) && isBlankOrEnd(peek(3));
  }

  boolean atTriple(char ch) {
    return peek() == ch && peek(1) == ch && peek(2) == ch;
  }

  Mark mark() {
    return new Mark(line, column);
  }

  int line() {
    return line;
  }

  int column() {
    return column;
  }

  /// How many code points were passed.
  int codePoints() {
    return codePoints;
  }

  static boolean isBreak(char ch) {
    return ch == '\n'
        || ch == '\r'
        || ch == NEXT_LINE
        || ch == LINE_SEPARATOR
        || ch == PARAGRAPH_SEPARATOR;
  }

  static boolean isBreakOrEnd(char ch) {
    return ch == END || isBreak(ch);
  }

  static boolean isSpaceOrBreakOrEnd(char ch) {
    return ch == ' ' || isBreakOrEnd(ch);
  }

  static boolean isBlankOrEnd(char ch) {
    return ch == ' ' || ch == '\t' || isBreakOrEnd(ch);
  }

  /// What names of anchors, tag handles and directives consist of.
  static boolean isWord(char ch) {
    return (ch >= 'a' && ch <= 'z')
        || (ch >= 'A' && ch <= 'Z')
        || (ch >= '0' && ch <= '9')
        || ch == '-'
        || ch == '_';
  }

  /// A character for a message: itself in quotes, or its code.
  static String name(char ch) {
    if (ch == END) {
      return "the end of the text";
    }
    return ch > ' ' && ch < 0x7f ? "'" + ch + "'" : String.format("U+%04X", (int) ch);
  }

  private void checkPrintable() {
    int line = 0;
    int column = 0;
    for (int i = 0; i < text.length(); ) {
      int codePoint = text.codePointAt(i);
      if (!isPrintable(codePoint)) {
        throw new YamlException(
            new Mark(line, column),
            String.format("character U+%04X is not allowed in YAML", codePoint));
      }
      column++;
      if (codePoint == '\n') {
        line++;
        column = 0;
      }
      i += Character.charCount(codePoint);
    }
  }

  private static boolean isPrintable(int codePoint) {
    return (codePoint >= 0x20 && codePoint <= 0x7e)
        || codePoint == '\t'
        || codePoint == '\n'
        || codePoint == '\r'
        || codePoint == NEXT_LINE
        || (codePoint >= 0xa0 && codePoint <= 0xd7ff)
        || (codePoint >= 0xe000 && codePoint <= 0xfffd)
        || codePoint >= 0x10000;
  }
}
