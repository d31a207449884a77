package dev.fulgur.jinja.runtime;

import java.time.Duration;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.time.temporal.ChronoField;
import java.time.temporal.TemporalAccessor;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// The methods and attributes of dates and times.
final class DateMethods {

  private static final Map<String, Method> TABLE = new HashMap<>();

  /// Methods that a date alone does not have.
  private static final Set<String> OF_TIMES =
      Set.of(
          "date", "time", "timestamp", "utcoffset", "tzname", "dst", "utctimetuple", "astimezone");

  /// The methods of a time of day.
  private static final Set<String> OF_CLOCKS =
      Set.of("isoformat", "strftime", "utcoffset", "tzname", "dst", "replace");

  private static final Signature ISO_OF_DATE = Signature.of("isoformat").positionalOnly();
  private static final Signature ISO_OF_TIME =
      Signature.of("isoformat").optional("timespec", "auto");
  private static final Signature ISO_OF_MOMENT =
      Signature.of("isoformat").optional("sep", "T").optional("timespec", "auto");

  private DateMethods() {}

  static {
    plain("weekday", d -> (long) date(d).getDayOfWeek().getValue() - 1);
    plain("isoweekday", d -> (long) date(d).getDayOfWeek().getValue());
    plain("toordinal", d -> date(d).toEpochDay() + 719_163);
    plain("ctime", d -> Strftime.format(temporal(d), "%a %b %e %H:%M:%S %Y"));
    plain("date", DateMethods::dateOnly);
    plain("time", DateMethods::timeOnly);
    plain("isocalendar", d -> DateTuples.isoCalendar(date(d)));
    plain("timestamp", DateMethods::timestamp);
    plain("timetuple", d -> DateTuples.fields(d, -1));
    plain("utctimetuple", DateTuples::ofUtc);
    plain("utcoffset", d -> d instanceof OffsetDateTime o ? offset(o) : None.NONE);
    plain("tzname", d -> d instanceof OffsetDateTime o ? zoneName(o) : None.NONE);
    plain("dst", d -> None.NONE);
    TABLE.put(
        "astimezone",
        Method.of(
            Signature.of("astimezone", "tz"),
            (c, self, a) -> {
              if (!(a[0] instanceof Zone zone)) {
                throw PyError.type(
                    "tzinfo argument must be None or of a tzinfo subclass, not type '"
                        + Types.name(a[0])
                        + "'");
              }
              OffsetDateTime moved = withOffset(self).withOffsetSameInstant(zone.offset());
              if (!DateExtremes.isThere(moved.toLocalDate())) {
                throw DateExtremes.outOfRange();
              }
              return moved;
            }));
    TABLE.put("replace", (c, self, args) -> DateReplacement.replace(self, args));
    TABLE.put("isoformat", (c, self, args) -> isoFormat(self, args));
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

  static LocalDate date(Object value) {
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

  /// A time without a zone is one of the machine's, as in Python.
  private static OffsetDateTime withOffset(Object value) {
    return value instanceof LocalDateTime d
        ? d.atZone(ZoneId.systemDefault()).toOffsetDateTime()
        : (OffsetDateTime) value;
  }

  private static double timestamp(Object value) {
    OffsetDateTime time = withOffset(value);
    return time.toEpochSecond() + time.getNano() / 1e9;
  }

  private static Duration offset(OffsetDateTime time) {
    return Duration.ofSeconds(time.getOffset().getTotalSeconds());
  }

  private static String zoneName(OffsetDateTime time) {
    return Strftime.format(time, "%Z");
  }

  private static String isoFormat(Object value, Args args) {
    return switch (value) {
      case LocalDate d -> {
        ISO_OF_DATE.bind(args);
        yield DateText.of(d);
      }
      case LocalTime _ ->
          isoFormat(value, 'T', StrMethods.text("isoformat", ISO_OF_TIME.bind(args)[0]));
      default -> {
        Object[] bound = ISO_OF_MOMENT.bind(args);
        String separator = StrMethods.text("isoformat", bound[0]);
        if (separator.length() != 1) {
          throw PyError.type("isoformat() argument 1 must be a unicode character");
        }
        yield isoFormat(value, separator.charAt(0), StrMethods.text("isoformat", bound[1]));
      }
    };
  }

  private static String isoFormat(Object value, char separator, String precision) {
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
          switch (value) {
            case LocalDate _ -> null;
            case OffsetDateTime d -> new Zone(d.getOffset());
            default -> None.NONE;
          };
      default -> DateExtremes.attribute(value, name);
    };
  }

  private static @Nullable Object field(TemporalAccessor t, ChronoField field) {
    return t.isSupported(field) ? (Object) t.getLong(field) : null;
  }
}
