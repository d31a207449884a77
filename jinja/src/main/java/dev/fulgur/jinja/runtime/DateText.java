package dev.fulgur.jinja.runtime;

import java.time.Duration;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;

/// Dates and times as Python prints them.
final class DateText {

  private DateText() {}

  static String of(LocalDate d) {
    return String.format("%04d-%02d-%02d", d.getYear(), d.getMonthValue(), d.getDayOfMonth());
  }

  static String of(LocalTime t) {
    String text = String.format("%02d:%02d:%02d", t.getHour(), t.getMinute(), t.getSecond());
    int micros = t.getNano() / 1000;
    return micros == 0 ? text : text + String.format(".%06d", micros);
  }

  static String of(LocalDateTime d, char separator) {
    return of(d.toLocalDate()) + separator + of(d.toLocalTime());
  }

  static String of(OffsetDateTime d, char separator) {
    return of(d.toLocalDateTime(), separator) + offset(d.getOffset(), ":");
  }

  static String offset(ZoneOffset offset, String colon) {
    int total = offset.getTotalSeconds();
    int abs = Math.abs(total);
    String text =
        String.format("%s%02d%s%02d", total < 0 ? "-" : "+", abs / 3600, colon, abs / 60 % 60);
    return abs % 60 == 0 ? text : text + String.format("%s%02d", colon, abs % 60);
  }

  static String repr(LocalDate d) {
    return "datetime.date("
        + d.getYear()
        + ", "
        + d.getMonthValue()
        + ", "
        + d.getDayOfMonth()
        + ")";
  }

  static String repr(LocalTime t) {
    return "datetime.time(" + t.getHour() + ", " + t.getMinute() + seconds(t) + ")";
  }

  static String repr(LocalDateTime d) {
    return "datetime.datetime(" + fields(d) + ")";
  }

  static String repr(OffsetDateTime d) {
    return "datetime.datetime("
        + fields(d.toLocalDateTime())
        + ", tzinfo="
        + repr(d.getOffset())
        + ")";
  }

  static String repr(ZoneOffset zone) {
    int seconds = zone.getTotalSeconds();
    return seconds == 0
        ? "datetime.timezone.utc"
        : "datetime.timezone(" + TimeSpans.repr(Duration.ofSeconds(seconds)) + ")";
  }

  private static String fields(LocalDateTime d) {
    return d.getYear()
        + ", "
        + d.getMonthValue()
        + ", "
        + d.getDayOfMonth()
        + ", "
        + d.getHour()
        + ", "
        + d.getMinute()
        + seconds(d.toLocalTime());
  }

  private static String seconds(LocalTime t) {
    int micros = t.getNano() / 1000;
    if (micros != 0) {
      return ", " + t.getSecond() + ", " + micros;
    }
    return t.getSecond() == 0 ? "" : ", " + t.getSecond();
  }
}
