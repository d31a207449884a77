package dev.fulgur.prompts.value;

import java.math.BigInteger;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// Numbers in text, as Python's `int()` and `float()` take them: white space around them,
/// underscores between digits, decimal digits of any script.
public final class PythonNumbers {
  private static final int MAX_DIGITS = 4300;

  private static final Pattern FLOAT =
      Pattern.compile("[+-]?(?:[0-9]++(?:\\.[0-9]*+)?|\\.[0-9]++)(?:[eE][+-]?[0-9]++)?");

  private PythonNumbers() {}

  /// The number that Python's `float(text)` yields, or null where it raises.
  public static @Nullable Double parseFloat(String text) {
    String number = withoutUnderscores(ascii(strip(text)));
    if (number == null) {
      return null;
    }
    String word = number.startsWith("+") || number.startsWith("-") ? number.substring(1) : number;
    double sign = number.startsWith("-") ? -1 : 1;
    if (word.equalsIgnoreCase("inf") || word.equalsIgnoreCase("infinity")) {
      return sign * Double.POSITIVE_INFINITY;
    }
    if (word.equalsIgnoreCase("nan")) {
      return Double.NaN;
    }
    return FLOAT.matcher(number).matches() ? Double.valueOf(number) : null;
  }

  /// The number that Python's `int(text, base)` yields, or null where it raises. Numbers of more
  /// than 4,300 digits are among those, in any base.
  public static @Nullable BigInteger parseInt(String text, int base) {
    String number = ascii(strip(text));
    boolean negative = number.startsWith("-");
    if (negative || number.startsWith("+")) {
      number = number.substring(1);
    }
    String prefix =
        switch (base) {
          case 2 -> "0b";
          case 8 -> "0o";
          case 16 -> "0x";
          default -> "";
        };
    if (!prefix.isEmpty() && number.regionMatches(true, 0, prefix, 0, 2)) {
      number = number.substring(number.startsWith("_", 2) ? 3 : 2);
    }
    String digits = withoutUnderscores(number);
    if (digits == null || digits.isEmpty() || digits.length() > MAX_DIGITS) {
      return null;
    }
    for (int i = 0; i < digits.length(); i++) {
      if (digits.charAt(i) >= 0x80 || Character.digit(digits.charAt(i), base) < 0) {
        return null;
      }
    }
    BigInteger value = new BigInteger(digits, base);
    return negative ? value.negate() : value;
  }

  /// The integer as the reader's values have it: a [Long] where it fits, else the [BigInteger].
  public static Number narrow(BigInteger integer) {
    if (integer.bitLength() < Long.SIZE) {
      return integer.longValue();
    }
    return integer;
  }

  private static String strip(String text) {
    int start = 0;
    int end = text.length();
    while (start < end && isSpace(text.charAt(start))) {
      start++;
    }
    while (end > start && isSpace(text.charAt(end - 1))) {
      end--;
    }
    return text.substring(start, end);
  }

  /// White space as Python's `str.isspace` has it.
  private static boolean isSpace(char ch) {
    return Character.isSpaceChar(ch)
        || (ch >= '\t' && ch <= '\r')
        || (ch >= '\u001c' && ch <= '\u001f')
        || ch == '\u0085';
  }

  private static String ascii(String text) {
    StringBuilder ascii = new StringBuilder(text.length());
    text.codePoints()
        .forEach(
            ch -> {
              if (Character.getType(ch) == Character.DECIMAL_DIGIT_NUMBER) {
                ascii.append(Character.digit(ch, 10));
              } else {
                ascii.appendCodePoint(ch);
              }
            });
    return ascii.toString();
  }

  /// The text without its underscores, or null where one does not stand between two digits (or
  /// letters, which later are digits or refused).
  private static @Nullable String withoutUnderscores(String text) {
    if (text.indexOf('_') < 0) {
      return text;
    }
    for (int i = 0; i < text.length(); i++) {
      if (text.charAt(i) == '_' && !(isDigit(text, i - 1) && isDigit(text, i + 1))) {
        return null;
      }
    }
    return text.replace("_", "");
  }

  private static boolean isDigit(String text, int at) {
    return at >= 0 && at < text.length() && Character.digit(text.charAt(at), 16) >= 0;
  }
}
