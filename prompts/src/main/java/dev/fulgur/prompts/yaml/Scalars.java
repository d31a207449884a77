package dev.fulgur.prompts.yaml;

import dev.fulgur.prompts.value.PythonNumbers;
import dev.fulgur.prompts.value.Timestamp;
import java.io.ByteArrayOutputStream;
import java.math.BigInteger;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// The text of a scalar to the value of its tag. Each method throws [IllegalArgumentException],
/// with the reason, for text that is no such value.
final class Scalars {
  private static final int MAX_NUMBER = 10_000;

  /// Minus infinity by infinity, as PyYAML makes it: its sign bit is set, and stored records show
  /// it.
  private static final double NAN = Double.longBitsToDouble(0xfff8_0000_0000_0000L);

  private static final BigInteger SIXTY = BigInteger.valueOf(60);

  private static final Pattern TIMESTAMP =
      Pattern.compile(
          "(?<year>[0-9]{4})-(?<month>[0-9]{1,2})-(?<day>[0-9]{1,2})"
              + "(?:(?:[Tt]|[ \\t]++)(?<hour>[0-9]{1,2}):(?<minute>[0-9]{2}):(?<second>[0-9]{2})"
              + "(?:\\.(?<fraction>[0-9]*+))?"
              + "(?:[ \\t]*+(?<zone>Z|(?<sign>[-+])(?<zoneHour>[0-9]{1,2})"
              + "(?::(?<zoneMinute>[0-9]{2}))?))?)?\\n?");

  private Scalars() {}

  static boolean bool(String text) {
    return switch (text.toLowerCase(Locale.ROOT)) {
      case "yes", "true", "on" -> true;
      case "no", "false", "off" -> false;
      default -> throw new IllegalArgumentException(quote(text) + " is no boolean");
    };
  }

  /// Decimal, `0b` binary, `0x` hexadecimal, octal after a `0`, or base 60 as `1:30`.
  static Number integer(String text) {
    String number = withoutUnderscores(text);
    String digits = unsigned(number);
    BigInteger value;
    if (digits.startsWith("0b")) {
      value = PythonNumbers.parseInt(digits.substring(2), 2);
    } else if (digits.startsWith("0x")) {
      value = PythonNumbers.parseInt(digits.substring(2), 16);
    } else if (digits.startsWith("0")) {
      value = PythonNumbers.parseInt(digits, 8);
    } else if (digits.indexOf(':') >= 0) {
      value = sexagesimal(digits);
    } else {
      value = PythonNumbers.parseInt(digits, 10);
    }
    if (value == null) {
      throw new IllegalArgumentException(quote(text) + " is no integer");
    }
    return PythonNumbers.narrow(number.startsWith("-") ? value.negate() : value);
  }

  private static @Nullable BigInteger sexagesimal(String digits) {
    BigInteger value = BigInteger.ZERO;
    for (String part : digits.split(":", -1)) {
      BigInteger number = PythonNumbers.parseInt(part, 10);
      if (number == null) {
        return null;
      }
      value = value.multiply(SIXTY).add(number);
    }
    return value;
  }

  static double real(String text) {
    String number = withoutUnderscores(text).toLowerCase(Locale.ROOT);
    String digits = unsigned(number);
    double sign = number.startsWith("-") ? -1 : 1;
    Double value;
    if (digits.equals(".inf")) {
      value = Double.POSITIVE_INFINITY;
    } else if (digits.equals(".nan")) {
      return NAN;
    } else if (digits.indexOf(':') >= 0) {
      value = sexagesimalReal(digits);
    } else {
      value = PythonNumbers.parseFloat(digits);
    }
    if (value == null) {
      throw new IllegalArgumentException(quote(text) + " is no number");
    }
    return sign * value;
  }

  private static @Nullable Double sexagesimalReal(String digits) {
    String[] parts = digits.split(":", -1);
    BigInteger base = BigInteger.ONE;
    double value = 0;
    for (int i = parts.length - 1; i >= 0; i--) {
      Double number = PythonNumbers.parseFloat(parts[i]);
      double factor = base.doubleValue();
      if (number == null || Double.isInfinite(factor)) {
        return null;
      }
      value += number * factor;
      base = base.multiply(SIXTY);
    }
    return value;
  }

  private static String withoutUnderscores(String text) {
    if (text.length() > MAX_NUMBER) {
      throw new IllegalArgumentException(
          "a number of " + text.length() + " characters is too long");
    }
    String number = text.replace("_", "");
    if (number.isEmpty()) {
      throw new IllegalArgumentException(quote(text) + " is no number");
    }
    return number;
  }

  private static String unsigned(String number) {
    return number.startsWith("-") || number.startsWith("+") ? number.substring(1) : number;
  }

  /// A [LocalDate], or a [Timestamp] where there is a time of day.
  static Object timestamp(String text) {
    Matcher matcher = TIMESTAMP.matcher(text);
    if (!matcher.matches()) {
      throw new IllegalArgumentException(quote(text) + " is no date");
    }
    try {
      int year = number(matcher, "year");
      if (year == 0) {
        throw new IllegalArgumentException("year 0 is out of range in " + quote(text));
      }
      LocalDate date = LocalDate.of(year, number(matcher, "month"), number(matcher, "day"));
      if (matcher.group("hour") == null) {
        return date;
      }
      LocalDateTime local =
          date.atTime(
              number(matcher, "hour"),
              number(matcher, "minute"),
              number(matcher, "second"),
              nanos(matcher.group("fraction")));
      return new Timestamp(local, offset(matcher));
    } catch (DateTimeException e) {
      throw new IllegalArgumentException(quote(text) + " is no date: " + e.getMessage(), e);
    }
  }

  private static int nanos(@Nullable String fraction) {
    if (fraction == null || fraction.isEmpty()) {
      return 0;
    }
    String micros = fraction.substring(0, Math.min(6, fraction.length()));
    return Integer.parseInt(micros + "0".repeat(9 - micros.length()));
  }

  private static @Nullable Integer offset(Matcher matcher) {
    if (matcher.group("zone") == null) {
      return null;
    }
    String sign = matcher.group("sign");
    if (sign == null) {
      return 0;
    }
    int minutes = matcher.group("zoneMinute") == null ? 0 : number(matcher, "zoneMinute");
    int offset = number(matcher, "zoneHour") * 60 + minutes;
    return sign.equals("-") ? -offset : offset;
  }

  private static int number(Matcher matcher, String group) {
    return Integer.parseInt(matcher.group(group));
  }

  /// Base64 as Python's `decodebytes` takes it: what is no base64 character is skipped, and nothing
  /// is read behind the padding.
  static byte[] binary(String text) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    int held = 0;
    int place = 0;
    int pads = 0;
    for (int i = 0; i < text.length(); i++) {
      char ch = text.charAt(i);
      if (ch >= 0x80) {
        throw new IllegalArgumentException("base64 with the character " + Source.name(ch));
      }
      if (ch == '=') {
        if (place >= 2 && place + ++pads >= 4) {
          return bytes.toByteArray();
        }
        continue;
      }
      int bits = sixBits(ch);
      if (bits < 0) {
        continue;
      }
      pads = 0;
      held = (held << 6) | bits;
      place = (place + 1) & 3;
      if (place != 1) {
        bytes.write(held >> ((4 - place) % 4 * 2));
      }
    }
    if (place != 0) {
      throw new IllegalArgumentException("base64 that is cut short");
    }
    return bytes.toByteArray();
  }

  private static int sixBits(char ch) {
    if (ch >= 'A' && ch <= 'Z') {
      return ch - 'A';
    }
    if (ch >= 'a' && ch <= 'z') {
      return ch - 'a' + 26;
    }
    if (ch >= '0' && ch <= '9') {
      return ch - '0' + 52;
    }
    return ch == '+' ? 62 : ch == '/' ? 63 : -1;
  }

  private static String quote(String text) {
    return "'" + (text.length() <= 40 ? text : text.substring(0, 40) + "...") + "'";
  }
}
