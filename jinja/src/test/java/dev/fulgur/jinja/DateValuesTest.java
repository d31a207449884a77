package dev.fulgur.jinja;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Dates and times in templates, with what Python says of them.
final class DateValuesTest {

  private static final JinjaEnvironment JINJA =
      JinjaEnvironment.builder().undefined(UndefinedKind.STRICT).build();

  private static final Map<String, Object> INPUTS =
      Map.of(
          "day", LocalDate.of(2024, 2, 29),
          "time", LocalDateTime.of(2024, 1, 2, 3, 4, 5),
          "zoned", OffsetDateTime.parse("1999-12-31T00:00:00.5-05:30"),
          "same", OffsetDateTime.parse("1999-12-31T05:30:00.5Z"));

  private static String render(String expression) {
    return JINJA.compile("{{ " + expression + " }}").render(INPUTS);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '~',
      textBlock =
          """
          day.isocalendar()                    ~ datetime.IsoCalendarDate(year=2024, week=9, weekday=4)
          day.isocalendar().week               ~ 9
          day.isocalendar()[:2]                ~ (2024, 9)
          day.timetuple()                      ~ time.struct_time(tm_year=2024, tm_mon=2, tm_mday=29, tm_hour=0, tm_min=0, tm_sec=0, tm_wday=3, tm_yday=60, tm_isdst=-1)
          zoned.utctimetuple().tm_hour         ~ 5
          zoned.tzinfo                         ~ UTC-05:30
          [zoned.tzinfo]                       ~ [datetime.timezone(datetime.timedelta(days=-1, seconds=66600))]
          [same.tzinfo]                        ~ [datetime.timezone.utc]
          zoned.astimezone(same.tzinfo)        ~ 1999-12-31 05:30:00.500000+00:00
          zoned.tzinfo.utcoffset(none)         ~ -1 day, 18:30:00
          zoned == same                        ~ True
          {zoned: 1}[same]                     ~ 1
          day.min                              ~ 0001-01-01
          time.max                             ~ 9999-12-31 23:59:59.999999
          (day - day).max                      ~ 999999999 days, 23:59:59.999999
          day.resolution                       ~ 1 day, 0:00:00
          time.replace(hour=0, microsecond=7)  ~ 2024-01-02 00:04:05.000007
          time.time().replace(minute=1)        ~ 03:01:05
          """)
  void expression_ofDates_printsAsInPython(String expression, String text) {
    assertThat(render(expression)).isEqualTo(text);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '~',
      textBlock =
          """
          day.replace(month=2, day=30)         ~ ValueError
          day.replace(year=2023)               ~ ValueError
          time.replace(hour=24, second='a')    ~ TypeError
          day.replace(hour=1)                  ~ TypeError
          day.max + (day - day.replace(day=1)) ~ OverflowError
          (day - day).max * 2                  ~ OverflowError
          time.astimezone('UTC')               ~ TypeError
          time < zoned                         ~ TypeError
          """)
  void expression_thatFailsInPython_failsAlike(String expression, String error) {
    assertThatThrownBy(() -> render(expression))
        .isInstanceOfSatisfying(
            JinjaException.class, e -> assertThat(e.pythonClass()).isEqualTo(error));
  }

  @Test
  void fromkeys_ofTheTypeAndOfADict_makesTheSame() {
    assertThat(render("dict.fromkeys('ab')")).isEqualTo("{'a': None, 'b': None}");
    assertThat(render("{}.fromkeys([1, 2], 0)")).isEqualTo("{1: 0, 2: 0}");
  }

  @Test
  void wordwrap_toABrokenWidth_servesUntilAWordMustBreak() {
    assertThat(render("'a bc d'|wordwrap(3.5)")).isEqualTo("a\nbc\nd");
    assertThatThrownBy(() -> render("'abcdefg'|wordwrap(3.5)"))
        .isInstanceOf(TemplateRuntimeException.class);
  }

  @Test
  void loop_withACondition_seesNewTuples() {
    assertThat(
            JINJA
                .compile(
                    "{% for a, b in [[1, 2], [3, 4]] if a %}{{ loop.nextitem|default('-') }}{% endfor %}")
                .render(Map.of()))
        .isEqualTo("(3, 4)-");
  }
}
