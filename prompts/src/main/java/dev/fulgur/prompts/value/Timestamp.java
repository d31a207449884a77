package dev.fulgur.prompts.value;

import java.time.LocalDateTime;
import org.jspecify.annotations.Nullable;

/// A date with a time of day, to the microsecond, with or without an offset from UTC. Offsets may
/// reach 24 hours either way, which `java.time.ZoneOffset` refuses.
///
/// @param local the date and time as written
/// @param offsetMinutes minutes east of UTC, or null where none was written
public record Timestamp(LocalDateTime local, @Nullable Integer offsetMinutes) {

  private static final int DAY_MINUTES = 24 * 60;

  /// @throws IllegalArgumentException if the offset is a day or more
  public Timestamp {
    if (offsetMinutes != null && Math.abs(offsetMinutes) >= DAY_MINUTES) {
      throw new IllegalArgumentException(
          "the offset of a timestamp must be less than a day, not " + offsetMinutes + " minutes");
    }
  }

  /// The form `2001-12-14T21:59:43.100000-05:00`: six digits of a second only where there is a
  /// fraction, the offset only where there is one.
  public String iso() {
    StringBuilder text = new StringBuilder(32);
    pad(text, local.getYear(), 4).append('-');
    pad(text, local.getMonthValue(), 2).append('-');
    pad(text, local.getDayOfMonth(), 2).append('T');
    pad(text, local.getHour(), 2).append(':');
    pad(text, local.getMinute(), 2).append(':');
    pad(text, local.getSecond(), 2);
    int micros = local.getNano() / 1000;
    if (micros != 0) {
      pad(text.append('.'), micros, 6);
    }
    if (offsetMinutes != null) {
      int minutes = Math.abs(offsetMinutes);
      text.append(offsetMinutes < 0 ? '-' : '+');
      pad(pad(text, minutes / 60, 2).append(':'), minutes % 60, 2);
    }
    return text.toString();
  }

  private static StringBuilder pad(StringBuilder text, int number, int width) {
    String digits = Integer.toString(number);
    return text.repeat('0', Math.max(0, width - digits.length())).append(digits);
  }
}
