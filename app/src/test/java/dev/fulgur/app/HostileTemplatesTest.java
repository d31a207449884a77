package dev.fulgur.app;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fulgur.prompts.value.TaggedJson;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Templates and inputs that mean harm, given to the command: each is answered by an error with its
/// line, and the line behind it by its output.
final class HostileTemplatesTest {

  @TempDir private Path folder;

  private Map<?, ?> answer(Map<String, ?> job) throws Exception {
    Map<String, Object> next = new LinkedHashMap<>();
    next.put("name", "next");
    next.put("template", "{{ 1 + 1 }}");
    Path batch =
        Files.writeString(
            folder.resolve("batch.jsonl"),
            TaggedJson.write(job) + "\n" + TaggedJson.write(next) + "\n");
    CommandRun run = CommandRun.of("render", "--batch", batch.toString());
    assertThat(run.exitCode()).as(run.err()).isZero();
    String[] lines = run.out().split("\n", -1);
    assertThat(lines[1]).isEqualTo("{\"name\":\"next\",\"output\":\"2\"}");
    return (Map<?, ?>) Objects.requireNonNull(TaggedJson.read(lines[0]));
  }

  private static Map<String, Object> job(String template) {
    Map<String, Object> job = new LinkedHashMap<>();
    job.put("name", "x");
    job.put("template", template);
    return job;
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "{% for x in y %} | TemplateSyntaxError",
        "{% if x %}{% endfor %} | TemplateSyntaxError",
        "{{ x | TemplateSyntaxError",
        "{% nonsense %} | TemplateSyntaxError",
        "`{{ 1|nonsense }}` | TemplateAssertionError",
        "{{ 1 is nonsense }} | TemplateAssertionError",
        "{{ nobody }} | UndefinedError",
        "{{ 1 // 0 }} | ZeroDivisionError",
        "{{ 'a' + 1 }} | TypeError",
        "{% macro m() %}{{ m() }}{% endmacro %}{{ m() }} | RecursionError",
        "{{ 'a' * 10**9 }} | MemoryError",
        "{% for a in range(99999) %}{% for b in range(99999) %}{% endfor %}{% endfor %} | TimeoutError",
        "{{ 10 ** 10000000 }} | OverflowError",
        "`{{ range(10**12)|list }}` | OverflowError",
        "{% include 'nowhere' %} | TypeError",
      })
  void template_thatCannotBeRendered_isAnErrorInItsLine(String template, String error)
      throws Exception {
    Map<?, ?> answer = answer(job("one\n" + template));
    assertThat(answer.get("error")).as("%s", answer).isEqualTo(error);
    assertThat(String.valueOf(answer.get("message"))).isNotBlank();
    assertThat(answer.get("line")).as("%s", answer).isEqualTo(2L);
  }

  @ParameterizedTest
  @CsvSource({"(,10000", "[,10000", "{% if 1 %},10000", "{% for x in y %},10000", "-,10000"})
  void nesting_ofTenThousandLevels_isASyntaxError(String piece, int times) throws Exception {
    String start = piece.startsWith("{%") ? "" : "{{ ";
    Map<?, ?> answer = answer(job(start + piece.repeat(times)));
    assertThat(answer.get("error")).as("%s", answer).isEqualTo("TemplateSyntaxError");
    assertThat(answer.get("line")).isEqualTo(1L);
  }

  @Test
  void template_ofTenMegabytes_renders() throws Exception {
    Map<?, ?> answer = answer(job("x".repeat(10_000_000) + "{{ 1 }}"));
    assertThat((String) answer.get("output")).hasSize(10_000_001);
  }

  @Test
  void text_withNulAndLoneSurrogates_isPrinted() throws Exception {
    Map<String, Object> job = job("\0{{ s }}");
    job.put("inputs", Map.of("s", "a\0b"));
    assertThat(answer(job).get("output")).isEqualTo("\0a\0b");
    assertThat(answer(job("{{ 'a\\ud800b'|length }}")).get("output")).isEqualTo("3");
    Object printed = answer(job("{{ 'a\\ud800b' }}")).get("output");
    assertThat(TaggedJson.write(printed)).contains("ud800b");
    Map<String, Object> surrogate = job("{{ s|length }}");
    surrogate.put("inputs", Map.of("s", Map.of("$surr", "'\\ud800'")));
    assertThat(answer(surrogate).get("output")).isEqualTo("1");
  }
}
