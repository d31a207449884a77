package dev.fulgur.jinja.runtime;

/// The format specification of `format` and `str.format`:
/// `[[fill]align][sign][z][#][0][width][grouping][.precision][type]`.
///
/// @param fill one character
/// @param align `<`, `>`, `=`, `^`, or 0
/// @param sign `+`, `-`, a blank, or 0
/// @param width -1 for none
/// @param grouping `,`, `_`, or 0
/// @param precision -1 for none
/// @param type 0 for none
record FormatSpec(
    String fill,
    char align,
    char sign,
    boolean noNegativeZero,
    boolean alternate,
    int width,
    char grouping,
    int precision,
    int type) {

  private static final int MAX = 1_000_000_000;

  /// Reads a specification.
  ///
  /// @param typeName the type of the value, for errors
  static FormatSpec parse(String spec, String typeName, char defaultAlign) {
    return new Reader(spec, typeName).read(defaultAlign);
  }

  private static final class Reader {
    private final String spec;
    private final String typeName;
    private int at;

    Reader(String spec, String typeName) {
      this.spec = spec;
      this.typeName = typeName;
    }

    private char peek(int i) {
      return i < spec.length() ? spec.charAt(i) : 0;
    }

    private boolean skip(char c) {
      if (peek(at) == c) {
        at++;
        return true;
      }
      return false;
    }

    private static boolean isAlign(char c) {
      return c == '<' || c == '>' || c == '=' || c == '^';
    }

    FormatSpec read(char defaultAlign) {
      String fill = " ";
      char align = 0;
      int first = spec.isEmpty() ? 0 : Character.charCount(spec.codePointAt(0));
      if (first > 0 && isAlign(peek(first))) {
        fill = spec.substring(0, first);
        align = peek(first);
        at = first + 1;
      } else if (isAlign(peek(0))) {
        align = peek(0);
        at = 1;
      }
      boolean filled = at > 1;
      char sign = 0;
      if (peek(at) == '+' || peek(at) == '-' || peek(at) == ' ') {
        sign = peek(at++);
      }
      boolean noNegativeZero = skip('z');
      boolean alternate = skip('#');
      if (!filled && skip('0')) {
        fill = "0";
        if (align == 0 && defaultAlign == '>') {
          align = '=';
        }
      }
      int width = number("Too many decimal digits in format string");
      char grouping = grouping();
      int precision = -1;
      if (skip('.')) {
        precision = number("Too many decimal digits in format string");
        if (precision < 0) {
          throw PyError.value("Format specifier missing precision");
        }
      }
      int type = 0;
      if (at < spec.length()) {
        type = spec.codePointAt(at);
        at += Character.charCount(type);
      }
      if (at < spec.length()) {
        throw PyError.value(
            "Invalid format specifier '" + spec + "' for object of type '" + typeName + "'");
      }
      return new FormatSpec(
          fill, align, sign, noNegativeZero, alternate, width, grouping, precision, type);
    }

    private char grouping() {
      if (skip(',')) {
        if (peek(at) == '_') {
          throw PyError.value("Cannot specify both ',' and '_'.");
        }
        if (peek(at) == ',') {
          throw PyError.value("Cannot specify ',' with ','.");
        }
        return ',';
      }
      if (skip('_')) {
        if (peek(at) == ',') {
          throw PyError.value("Cannot specify both ',' and '_'.");
        }
        if (peek(at) == '_') {
          throw PyError.value("Cannot specify '_' with '_'.");
        }
        return '_';
      }
      return 0;
    }

    private int number(String tooLarge) {
      int start = at;
      long n = 0;
      while (peek(at) >= '0' && peek(at) <= '9') {
        n = n * 10 + (peek(at) - '0');
        if (n > MAX) {
          throw PyError.value(tooLarge);
        }
        at++;
      }
      return at == start ? -1 : (int) n;
    }
  }

  PyError unknownCode(String typeName) {
    String shown =
        type > 32 && type < 128
            ? "'" + (char) type + "'"
            : "'\\x" + Integer.toHexString(type) + "'";
    return PyError.value("Unknown format code " + shown + " for object of type '" + typeName + "'");
  }
}
