package dev.fulgur.jinja.runtime;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.RoundingMode;
import java.time.Duration;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Python's `timedelta`: what lies between two dates or times, to the microsecond.
final class TimeSpans {
  private static final long DAY = 86_400;
  private static final BigInteger MILLION = BigInteger.valueOf(1_000_000);

  static final Map<String, Method> TABLE =
      Map.of(
          "total_seconds",
          Method.of(
              Signature.of("total_seconds").positionalOnly(),
              (c, self, a) -> {
                Duration d = (Duration) self;
                return d.toSeconds() + d.toNanosPart() / 1e9;
              }));

  private TimeSpans() {}

  /// `a + b`, or null where it is no sum of times.
  static @Nullable Object add(Object a, Object b) {
    return switch (a) {
      case Duration x when b instanceof Duration y -> DateExtremes.requireSpan(x.plus(y));
      case Duration x -> DateExtremes.moved(b, x);
      default -> b instanceof Duration y ? DateExtremes.moved(a, y) : null;
    };
  }

  /// `a - b`, or null where it is no difference of times.
  static @Nullable Object subtract(Object a, Object b) {
    return switch (a) {
      case LocalDate x when b instanceof LocalDate y ->
          Duration.ofDays(x.toEpochDay() - y.toEpochDay());
      case LocalDateTime x when b instanceof LocalDateTime y -> Duration.between(y, x);
      case OffsetDateTime x when b instanceof OffsetDateTime y -> Duration.between(y, x);
      case LocalDateTime _ when b instanceof OffsetDateTime -> throw naive();
      case OffsetDateTime _ when b instanceof LocalDateTime -> throw naive();
      case Duration x when b instanceof Duration y -> DateExtremes.requireSpan(x.minus(y));
      default -> b instanceof Duration y ? DateExtremes.moved(a, y.negated()) : null;
    };
  }

  private static PyError naive() {
    return PyError.type("can't subtract offset-naive and offset-aware datetimes");
  }

  /// A span so many times, or null where it is none.
  static @Nullable Object multiply(Object a, Object b) {
    Object span = a instanceof Duration ? a : b;
    Long times = Numbers.index(a instanceof Duration ? b : a);
    return span instanceof Duration d && times != null ? times(d, times) : null;
  }

  private static Duration times(Duration d, long times) {
    try {
      return DateExtremes.requireSpan(d.multipliedBy(times));
    } catch (ArithmeticException e) {
      throw PyError.overflow("a span of time that is too long");
    }
  }

  /// `a / b`, or null where `a` is no span.
  static @Nullable Object divide(Object a, Object b) {
    if (a instanceof Duration x && b instanceof Duration y) {
      return Numbers.divide(micros(x), divisor(micros(y)));
    }
    if (!(a instanceof Duration x) || !Numbers.isNumber(b)) {
      return null;
    }
    BigDecimal by = b instanceof Double d ? new BigDecimal(d) : new BigDecimal(Numbers.big(b));
    if (by.signum() == 0) {
      throw PyError.zeroDivision("division by zero");
    }
    return ofMicros(new BigDecimal(micros(x)).divide(by, 0, RoundingMode.HALF_EVEN).toBigInteger());
  }

  /// `a // b`, or null where `a` is no span.
  static @Nullable Object floorDivide(Object a, Object b) {
    if (a instanceof Duration x && b instanceof Duration y) {
      return Values.of(floor(micros(x), micros(y)));
    }
    return a instanceof Duration x && Numbers.isInteger(b)
        ? ofMicros(floor(micros(x), Numbers.big(b)))
        : null;
  }

  /// `a % b`, or null where they are no spans.
  static @Nullable Object modulo(Object a, Object b) {
    if (!(a instanceof Duration x) || !(b instanceof Duration y)) {
      return null;
    }
    BigInteger whole = floor(micros(x), micros(y)).multiply(micros(y));
    return ofMicros(micros(x).subtract(whole));
  }

  private static BigInteger floor(BigInteger a, BigInteger b) {
    BigInteger[] parts = a.divideAndRemainder(divisor(b));
    boolean isAbove = parts[1].signum() != 0 && parts[1].signum() != b.signum();
    return isAbove ? parts[0].subtract(BigInteger.ONE) : parts[0];
  }

  private static BigInteger divisor(BigInteger n) {
    if (n.signum() == 0) {
      throw PyError.zeroDivision("integer division or modulo by zero");
    }
    return n;
  }

  private static BigInteger micros(Duration d) {
    return BigInteger.valueOf(d.toSeconds())
        .multiply(MILLION)
        .add(BigInteger.valueOf(d.toNanosPart() / 1000));
  }

  private static Duration ofMicros(BigInteger micros) {
    BigInteger seconds = floor(micros, MILLION);
    if (seconds.bitLength() > 62) {
      throw PyError.overflow("a span of time that is too long");
    }
    long rest = micros.subtract(seconds.multiply(MILLION)).longValue();
    return DateExtremes.requireSpan(Duration.ofSeconds(seconds.longValue(), rest * 1000));
  }

  static @Nullable Object attribute(Duration d, String name) {
    return switch (name) {
      case "days" -> Math.floorDiv(d.toSeconds(), DAY);
      case "seconds" -> Math.floorMod(d.toSeconds(), DAY);
      case "microseconds" -> (long) d.toNanosPart() / 1000;
      default -> DateExtremes.attribute(d, name);
    };
  }

  /// `1 day, 2:03:04.000005`.
  static String text(Duration d) {
    long days = Math.floorDiv(d.toSeconds(), DAY);
    long seconds = Math.floorMod(d.toSeconds(), DAY);
    int micros = d.toNanosPart() / 1000;
    String clock =
        String.format("%d:%02d:%02d", seconds / 3600, seconds / 60 % 60, seconds % 60)
            + (micros == 0 ? "" : String.format(".%06d", micros));
    return days == 0 ? clock : days + (Math.abs(days) == 1 ? " day, " : " days, ") + clock;
  }

  static String repr(Duration d) {
    long days = Math.floorDiv(d.toSeconds(), DAY);
    long seconds = Math.floorMod(d.toSeconds(), DAY);
    int micros = d.toNanosPart() / 1000;
    StringBuilder parts = new StringBuilder();
    part(parts, "days", days);
    part(parts, "seconds", seconds);
    part(parts, "microseconds", micros);
    return "datetime.timedelta(" + (parts.isEmpty() ? "0" : parts) + ")";
  }

  private static void part(StringBuilder parts, String name, long value) {
    if (value != 0) {
      parts.append(parts.isEmpty() ? "" : ", ").append(name).append('=').append(value);
    }
  }
}
