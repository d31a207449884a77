package dev.fulgur.jinja.runtime;

import java.time.LocalDate;
import java.time.LocalTime;
import java.time.temporal.ChronoField;
import java.time.temporal.Temporal;
import java.time.temporal.TemporalAccessor;
import java.util.List;

/// `replace` of dates and times: the same with other fields.
final class DateReplacement {

  private static final List<Field> OF_DATE =
      List.of(
          new Field("year", ChronoField.YEAR, 1, 9999),
          new Field("month", ChronoField.MONTH_OF_YEAR, 1, 12),
          new Field("day", ChronoField.DAY_OF_MONTH, 1, 31));

  private static final List<Field> OF_TIME =
      List.of(
          new Field("hour", ChronoField.HOUR_OF_DAY, 0, 23),
          new Field("minute", ChronoField.MINUTE_OF_HOUR, 0, 59),
          new Field("second", ChronoField.SECOND_OF_MINUTE, 0, 59),
          new Field("microsecond", ChronoField.MICRO_OF_SECOND, 0, 999_999));

  private static final List<Field> OF_BOTH =
      List.of(
          OF_DATE.get(0),
          OF_DATE.get(1),
          OF_DATE.get(2),
          OF_TIME.get(0),
          OF_TIME.get(1),
          OF_TIME.get(2),
          OF_TIME.get(3));

  private static final Signature DATE = signature(OF_DATE);
  private static final Signature TIME = signature(OF_TIME);
  private static final Signature BOTH = signature(OF_BOTH);

  private DateReplacement() {}

  private record Field(String name, ChronoField field, int least, int most) {}

  private static Signature signature(List<Field> fields) {
    Signature signature = Signature.of("replace");
    for (Field field : fields) {
      signature = signature.optional(field.name, None.NONE);
    }
    return signature;
  }

  static Object replace(Object value, Args args) {
    return switch (value) {
      case LocalDate d -> replace(d, OF_DATE, DATE.bind(args));
      case LocalTime t -> replace(t, OF_TIME, TIME.bind(args));
      default -> replace((TemporalAccessor) value, OF_BOTH, BOTH.bind(args));
    };
  }

  /// All numbers are looked at before any is out of range. The day is set last: whether it is there
  /// depends on year and month.
  private static Object replace(TemporalAccessor value, List<Field> fields, Object[] given) {
    long[] numbers = new long[given.length];
    for (int i = 0; i < given.length; i++) {
      numbers[i] =
          given[i] == None.NONE ? value.getLong(fields.get(i).field) : Numbers.toLong(given[i]);
    }
    Temporal changed = (Temporal) value;
    if (value.isSupported(ChronoField.DAY_OF_MONTH)) {
      changed = changed.with(ChronoField.DAY_OF_MONTH, 1);
    }
    long day = 0;
    for (int i = 0; i < numbers.length; i++) {
      Field field = fields.get(i);
      if (field.field == ChronoField.DAY_OF_MONTH) {
        day = numbers[i];
        if (day < 1 || day > LocalDate.from(changed).lengthOfMonth()) {
          throw PyError.value("day is out of range for month");
        }
      } else {
        if (numbers[i] < field.least || numbers[i] > field.most) {
          throw PyError.value(field.name + " must be in " + field.least + ".." + field.most);
        }
        changed = changed.with(field.field, numbers[i]);
      }
    }
    return day == 0 ? changed : changed.with(ChronoField.DAY_OF_MONTH, day);
  }
}
