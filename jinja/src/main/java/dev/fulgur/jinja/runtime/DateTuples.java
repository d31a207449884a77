package dev.fulgur.jinja.runtime;

import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.temporal.ChronoField;
import java.time.temporal.IsoFields;
import java.time.temporal.TemporalAccessor;
import java.util.List;

/// The tuples that dates and times can be taken apart into.
final class DateTuples {
  private static final PyTuple.Shape ISO_CALENDAR =
      new PyTuple.Shape("datetime.IsoCalendarDate", List.of("year", "week", "weekday"), true);

  private static final PyTuple.Shape STRUCT_TIME =
      new PyTuple.Shape(
          "time.struct_time",
          List.of(
              "tm_year",
              "tm_mon",
              "tm_mday",
              "tm_hour",
              "tm_min",
              "tm_sec",
              "tm_wday",
              "tm_yday",
              "tm_isdst"),
          true);

  private DateTuples() {}

  static PyTuple isoCalendar(LocalDate d) {
    return PyTuple.named(
        ISO_CALENDAR,
        (long) d.get(IsoFields.WEEK_BASED_YEAR),
        (long) d.get(IsoFields.WEEK_OF_WEEK_BASED_YEAR),
        (long) d.getDayOfWeek().getValue());
  }

  /// Python's `struct_time`.
  ///
  /// @param dst what it says of summer time: 0 for none, -1 for unknown
  static PyTuple fields(Object value, long dst) {
    LocalDate d = DateMethods.date(value);
    TemporalAccessor time = (TemporalAccessor) value;
    return PyTuple.named(
        STRUCT_TIME,
        (long) d.getYear(),
        (long) d.getMonthValue(),
        (long) d.getDayOfMonth(),
        clock(time, ChronoField.HOUR_OF_DAY),
        clock(time, ChronoField.MINUTE_OF_HOUR),
        clock(time, ChronoField.SECOND_OF_MINUTE),
        (long) d.getDayOfWeek().getValue() - 1,
        (long) d.getDayOfYear(),
        dst);
  }

  /// A time without a zone counts as one of UTC here, as in Python.
  static PyTuple ofUtc(Object value) {
    return fields(
        value instanceof OffsetDateTime d ? d.withOffsetSameInstant(ZoneOffset.UTC) : value, 0);
  }

  private static Object clock(TemporalAccessor time, ChronoField field) {
    return time.isSupported(field) ? time.getLong(field) : 0L;
  }
}
