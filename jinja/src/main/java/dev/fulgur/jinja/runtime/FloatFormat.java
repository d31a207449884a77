package dev.fulgur.jinja.runtime;

import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;
import java.util.Locale;

/// Floats with a precision, as C's `printf` writes them: exact decimal digits, rounded half to
/// even.
final class FloatFormat {

  private FloatFormat() {}

  /// The digits of the absolute value.
  ///
  /// @param type `f`, `e`, `g` or one of them in upper case
  /// @param alternate a point even where no digits follow it, and all digits of `g`
  static String format(double value, char type, int precision, boolean alternate) {
    double x = Math.abs(value);
    boolean upper = Character.isUpperCase(type);
    String text;
    if (Double.isNaN(x)) {
      text = "nan";
    } else if (Double.isInfinite(x)) {
      text = "inf";
    } else {
      text =
          switch (Character.toLowerCase(type)) {
            case 'f' -> fixed(x, precision, alternate);
            case 'e' -> scientific(x, precision, alternate);
            default -> general(x, precision, alternate);
          };
    }
    return upper ? text.toUpperCase(Locale.ROOT) : text;
  }

  private static String fixed(double x, int precision, boolean alternate) {
    String digits = new BigDecimal(x).setScale(precision, RoundingMode.HALF_EVEN).toPlainString();
    return alternate && precision == 0 ? digits + "." : digits;
  }

  private static String scientific(double x, int precision, boolean alternate) {
    StringBuilder out = new StringBuilder();
    if (x == 0) {
      out.append('0');
      if (precision > 0 || alternate) {
        out.append('.').repeat('0', precision);
      }
      FloatText.exponent(out, 0, 'e');
      return out.toString();
    }
    BigDecimal d = new BigDecimal(x).round(new MathContext(precision + 1, RoundingMode.HALF_EVEN));
    String digits = d.unscaledValue().toString();
    int exponent = digits.length() - 1 - d.scale();
    digits = digits + "0".repeat(Math.max(0, precision + 1 - digits.length()));
    out.append(digits.charAt(0));
    if (precision > 0 || alternate) {
      out.append('.').append(digits, 1, precision + 1);
    }
    FloatText.exponent(out, exponent, 'e');
    return out.toString();
  }

  private static String general(double x, int precision, boolean alternate) {
    int p = precision == 0 ? 1 : precision;
    if (x == 0) {
      return alternate ? "0." + "0".repeat(p - 1) : "0";
    }
    BigDecimal d = new BigDecimal(x).round(new MathContext(p, RoundingMode.HALF_EVEN));
    String digits = d.unscaledValue().toString();
    int exponent = digits.length() - d.scale();
    if (alternate) {
      digits = digits + "0".repeat(Math.max(0, p - digits.length()));
      digits = digits.substring(0, p);
    } else {
      digits = stripZeros(digits);
    }
    StringBuilder out = new StringBuilder();
    FloatText.plainOrScientific(out, new FloatText.Decimal(digits, exponent), p, false);
    String text = out.toString();
    if (!alternate || text.indexOf('.') >= 0) {
      return text;
    }
    int e = text.indexOf('e');
    return e < 0 ? text + "." : text.substring(0, e) + "." + text.substring(e);
  }

  private static String stripZeros(String digits) {
    int end = digits.length();
    while (end > 1 && digits.charAt(end - 1) == '0') {
      end--;
    }
    return digits.substring(0, end);
  }

  /// The shortest digits, in the shape that `g` has; for a format without a type.
  static String shortest(double value) {
    return FloatText.of(Math.abs(value));
  }
}
