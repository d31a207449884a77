package dev.fulgur.jinja.runtime;

import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.time.temporal.ChronoField;
import java.time.temporal.IsoFields;
import java.time.temporal.TemporalAccessor;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// The methods and attributes of dates and times.
final class DateMethods {

  static final Map<String, Method> TABLE = new HashMap<>();

  private DateMethods() {}

  static {
    plain("weekday", d -> (long) date(d).getDayOfWeek().getValue() - 1);
    plain("isoweekday", d -> (long) date(d).getDayOfWeek().getValue());
    plain("toordinal", d -> date(d).toEpochDay() + 719_163);
    plain("ctime", d -> Strftime.format(temporal(d), "%a %b %e %H:%M:%S %Y"));
    plain("date", DateMethods::dateOnly);
    plain("time", DateMethods::timeOnly);
    plain("isocalendar", DateMethods::isoCalendar);
    plain(
        "timestamp",
        d ->
            d instanceof OffsetDateTime o
                ? (double) o.toEpochSecond() + o.getNano() / 1e9
                : seconds(d));
    TABLE.put(
        "isoformat",
        Method.of(
            Signature.of("isoformat").optional("sep", "T"),
            (c, self, a) -> {
              String separator = StrMethods.text("isoformat", a[0]);
              if (separator.length() != 1) {
                throw PyError.type("isoformat() argument 1 must be a unicode character");
              }
              return isoFormat(self, separator.charAt(0));
            }));
    TABLE.put(
        "strftime",
        Method.of(
            Signature.of("strftime", "format"),
            (c, self, a) -> {
              String format = StrMethods.text("strftime", a[0]);
              c.budget().text(format.length() * 16L);
              return Strftime.format(temporal(self), format);
            }));
  }

  private interface Body {
    Object apply(Object date);
  }

  private static void plain(String name, Body body) {
    TABLE.put(
        name, Method.of(Signature.of(name).positionalOnly(), (c, self, a) -> body.apply(self)));
  }

  private static TemporalAccessor temporal(Object value) {
    return (TemporalAccessor) value;
  }

  private static LocalDate date(Object value) {
    return switch (value) {
      case LocalDate d -> d;
      case LocalDateTime d -> d.toLocalDate();
      case OffsetDateTime d -> d.toLocalDate();
      default -> throw PyError.attribute(Types.qualified(value), "weekday");
    };
  }

  private static Object dateOnly(Object value) {
    if (value instanceof LocalDate || value instanceof LocalTime) {
      throw PyError.attribute(Types.qualified(value), "date");
    }
    return date(value);
  }

  private static Object timeOnly(Object value) {
    return switch (value) {
      case LocalDateTime d -> d.toLocalTime();
      case OffsetDateTime d -> d.toLocalTime();
      default -> throw PyError.attribute(Types.qualified(value), "time");
    };
  }

  private static Object seconds(Object value) {
    throw PyError.value(
        "the timestamp of a "
            + Types.qualified(value)
            + " without a time zone depends on the machine; pass one with a zone");
  }

  private static Object isoCalendar(Object value) {
    LocalDate d = date(value);
    return PyTuple.wrap(
        (long) d.get(IsoFields.WEEK_BASED_YEAR),
        (long) d.get(IsoFields.WEEK_OF_WEEK_BASED_YEAR),
        (long) d.getDayOfWeek().getValue());
  }

  private static String isoFormat(Object value, char separator) {
    return switch (value) {
      case LocalDate d -> DateText.of(d);
      case LocalDateTime d -> DateText.of(d, separator);
      case OffsetDateTime d -> DateText.of(d, separator);
      case LocalTime t -> DateText.of(t);
      default -> throw new IllegalStateException("no date: " + value);
    };
  }

  static @Nullable Object attribute(Object value, String name) {
    TemporalAccessor t = temporal(value);
    return switch (name) {
      case "year" -> field(t, ChronoField.YEAR);
      case "month" -> field(t, ChronoField.MONTH_OF_YEAR);
      case "day" -> field(t, ChronoField.DAY_OF_MONTH);
      case "hour" -> field(t, ChronoField.HOUR_OF_DAY);
      case "minute" -> field(t, ChronoField.MINUTE_OF_HOUR);
      case "second" -> field(t, ChronoField.SECOND_OF_MINUTE);
      case "microsecond" -> field(t, ChronoField.MICRO_OF_SECOND);
      case "tzinfo" ->
          value instanceof LocalDate || value instanceof OffsetDateTime ? null : None.NONE;
      default -> null;
    };
  }

  private static @Nullable Object field(TemporalAccessor t, ChronoField field) {
    return t.isSupported(field) ? (Object) t.getLong(field) : null;
  }
}
