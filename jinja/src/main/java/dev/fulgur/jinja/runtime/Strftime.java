package dev.fulgur.jinja.runtime;

import java.time.LocalDate;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.time.temporal.ChronoField;
import java.time.temporal.IsoFields;
import java.time.temporal.TemporalAccessor;
import java.util.List;
import java.util.Locale;

/// `strftime` in the C locale, with glibc's flags `- _ 0 ^ #` before a letter.
final class Strftime {

  private static final List<String> DAYS =
      List.of("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday");
  private static final List<String> MONTHS =
      List.of(
          "January",
          "February",
          "March",
          "April",
          "May",
          "June",
          "July",
          "August",
          "September",
          "October",
          "November",
          "December");

  private Strftime() {}

  static String format(TemporalAccessor t, String format) {
    StringBuilder out = new StringBuilder();
    for (int i = 0; i < format.length(); i++) {
      char c = format.charAt(i);
      if (c != '%' || i + 1 == format.length()) {
        out.append(c);
        continue;
      }
      char next = format.charAt(++i);
      if ("-_0^#".indexOf(next) >= 0 && i + 1 < format.length()) {
        StringBuilder piece = new StringBuilder();
        char letter = format.charAt(++i);
        directive(piece, t, letter);
        out.append(flagged(next, letter, piece.toString()));
      } else {
        directive(out, t, next);
      }
    }
    return out.toString();
  }

  private static String flagged(char flag, char letter, String piece) {
    int lead = 0;
    while (lead < piece.length() - 1 && (piece.charAt(lead) == '0' || piece.charAt(lead) == ' ')) {
      lead++;
    }
    boolean isNumber = piece.chars().skip(lead).allMatch(c -> c >= '0' && c <= '9');
    return switch (flag) {
      case '^' -> piece.toUpperCase(Locale.ROOT);
      case '#' -> letter == 'p' ? piece.toLowerCase(Locale.ROOT) : piece.toUpperCase(Locale.ROOT);
      case '-' -> isNumber ? piece.substring(lead) : piece;
      case '_' -> isNumber ? " ".repeat(lead) + piece.substring(lead) : piece;
      default -> isNumber ? "0".repeat(lead) + piece.substring(lead) : piece;
    };
  }

  private static int get(TemporalAccessor t, ChronoField field, int otherwise) {
    return t.isSupported(field) ? t.get(field) : otherwise;
  }

  private static void directive(StringBuilder out, TemporalAccessor t, char c) {
    int year = get(t, ChronoField.YEAR, 1900);
    int month = get(t, ChronoField.MONTH_OF_YEAR, 1);
    int day = get(t, ChronoField.DAY_OF_MONTH, 1);
    int hour = get(t, ChronoField.HOUR_OF_DAY, 0);
    int minute = get(t, ChronoField.MINUTE_OF_HOUR, 0);
    int second = get(t, ChronoField.SECOND_OF_MINUTE, 0);
    int weekday = get(t, ChronoField.DAY_OF_WEEK, 1);
    int dayOfYear = get(t, ChronoField.DAY_OF_YEAR, 1);
    switch (c) {
      case 'a' -> out.append(dayName(weekday, false));
      case 'A' -> out.append(dayName(weekday, true));
      case 'w' -> out.append(weekday % 7);
      case 'u' -> out.append(weekday);
      case 'd' -> pad(out, day, 2, '0');
      case 'e' -> pad(out, day, 2, ' ');
      case 'b', 'h' -> out.append(monthName(month, false));
      case 'B' -> out.append(monthName(month, true));
      case 'm' -> pad(out, month, 2, '0');
      case 'y' -> pad(out, year % 100, 2, '0');
      case 'Y' -> out.append(year);
      case 'C' -> pad(out, year / 100, 2, '0');
      case 'H' -> pad(out, hour, 2, '0');
      case 'k' -> pad(out, hour, 2, ' ');
      case 'I' -> pad(out, (hour + 11) % 12 + 1, 2, '0');
      case 'l' -> pad(out, (hour + 11) % 12 + 1, 2, ' ');
      case 'p' -> out.append(hour < 12 ? "AM" : "PM");
      case 'P' -> out.append(hour < 12 ? "am" : "pm");
      case 'M' -> pad(out, minute, 2, '0');
      case 'S' -> pad(out, second, 2, '0');
      case 'f' -> pad(out, get(t, ChronoField.MICRO_OF_SECOND, 0), 6, '0');
      case 'j' -> pad(out, dayOfYear, 3, '0');
      case 'U' -> pad(out, (dayOfYear + 6 - weekday % 7) / 7, 2, '0');
      case 'W' -> pad(out, (dayOfYear + 6 - (weekday - 1)) / 7, 2, '0');
      case 'V' -> pad(out, t.get(IsoFields.WEEK_OF_WEEK_BASED_YEAR), 2, '0');
      case 'G' -> out.append(t.get(IsoFields.WEEK_BASED_YEAR));
      case 'z' -> out.append(zone(t));
      case 'Z' -> out.append(zoneName(t));
      case 's' -> out.append(localSeconds(t));
      case 'c' -> out.append(format(t, "%a %b %e %H:%M:%S %Y"));
      case 'x', 'D' -> out.append(format(t, "%m/%d/%y"));
      case 'X', 'T' -> out.append(format(t, "%H:%M:%S"));
      case 'R' -> out.append(format(t, "%H:%M"));
      case 'r' -> out.append(format(t, "%I:%M:%S %p"));
      case 'F' -> out.append(format(t, "%Y-%m-%d"));
      case 'n' -> out.append('\n');
      case 't' -> out.append('\t');
      case '%' -> out.append('%');
      default -> out.append('%').append(c);
    }
  }

  /// What the clock on the wall shows, as seconds since 1970 in the machine's zone.
  private static long localSeconds(TemporalAccessor t) {
    LocalDate date =
        t.isSupported(ChronoField.EPOCH_DAY) ? LocalDate.from(t) : LocalDate.of(1900, 1, 1);
    LocalTime time =
        t.isSupported(ChronoField.NANO_OF_DAY) ? LocalTime.from(t) : LocalTime.MIDNIGHT;
    return date.atTime(time).atZone(ZoneId.systemDefault()).toEpochSecond();
  }

  private static String dayName(int weekday, boolean full) {
    return cut(DAYS.get(weekday - 1), full);
  }

  private static String cut(String name, boolean full) {
    return full ? name : name.substring(0, 3);
  }

  private static String monthName(int month, boolean full) {
    return cut(MONTHS.get(month - 1), full);
  }

  private static void pad(StringBuilder out, int value, int width, char fill) {
    String digits = Integer.toString(value);
    out.repeat(fill, Math.max(0, width - digits.length())).append(digits);
  }

  private static String zone(TemporalAccessor t) {
    return t instanceof OffsetDateTime o ? DateText.offset(o.getOffset(), "") : "";
  }

  private static String zoneName(TemporalAccessor t) {
    if (!(t instanceof OffsetDateTime o)) {
      return "";
    }
    return o.getOffset().getTotalSeconds() == 0
        ? "UTC"
        : "UTC" + DateText.offset(o.getOffset(), ":");
  }
}
