package dev.fulgur.jinja.runtime;

import java.math.BigInteger;

/// Numbers out of values: `int(x)` and `float(x)`.
public final class NumberText {

  private static final int MAX_DIGITS = 4300;

  private NumberText() {}

  /// `int(value)`, or `int(text, base)`.
  public static Object integer(Object value, long base) {
    return switch (value) {
      case Boolean b -> b ? 1L : 0L;
      case Long n -> n;
      case BigInteger n -> n;
      case Double d -> Numbers.truncate(d);
      case String s -> parse(s, base);
      case Markup m -> parse(m.text(), base);
      case PyBytes b -> parse(Encodings.decode(b, "latin-1", "strict"), base);
      case Undefined u -> throw u.fail();
      default ->
          throw PyError.type(
              "int() argument must be a string, a bytes-like object or a real number, not '"
                  + Types.name(value)
                  + "'");
    };
  }

  private static PyError invalid(String text, long base) {
    String shown = text.length() > 200 ? text.substring(0, 200) : text;
    return PyError.value("invalid literal for int() with base " + base + ": " + Repr.text(shown));
  }

  private static Object parse(String text, long base) {
    if (base != 0 && (base < 2 || base > 36)) {
      throw PyError.value("int() base must be >= 2 and <= 36, or 0");
    }
    String s = ascii(StrPad.strip(text, None.NONE));
    boolean negative = s.startsWith("-");
    int at = negative || s.startsWith("+") ? 1 : 0;
    int radix = (int) base;
    boolean prefixed = false;
    if (s.length() > at + 1 && s.charAt(at) == '0') {
      int named =
          switch (s.charAt(at + 1)) {
            case 'x', 'X' -> 16;
            case 'o', 'O' -> 8;
            case 'b', 'B' -> 2;
            default -> 0;
          };
      if (named != 0 && (base == 0 || base == named)) {
        radix = named;
        at += 2;
        prefixed = true;
      }
    }
    boolean zeroOnly = radix == 0 && s.startsWith("0", at);
    if (radix == 0) {
      radix = 10;
    }
    if (prefixed && s.startsWith("_", at)) {
      at++;
    }
    String digits = digits(s, at, radix);
    if (digits.isEmpty() || (zeroOnly && !digits.chars().allMatch(c -> c == '0'))) {
      throw invalid(text, base);
    }
    if (digits.length() > MAX_DIGITS && (radix & (radix - 1)) != 0) {
      throw PyError.value(
          "Exceeds the limit (4300 digits) for integer string conversion: value has "
              + digits.length()
              + " digits; use sys.set_int_max_str_digits() to increase the limit");
    }
    BigInteger n = new BigInteger(digits, radix);
    return Values.of(negative ? n.negate() : n);
  }

  /// The digits from `at` to the end, without single underscores between them; empty when they are
  /// not all digits of the radix.
  private static String digits(String s, int at, int radix) {
    StringBuilder digits = new StringBuilder();
    boolean lastWasDigit = false;
    for (int i = at; i < s.length(); i++) {
      char c = s.charAt(i);
      if (c == '_' && lastWasDigit && i + 1 < s.length()) {
        lastWasDigit = false;
      } else if (c < 0x80 && Character.digit(c, radix) >= 0) {
        digits.append(c);
        lastWasDigit = true;
      } else {
        return "";
      }
    }
    return digits.toString();
  }

  /// Decimal digits of every script as ASCII digits.
  private static String ascii(String s) {
    if (s.chars().allMatch(c -> c < 0x80)) {
      return s;
    }
    StringBuilder out = new StringBuilder(s.length());
    s.codePoints()
        .forEach(
            c ->
                out.appendCodePoint(
                    c >= 0x80 && Chars.isDecimal(c) ? '0' + Character.digit(c, 10) : c));
    return out.toString();
  }

  /// `float(value)`.
  public static double real(Object value) {
    return switch (value) {
      case Double d -> d;
      case Long n -> n;
      case Boolean b -> b ? 1 : 0;
      case BigInteger n -> Numbers.toDouble(n);
      case String s -> parseReal(s);
      case Markup m -> parseReal(m.text());
      case PyBytes b -> parseReal(Encodings.decode(b, "latin-1", "strict"));
      case Undefined u -> throw u.fail();
      default ->
          throw PyError.type(
              "float() argument must be a string or a real number, not '"
                  + Types.name(value)
                  + "'");
    };
  }

  private static double parseReal(String text) {
    String s = ascii(StrPad.strip(text, None.NONE));
    StringBuilder plain = new StringBuilder(s.length());
    for (int i = 0; i < s.length(); i++) {
      char c = s.charAt(i);
      if (c == '_') {
        boolean between =
            i > 0 && i + 1 < s.length() && isDigit(s.charAt(i - 1)) && isDigit(s.charAt(i + 1));
        if (!between) {
          throw invalidReal(text);
        }
      } else {
        plain.append(c);
      }
    }
    String t = plain.toString();
    int at = t.startsWith("-") || t.startsWith("+") ? 1 : 0;
    double sign = t.startsWith("-") ? -1 : 1;
    String rest = t.substring(at);
    if (rest.equalsIgnoreCase("inf") || rest.equalsIgnoreCase("infinity")) {
      return sign * Double.POSITIVE_INFINITY;
    }
    if (rest.equalsIgnoreCase("nan")) {
      return Double.NaN;
    }
    if (!isReal(rest)) {
      throw invalidReal(text);
    }
    return Double.parseDouble(t);
  }

  private static PyError invalidReal(String text) {
    String shown = text.length() > 200 ? text.substring(0, 200) : text;
    return PyError.value("could not convert string to float: " + Repr.text(shown));
  }

  private static boolean isDigit(char c) {
    return c >= '0' && c <= '9';
  }

  /// Digits, a point, an exponent; at least one digit before the exponent, one in it.
  private static boolean isReal(String s) {
    int i = 0;
    int n = s.length();
    int digits = 0;
    while (i < n && isDigit(s.charAt(i))) {
      i++;
      digits++;
    }
    if (i < n && s.charAt(i) == '.') {
      i++;
      while (i < n && isDigit(s.charAt(i))) {
        i++;
        digits++;
      }
    }
    if (digits == 0) {
      return false;
    }
    if (i < n && (s.charAt(i) == 'e' || s.charAt(i) == 'E')) {
      i++;
      if (i < n && (s.charAt(i) == '+' || s.charAt(i) == '-')) {
        i++;
      }
      int from = i;
      while (i < n && isDigit(s.charAt(i))) {
        i++;
      }
      if (i == from) {
        return false;
      }
    }
    return i == n;
  }
}
