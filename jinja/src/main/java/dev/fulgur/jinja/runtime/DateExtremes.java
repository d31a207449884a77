package dev.fulgur.jinja.runtime;

import java.time.DateTimeException;
import java.time.Duration;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import org.jspecify.annotations.Nullable;

/// How far Python's dates, times and spans go: years 1 to 9999, microseconds, and less than a
/// billion days between two of them.
final class DateExtremes {
  private static final int LAST_YEAR = 9999;
  private static final long DAYS = 999_999_999;
  private static final LocalDate FIRST_DAY = LocalDate.of(1, 1, 1);
  private static final LocalDate LAST_DAY = LocalDate.of(LAST_YEAR, 12, 31);
  private static final Duration MICROSECOND = Duration.ofNanos(1_000);
  private static final LocalTime LAST_TIME = LocalTime.MIDNIGHT.minus(MICROSECOND);
  private static final Duration SHORTEST = Duration.ofDays(-DAYS);
  private static final Duration LONGEST = Duration.ofDays(DAYS + 1).minus(MICROSECOND);

  private DateExtremes() {}

  /// `min`, `max` and `resolution` of the value's type, or null for another name.
  static @Nullable Object attribute(Object value, String name) {
    return switch (name) {
      case "min" ->
          switch (value) {
            case LocalDate _ -> FIRST_DAY;
            case LocalTime _ -> LocalTime.MIDNIGHT;
            case Duration _ -> SHORTEST;
            default -> FIRST_DAY.atStartOfDay();
          };
      case "max" ->
          switch (value) {
            case LocalDate _ -> LAST_DAY;
            case LocalTime _ -> LAST_TIME;
            case Duration _ -> LONGEST;
            default -> LAST_DAY.atTime(LAST_TIME);
          };
      case "resolution" -> value instanceof LocalDate ? Duration.ofDays(1) : MICROSECOND;
      default -> null;
    };
  }

  /// A time moved by a span, or null where it is none.
  ///
  /// @throws PyError `OverflowError` where it leaves the years 1 to 9999
  static @Nullable Object moved(Object time, Duration by) {
    try {
      Object moved =
          switch (time) {
            case LocalDate d -> d.plusDays(Math.floorDiv(by.toSeconds(), 86_400));
            case LocalDateTime d -> d.plus(by);
            case OffsetDateTime d -> d.plus(by);
            default -> null;
          };
      if (moved != null && !isThere(DateMethods.date(moved))) {
        throw outOfRange();
      }
      return moved;
    } catch (DateTimeException | ArithmeticException e) {
      throw outOfRange();
    }
  }

  static boolean isThere(LocalDate date) {
    return date.getYear() >= 1 && date.getYear() <= LAST_YEAR;
  }

  static PyError outOfRange() {
    return PyError.overflow("date value out of range");
  }

  /// The span, if Python has one that is as long.
  ///
  /// @throws PyError `OverflowError` otherwise
  static Duration requireSpan(Duration span) {
    if (span.compareTo(SHORTEST) < 0 || span.compareTo(LONGEST) > 0) {
      throw PyError.overflow(
          "days=" + Math.floorDiv(span.toSeconds(), 86_400) + "; must have magnitude <= " + DAYS);
    }
    return span;
  }
}
