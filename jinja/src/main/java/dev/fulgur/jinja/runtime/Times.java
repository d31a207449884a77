package dev.fulgur.jinja.runtime;

import java.time.Duration;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import org.jspecify.annotations.Nullable;

/// How dates and times compare.
final class Times {

  private Times() {}

  /// Null when they do not compare.
  static @Nullable Integer compare(Object a, Object b) {
    return switch (a) {
      case LocalDate x when b instanceof LocalDate y -> x.compareTo(y);
      case LocalDateTime x when b instanceof LocalDateTime y -> x.compareTo(y);
      case OffsetDateTime x when b instanceof OffsetDateTime y ->
          x.toInstant().compareTo(y.toInstant());
      case LocalTime x when b instanceof LocalTime y -> x.compareTo(y);
      case Duration x when b instanceof Duration y -> x.compareTo(y);
      case LocalDateTime _ when b instanceof OffsetDateTime -> throw naive();
      case OffsetDateTime _ when b instanceof LocalDateTime -> throw naive();
      default -> null;
    };
  }

  private static PyError naive() {
    return PyError.type("can't compare offset-naive and offset-aware datetimes");
  }
}
