package dev.fulgur.jinja.runtime;

import java.time.DateTimeException;
import java.time.Duration;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.time.temporal.ChronoField;
import java.time.temporal.IsoFields;
import java.time.temporal.Temporal;
import java.time.temporal.TemporalAccessor;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// The methods and attributes of dates and times.
final class DateMethods {

  private static final Map<String, Method> TABLE = new HashMap<>();

  /// Methods that a date alone does not have.
  private static final Set<String> OF_TIMES =
      Set.of("date", "time", "timestamp", "utcoffset", "tzname", "dst");

  /// The methods of a time of day.
  private static final Set<String> OF_CLOCKS =
      Set.of("isoformat", "strftime", "utcoffset", "tzname", "dst", "replace");

  private static final List<String> FIELDS =
      List.of("year", "month", "day", "hour", "minute", "second", "microsecond");

  private static final List<ChronoField> CHRONO =
      List.of(
          ChronoField.YEAR,
          ChronoField.MONTH_OF_YEAR,
          ChronoField.DAY_OF_MONTH,
          ChronoField.HOUR_OF_DAY,
          ChronoField.MINUTE_OF_HOUR,
          ChronoField.SECOND_OF_MINUTE,
          ChronoField.MICRO_OF_SECOND);

  private DateMethods() {}

  static {
    plain("weekday", d -> (long) date(d).getDayOfWeek().getValue() - 1);
    plain("isoweekday", d -> (long) date(d).getDayOfWeek().getValue());
    plain("toordinal", d -> date(d).toEpochDay() + 719_163);
    plain("ctime", d -> Strftime.format(temporal(d), "%a %b %e %H:%M:%S %Y"));
    plain("date", DateMethods::dateOnly);
    plain("time", DateMethods::timeOnly);
    plain("isocalendar", DateMethods::isoCalendar);
    plain("timestamp", DateMethods::timestamp);
    plain("utcoffset", d -> d instanceof OffsetDateTime o ? offset(o) : None.NONE);
    plain("tzname", d -> d instanceof OffsetDateTime o ? zoneName(o) : None.NONE);
    plain("dst", d -> None.NONE);
    Signature replace = Signature.of("replace");
    for (String field : FIELDS) {
      replace = replace.optional(field, None.NONE);
    }
    TABLE.put("replace", Method.of(replace, (c, self, a) -> replace(temporal(self), a)));
    TABLE.put(
        "isoformat",
        Method.of(
            Signature.of("isoformat").optional("sep", "T").optional("timespec", "auto"),
            (c, self, a) -> {
              String separator = StrMethods.text("isoformat", a[0]);
              if (separator.length() != 1) {
                throw PyError.type("isoformat() argument 1 must be a unicode character");
              }
              return isoFormat(self, separator.charAt(0), StrMethods.text("isoformat", a[1]));
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

  /// The method of this name that dates or times of the value's type have, or null.
  static @Nullable Method find(Object value, String name) {
    boolean isThere =
        switch (value) {
          case LocalDate _ -> !OF_TIMES.contains(name);
          case LocalTime _ -> OF_CLOCKS.contains(name);
          default -> true;
        };
    return isThere ? TABLE.get(name) : null;
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
    return date(value);
  }

  private static Object timeOnly(Object value) {
    return value instanceof OffsetDateTime d
        ? d.toLocalTime()
        : ((LocalDateTime) value).toLocalTime();
  }

  private static double timestamp(Object value) {
    // A time without a zone is one of the machine's, as in Python.
    OffsetDateTime time =
        value instanceof LocalDateTime d
            ? d.atZone(ZoneId.systemDefault()).toOffsetDateTime()
            : (OffsetDateTime) value;
    return time.toEpochSecond() + time.getNano() / 1e9;
  }

  private static Duration offset(OffsetDateTime time) {
    return Duration.ofSeconds(time.getOffset().getTotalSeconds());
  }

  private static String zoneName(OffsetDateTime time) {
    return Strftime.format(time, "%Z");
  }

  /// The same with other fields. The day is set last: whether it is there depends on year and
  /// month.
  private static Object replace(TemporalAccessor value, Object[] fields) {
    Temporal changed = (Temporal) value;
    if (value.isSupported(ChronoField.YEAR)) {
      changed = changed.with(ChronoField.DAY_OF_MONTH, 1);
    }
    int day = value.isSupported(ChronoField.DAY_OF_MONTH) ? value.get(ChronoField.DAY_OF_MONTH) : 1;
    try {
      for (int i = 0; i < fields.length; i++) {
        ChronoField field = CHRONO.get(i);
        if (fields[i] != None.NONE) {
          if (!value.isSupported(field)) {
            throw PyError.type(
                "replace() got an unexpected keyword argument '" + FIELDS.get(i) + "'");
          }
          long number = Numbers.toLong(fields[i]);
          if (field == ChronoField.YEAR && (number < 1 || number > 9999)) {
            throw PyError.value("year " + number + " is out of range");
          }
          if (field == ChronoField.DAY_OF_MONTH) {
            day = Numbers.toInt(fields[i]);
          } else {
            changed = changed.with(field, number);
          }
        }
      }
      return value.isSupported(ChronoField.DAY_OF_MONTH)
          ? changed.with(ChronoField.DAY_OF_MONTH, day)
          : changed;
    } catch (DateTimeException e) {
      throw PyError.value("a field is out of range: " + e.getMessage());
    }
  }

  private static Object isoCalendar(Object value) {
    LocalDate d = date(value);
    return PyTuple.named(
        List.of("year", "week", "weekday"),
        (long) d.get(IsoFields.WEEK_BASED_YEAR),
        (long) d.get(IsoFields.WEEK_OF_WEEK_BASED_YEAR),
        (long) d.getDayOfWeek().getValue());
  }

  private static String isoFormat(Object value, char separator, String precision) {
    if (value instanceof LocalDate d) {
      return DateText.of(d);
    }
    String pattern =
        switch (precision) {
          case "auto" -> "";
          case "hours" -> "%H";
          case "minutes" -> "%H:%M";
          case "seconds" -> "%H:%M:%S";
          case "milliseconds", "microseconds" -> "%H:%M:%S.%f";
          default -> throw PyError.value("Unknown timespec value");
        };
    if (!pattern.isEmpty()) {
      String clock = Strftime.format(temporal(value), pattern);
      int cut = precision.equals("milliseconds") ? 3 : 0;
      String date = value instanceof LocalTime ? "" : DateText.of(date(value)) + separator;
      String zone = value instanceof OffsetDateTime o ? DateText.offset(o.getOffset(), ":") : "";
      return date + clock.substring(0, clock.length() - cut) + zone;
    }
    return switch (value) {
      case LocalDateTime d -> DateText.of(d, separator);
      case OffsetDateTime d -> DateText.of(d, separator);
      default -> DateText.of((LocalTime) value);
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
