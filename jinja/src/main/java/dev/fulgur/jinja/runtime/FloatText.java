package dev.fulgur.jinja.runtime;

/// Floats as Python prints them: the shortest digits that read back as the same number, in
/// scientific notation below `1e-04` and from `1e+16`.
final class FloatText {

  private FloatText() {}

  static String of(double x) {
    if (x == (long) x && Math.abs(x) < 1e15) {
      if (x == 0 && 1 / x < 0) {
        return "-0.0";
      }
      return (long) x + ".0";
    }
    if (Double.isNaN(x)) {
      return "nan";
    }
    if (Double.isInfinite(x)) {
      return x > 0 ? "inf" : "-inf";
    }
    Decimal d = shortest(Math.abs(x));
    StringBuilder out = new StringBuilder(24);
    if (x < 0) {
      out.append('-');
    }
    plainOrScientific(out, d, 16, true);
    return out.toString();
  }

  /// Digits and where the point is: `0.DIGITS * 10^exponent`.
  record Decimal(String digits, int exponent) {}

  /// The shortest digits of a positive finite number. Java gives two where one would do
  /// (`4.9E-324`).
  static Decimal shortest(double x) {
    String s = Double.toString(x);
    int e = s.indexOf('E');
    int exponent = e < 0 ? 0 : Integer.parseInt(s.substring(e + 1));
    String mantissa = e < 0 ? s : s.substring(0, e);
    int point = mantissa.indexOf('.');
    String digits = mantissa.substring(0, point) + mantissa.substring(point + 1);
    int pointAt = point + exponent;
    int lead = 0;
    while (lead < digits.length() - 1 && digits.charAt(lead) == '0') {
      lead++;
    }
    int end = digits.length();
    while (end > lead + 1 && digits.charAt(end - 1) == '0') {
      end--;
    }
    Decimal d = new Decimal(digits.substring(lead, end), pointAt - lead);
    return d.digits.length() == 2 ? oneDigit(x, d) : d;
  }

  private static Decimal oneDigit(double x, Decimal d) {
    int first = d.digits.charAt(0) - '0';
    int nearest = d.digits.charAt(1) >= '5' ? first + 1 : first;
    String digits = nearest == 10 ? "1" : Integer.toString(nearest);
    int exponent = nearest == 10 ? d.exponent + 1 : d.exponent;
    if (Double.parseDouble("0." + digits + "E" + exponent) == x) {
      return new Decimal(digits, exponent);
    }
    return d;
  }

  /// As `repr` and `%g` write digits: scientific when the exponent is below -4 or from `limit` on.
  static void plainOrScientific(StringBuilder out, Decimal d, int limit, boolean pointZero) {
    String digits = d.digits();
    int e = d.exponent();
    if (e - 1 < -4 || e - 1 >= limit) {
      out.append(digits.charAt(0));
      if (digits.length() > 1) {
        out.append('.').append(digits, 1, digits.length());
      }
      exponent(out, e - 1, 'e');
    } else if (e <= 0) {
      out.append("0.").repeat("0", -e).append(digits);
    } else if (digits.length() <= e) {
      out.append(digits).repeat("0", e - digits.length());
      if (pointZero) {
        out.append(".0");
      }
    } else {
      out.append(digits, 0, e).append('.').append(digits, e, digits.length());
    }
  }

  /// At least two digits and a sign.
  static void exponent(StringBuilder out, int e, char letter) {
    out.append(letter).append(e < 0 ? '-' : '+');
    int abs = Math.abs(e);
    if (abs < 10) {
      out.append('0');
    }
    out.append(abs);
  }
}
