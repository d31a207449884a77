package dev.fulgur.jinja.syntax;

import dev.fulgur.jinja.TemplateSyntaxException;
import dev.fulgur.jinja.runtime.Source;
import java.math.BigInteger;
import org.jspecify.annotations.Nullable;

/// Numbers and strings as Jinja2 writes them.
final class Literals {

  /// Python refuses to read longer decimal integers.
  private static final int MAX_DIGITS = 4300;

  private Literals() {}

  /// The number at `pos`, or null when the digits there are no number.
  static @Nullable Token number(Source source, int pos) {
    String text = source.text();
    int end = floatEnd(text, pos);
    if (end >= 0) {
      String digits = text.substring(pos, end).replace("_", "");
      return new Token(Kind.FLOAT, pos, Double.valueOf(digits));
    }
    end = integerEnd(text, pos);
    if (end < 0) {
      return null;
    }
    return new Token(Kind.INTEGER, pos, integer(source, pos, text.substring(pos, end)));
  }

  static int numberEnd(String text, int pos) {
    int end = floatEnd(text, pos);
    return end >= 0 ? end : integerEnd(text, pos);
  }

  private static Object integer(Source source, int pos, String written) {
    String digits = written.replace("_", "");
    int radix = 10;
    if (digits.length() > 1) {
      radix =
          switch (digits.charAt(1)) {
            case 'x', 'X' -> 16;
            case 'o', 'O' -> 8;
            case 'b', 'B' -> 2;
            default -> 10;
          };
    }
    if (radix != 10) {
      digits = digits.substring(2);
    } else if (digits.length() > MAX_DIGITS) {
      throw new TemplateSyntaxException(
          "ValueError",
          "Exceeds the limit (4300 digits) for integer string conversion: value has "
              + digits.length()
              + " digits",
          source.at(pos));
    }
    BigInteger value = new BigInteger(digits, radix);
    return value.bitLength() < 64 ? (Object) value.longValue() : value;
  }

  private static char at(String text, int i) {
    return i < text.length() ? text.charAt(i) : 0;
  }

  private static boolean digit(char c, int radix) {
    return c < 128 && Character.digit(c, radix) >= 0;
  }

  /// Digits with single underscores between them, from `pos`, or -1.
  private static int digitsEnd(String text, int pos) {
    if (!digit(at(text, pos), 10)) {
      return -1;
    }
    int p = pos + 1;
    while (digit(at(text, p), 10) || (at(text, p) == '_' && digit(at(text, p + 1), 10))) {
      p++;
    }
    return p;
  }

  private static int floatEnd(String text, int pos) {
    if (pos > 0 && text.charAt(pos - 1) == '.') {
      return -1;
    }
    int whole = digitsEnd(text, pos);
    if (whole < 0) {
      return -1;
    }
    int end = whole;
    boolean fraction = false;
    if (at(text, end) == '.') {
      int f = digitsEnd(text, end + 1);
      if (f >= 0) {
        end = f;
        fraction = true;
      }
    }
    int e = exponentEnd(text, end);
    if (e >= 0) {
      return e;
    }
    return fraction ? end : -1;
  }

  private static int exponentEnd(String text, int pos) {
    if (at(text, pos) != 'e' && at(text, pos) != 'E') {
      return -1;
    }
    int p = pos + 1;
    if (at(text, p) == '+' || at(text, p) == '-') {
      p++;
    }
    return digitsEnd(text, p);
  }

  private static int integerEnd(String text, int pos) {
    char c = at(text, pos);
    if (c == '0') {
      int radix =
          switch (at(text, pos + 1)) {
            case 'x', 'X' -> 16;
            case 'o', 'O' -> 8;
            case 'b', 'B' -> 2;
            default -> 0;
          };
      int p = radix == 0 ? pos + 1 : pos + 2;
      int end = radix == 0 ? p : -1;
      while (true) {
        int q = at(text, p) == '_' ? p + 1 : p;
        boolean more = radix == 0 ? at(text, q) == '0' : digit(at(text, q), radix);
        if (!more) {
          return end >= 0 ? end : pos + 1;
        }
        p = q + 1;
        end = p;
      }
    }
    return c >= '1' && c <= '9' ? digitsEnd(text, pos) : -1;
  }

  /// Behind the string that starts at `pos`, or -1 when it does not end.
  static int stringEnd(String text, int pos) {
    char quote = text.charAt(pos);
    for (int p = pos + 1; p < text.length(); p++) {
      char c = text.charAt(p);
      if (c == '\\') {
        p++;
      } else if (c == quote) {
        return p + 1;
      }
    }
    return -1;
  }

  static String string(Source source, int pos, int end, String newline) {
    String raw = source.text().substring(pos + 1, end - 1);
    if (!newline.equals("\n")) {
      raw = raw.replace("\n", newline);
    }
    return raw.indexOf('\\') < 0 ? raw : Escapes.decode(source, pos, raw);
  }
}
