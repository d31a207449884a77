package dev.fulgur.jinja.runtime;

import java.math.BigInteger;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.time.temporal.TemporalAccessor;
import java.util.Locale;

/// Python's `format(value, spec)`.
final class Formatting {

  private Formatting() {}

  static String format(Object value, String spec, Budget budget) {
    return switch (value) {
      case String s -> text(s, spec, budget);
      case Markup m -> text(m.text(), spec, budget);
      case Boolean b -> spec.isEmpty() ? (b ? "True" : "False") : integer(value, spec, budget);
      case Long _, BigInteger _ -> integer(value, spec, budget);
      case Double d -> real(d, "float", spec, budget);
      case LocalDate _, LocalDateTime _, OffsetDateTime _, LocalTime _ ->
          spec.isEmpty() ? Print.text(value) : Strftime.format((TemporalAccessor) value, spec);
      default -> {
        if (!spec.isEmpty()) {
          throw PyError.type(
              "unsupported format string passed to " + Types.name(value) + ".__format__");
        }
        yield Print.text(value, budget);
      }
    };
  }

  private static String text(String s, String spec, Budget budget) {
    if (spec.isEmpty()) {
      return s;
    }
    FormatSpec f = FormatSpec.parse(spec, "str", '<');
    if (f.sign() != 0) {
      throw PyError.value(
          f.sign() == ' '
              ? "Space not allowed in string format specifier"
              : "Sign not allowed in string format specifier");
    }
    if (f.noNegativeZero()) {
      throw PyError.value("Negative zero coercion (z) not allowed in string format specifier");
    }
    if (f.alternate()) {
      throw PyError.value("Alternate form (#) not allowed in string format specifier");
    }
    if (f.align() == '=') {
      throw PyError.value("'=' alignment not allowed in string format specifier");
    }
    if (f.grouping() != 0) {
      throw PyError.value("Cannot specify '" + f.grouping() + "' with 's'.");
    }
    if (f.type() != 0 && f.type() != 's') {
      throw f.unknownCode("str");
    }
    String cut = s;
    if (f.precision() >= 0 && f.precision() < Strings.length(s)) {
      cut = Strings.slice(s, 0, f.precision());
    }
    return padded("", cut, f, '<', budget);
  }

  private static String integer(Object value, String spec, Budget budget) {
    FormatSpec f = FormatSpec.parse(spec, Types.name(value), '>');
    return switch (f.type()) {
      case 0, 'd', 'n', 'b', 'o', 'x', 'X', 'c' -> integer(value, f, budget);
      case 'e', 'E', 'f', 'F', 'g', 'G', '%' -> real(Numbers.toDouble(value), f, budget);
      default -> throw f.unknownCode(Types.name(value));
    };
  }

  private static String integer(Object value, FormatSpec f, Budget budget) {
    if (f.precision() >= 0) {
      throw PyError.value("Precision not allowed in integer format specifier");
    }
    if (f.noNegativeZero()) {
      throw PyError.value("Negative zero coercion (z) not allowed in integer format specifier");
    }
    BigInteger n = Numbers.big(value);
    budget.steps(n.bitLength() / 16);
    if (f.type() == 'c') {
      return character(n, f, budget);
    }
    boolean commaMisplaced = f.grouping() == ',' && f.type() != 0 && f.type() != 'd';
    boolean localized = f.grouping() != 0 && f.type() == 'n';
    if (commaMisplaced || localized) {
      throw PyError.value("Cannot specify '" + f.grouping() + "' with '" + (char) f.type() + "'.");
    }
    int radix = radix(f.type());
    String digits = radix == 10 ? Print.integer(n.abs()) : n.abs().toString(radix);
    String prefix = "";
    if (f.alternate()) {
      prefix =
          switch (f.type()) {
            case 'b' -> "0b";
            case 'o' -> "0o";
            case 'x' -> "0x";
            case 'X' -> "0X";
            default -> "";
          };
    }
    if (f.type() == 'X') {
      digits = digits.toUpperCase(Locale.ROOT);
    }
    return number(sign(n.signum() < 0, f) + prefix, digits, "", f, radix == 10 ? 3 : 4, budget);
  }

  private static int radix(int type) {
    return switch (type) {
      case 'b' -> 2;
      case 'o' -> 8;
      case 'x', 'X' -> 16;
      default -> 10;
    };
  }

  private static String character(BigInteger n, FormatSpec f, Budget budget) {
    if (f.sign() != 0) {
      throw PyError.value("Sign not allowed with integer format specifier 'c'");
    }
    if (f.alternate()) {
      throw PyError.value("Alternate form (#) not allowed with integer format specifier 'c'");
    }
    if (f.grouping() != 0) {
      throw PyError.value("Cannot specify '" + f.grouping() + "' with 'c'.");
    }
    if (n.signum() < 0 || n.compareTo(BigInteger.valueOf(Character.MAX_CODE_POINT)) > 0) {
      throw PyError.overflow("%c arg not in range(0x110000)");
    }
    return padded("", Character.toString(n.intValue()), f, '<', budget);
  }

  private static String sign(boolean negative, FormatSpec f) {
    return negative ? "-" : f.sign() == '+' ? "+" : f.sign() == ' ' ? " " : "";
  }

  private static String real(double d, String typeName, String spec, Budget budget) {
    FormatSpec f = FormatSpec.parse(spec, typeName, '>');
    return switch (f.type()) {
      case 0, 'n', 'e', 'E', 'f', 'F', 'g', 'G', '%' -> real(d, f, budget);
      default -> throw f.unknownCode(typeName);
    };
  }

  private static String real(double value, FormatSpec f, Budget budget) {
    if (f.grouping() != 0 && f.type() == 'n') {
      throw PyError.value("Cannot specify '" + f.grouping() + "' with 'n'.");
    }
    double d = f.type() == '%' ? value * 100 : value;
    int precision = f.precision();
    budget.text(Math.max(0, precision));
    String text;
    if (f.type() == 0 && precision < 0) {
      text = FloatFormat.shortest(d);
      if (f.alternate() && text.indexOf('.') < 0 && text.indexOf('e') > 0) {
        text = text.replace("e", ".e");
      }
    } else {
      char type = f.type() == '%' ? 'f' : f.type() == 0 || f.type() == 'n' ? 'g' : (char) f.type();
      text = FloatFormat.format(d, type, precision < 0 ? 6 : precision, f.alternate());
      if (f.type() == 0) {
        text = withPoint(text, Math.abs(d), precision);
      }
    }
    boolean negative = d < 0 || (d == 0 && 1 / d < 0);
    if (negative && f.noNegativeZero() && isZero(text)) {
      negative = false;
    }
    if (f.type() == '%') {
      text = text + "%";
    }
    int whole = 0;
    while (whole < text.length() && Character.isDigit(text.charAt(whole))) {
      whole++;
    }
    return number(sign(negative, f), text.substring(0, whole), text.substring(whole), f, 3, budget);
  }

  /// Without a type, a whole number keeps its `.0`, and goes scientific one digit sooner.
  private static String withPoint(String text, double d, int precision) {
    if (Double.isNaN(d) || Double.isInfinite(d) || text.indexOf('e') >= 0) {
      return text;
    }
    if (text.indexOf('.') >= 0) {
      return text;
    }
    int p = Math.max(1, precision);
    if (d != 0 && text.length() >= p) {
      return FloatFormat.format(d, 'e', p - 1, false).replaceFirst("\\.?0*e", "e");
    }
    return text + ".0";
  }

  private static boolean isZero(String text) {
    for (int i = 0; i < text.length() && text.charAt(i) != 'e'; i++) {
      if (text.charAt(i) >= '1' && text.charAt(i) <= '9') {
        return false;
      }
    }
    return true;
  }

  /// Sign, grouped digits and the rest, padded; zeros that fill a width are grouped too.
  private static String number(
      String sign, String digits, String rest, FormatSpec f, int group, Budget budget) {
    if (f.grouping() == 0) {
      return padded(sign, digits + rest, f, '>', budget);
    }
    int wanted = 0;
    if (f.fill().equals("0") && f.align() == '=') {
      wanted = f.width() - sign.length() - rest.length();
      budget.text(Math.max(0, wanted));
    }
    return padded(sign, grouped(digits, f.grouping(), group, wanted) + rest, f, '>', budget);
  }

  private static String grouped(String digits, char separator, int group, int width) {
    String all = digits;
    if (width > 0) {
      int zeros = 0;
      while (length(digits.length() + zeros, group) < width) {
        zeros++;
      }
      all = "0".repeat(zeros) + digits;
    }
    StringBuilder out = new StringBuilder();
    for (int i = 0; i < all.length(); i++) {
      if (i > 0 && (all.length() - i) % group == 0) {
        out.append(separator);
      }
      out.append(all.charAt(i));
    }
    return out.toString();
  }

  private static int length(int digits, int group) {
    return digits + (digits - 1) / group;
  }

  private static String padded(
      String sign, String body, FormatSpec f, char otherwise, Budget budget) {
    int length = Strings.length(sign) + Strings.length(body);
    int margin = f.width() - length;
    if (margin <= 0) {
      return sign + body;
    }
    budget.text((long) margin + body.length());
    char align = f.align() == 0 ? otherwise : f.align();
    String fill = f.fill();
    return switch (align) {
      case '<' -> sign + body + fill.repeat(margin);
      case '=' -> sign + fill.repeat(margin) + body;
      case '^' -> fill.repeat(margin / 2) + sign + body + fill.repeat(margin - margin / 2);
      default -> fill.repeat(margin) + sign + body;
    };
  }
}
