package dev.fulgur.prompts.value;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.MathContext;
import java.time.LocalDate;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Values as Python's `str()` shows them: `True`, `None`, `1.0`, `['a', {'k': 1}]`.
public final class PythonText {
  private static final int MAX_PLAIN_EXPONENT = 16;
  private static final int MIN_PLAIN_EXPONENT = -4;

  private final StringBuilder out = new StringBuilder();

  private PythonText() {}

  /// The text of a value; of a text, the text itself.
  ///
  /// @throws IllegalArgumentException if the value is of no kind that Python has
  public static String str(@Nullable Object value) {
    return switch (value) {
      case String text -> text;
      case SurrogateText text -> text.joined();
      case LocalDate date -> date.toString();
      case Timestamp timestamp -> timestamp.iso().replace('T', ' ');
      case null, default -> repr(value);
    };
  }

  /// The value as source text.
  ///
  /// @throws IllegalArgumentException if the value is of no kind that Python has
  public static String repr(@Nullable Object value) {
    PythonText text = new PythonText();
    text.append(value);
    return text.out.toString();
  }

  private void append(@Nullable Object value) {
    switch (value) {
      case null -> out.append("None");
      case Boolean flag -> out.append(flag ? "True" : "False");
      case Long number -> out.append(number.longValue());
      case Integer number -> out.append(number.intValue());
      case BigInteger number -> out.append(number);
      case Double number -> out.append(real(number));
      case String text -> out.append(PythonLiteral.write(text.codePoints().toArray()));
      case SurrogateText text -> out.append(PythonLiteral.write(text.codePoints()));
      case Bytes bytes -> bytes(bytes);
      case LocalDate date -> date(date);
      case Timestamp timestamp -> timestamp(timestamp);
      case Map<?, ?> map -> map(map);
      case Set<?> set when set.isEmpty() -> out.append("set()");
      case Set<?> set -> items("{", set.iterator(), "}");
      case Tuple tuple ->
          items("(", tuple.items().iterator(), tuple.items().size() == 1 ? ",)" : ")");
      case List<?> list -> items("[", list.iterator(), "]");
      case Recursion _ -> out.append("[...]");
      default ->
          throw new IllegalArgumentException(
              "A " + value.getClass().getSimpleName() + " has no text in a template.");
    }
  }

  private void items(String open, Iterator<?> items, String close) {
    out.append(open);
    while (items.hasNext()) {
      append(items.next());
      out.append(items.hasNext() ? ", " : "");
    }
    out.append(close);
  }

  private void map(Map<?, ?> map) {
    String comma = "{";
    for (Map.Entry<?, ?> entry : map.entrySet()) {
      out.append(comma);
      append(entry.getKey());
      out.append(": ");
      append(entry.getValue());
      comma = ", ";
    }
    out.append(map.isEmpty() ? "{}" : "}");
  }

  private void bytes(Bytes bytes) {
    byte[] array = bytes.toArray();
    boolean hasSingle = contains(array, '\'');
    char quote = hasSingle && !contains(array, '"') ? '"' : '\'';
    out.append('b').append(quote);
    for (byte b : array) {
      switch (b) {
        case '\n' -> out.append("\\n");
        case '\r' -> out.append("\\r");
        case '\t' -> out.append("\\t");
        case '\\' -> out.append("\\\\");
        default -> {
          if (b == quote) {
            out.append('\\').append(quote);
          } else if (b >= ' ' && b < 0x7f) {
            out.append((char) b);
          } else {
            out.append(String.format("\\x%02x", b));
          }
        }
      }
    }
    out.append(quote);
  }

  private static boolean contains(byte[] bytes, char ch) {
    for (byte b : bytes) {
      if (b == ch) {
        return true;
      }
    }
    return false;
  }

  private void date(LocalDate date) {
    out.append("datetime.date(").append(date.getYear()).append(", ");
    out.append(date.getMonthValue()).append(", ").append(date.getDayOfMonth()).append(')');
  }

  private void timestamp(Timestamp timestamp) {
    var local = timestamp.local();
    out.append("datetime.datetime(").append(local.getYear()).append(", ");
    out.append(local.getMonthValue()).append(", ").append(local.getDayOfMonth()).append(", ");
    out.append(local.getHour()).append(", ").append(local.getMinute());
    int micros = local.getNano() / 1000;
    if (local.getSecond() != 0 || micros != 0) {
      out.append(", ").append(local.getSecond());
    }
    if (micros != 0) {
      out.append(", ").append(micros);
    }
    if (timestamp.offsetMinutes() != null) {
      out.append(", tzinfo=");
      zone(timestamp.offsetMinutes());
    }
    out.append(')');
  }

  private void zone(int offsetMinutes) {
    if (offsetMinutes == 0) {
      out.append("datetime.timezone.utc");
      return;
    }
    out.append("datetime.timezone(datetime.timedelta(");
    int seconds = offsetMinutes * 60;
    if (seconds < 0) {
      out.append("days=-1, ");
      seconds += 24 * 60 * 60;
    }
    out.append("seconds=").append(seconds).append("))");
  }

  /// Java shows two digits at least, where one may do.
  private static BigDecimal shortest(double number) {
    BigDecimal shown = new BigDecimal(Double.toString(number)).stripTrailingZeros();
    BigDecimal oneDigit = shown.round(new MathContext(1));
    return shown.precision() == 2 && oneDigit.doubleValue() == number ? oneDigit : shown;
  }

  /// The shortest text that reads back as the number; with an exponent from 1e16 on and below 1e-4.
  static String real(double number) {
    if (Double.isNaN(number)) {
      return "nan";
    }
    if (Double.isInfinite(number)) {
      return number > 0 ? "inf" : "-inf";
    }
    if (number == 0) {
      return 1 / number < 0 ? "-0.0" : "0.0";
    }
    BigDecimal shortest = shortest(number);
    String digits = shortest.unscaledValue().abs().toString();
    int exponent = digits.length() - shortest.scale() - 1;
    String sign = number < 0 ? "-" : "";
    if (exponent < MIN_PLAIN_EXPONENT || exponent >= MAX_PLAIN_EXPONENT) {
      String fraction = digits.length() == 1 ? "" : "." + digits.substring(1);
      String power = (Math.abs(exponent) < 10 ? "0" : "") + Math.abs(exponent);
      return sign + digits.charAt(0) + fraction + "e" + (exponent < 0 ? "-" : "+") + power;
    }
    String plain = shortest.abs().toPlainString();
    return sign + plain + (plain.indexOf('.') < 0 ? ".0" : "");
  }
}
