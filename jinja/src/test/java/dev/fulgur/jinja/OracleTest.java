package dev.fulgur.jinja;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fulgur.jinja.runtime.PyTuple;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.zip.GZIPInputStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/// Templates with inputs and what Python's Jinja2 3.1.6 makes of them, and values with what
/// PyYAML's libyaml writes for them.
public final class OracleTest {

  private static final JinjaEnvironment JINJA =
      JinjaEnvironment.builder()
          .undefined(UndefinedKind.STRICT)
          .trimBlocks(true)
          .lstripBlocks(true)
          .promptFilters()
          .build();

  /// Inputs that the cases with the filter `yaml` use without listing them.
  private static final Map<String, Object> COMMON =
      Map.ofEntries(
          Map.entry("l", List.of(3, 1, 2)),
          Map.entry("f", 3.14159),
          Map.entry("t", PyTuple.of("a", "b")),
          Map.entry("uni", "ünïcödé 日本語"),
          Map.entry("nested", List.of(List.of(1, 2), List.of(3))),
          Map.entry(
              "long",
              "The quick brown fox jumps over the lazy dog and keeps running through the forest"),
          Map.entry("nl", "line1\nline2\n\nline4"),
          Map.entry("d", ordered("b", 1, "A", 3, "c", 2)),
          Map.entry("h", "<p class='a'>Hi & \"bye\"</p>"),
          Map.entry(
              "schema",
              ordered("type", "object", "properties", ordered("x", ordered("type", "string")))));

  private static Map<String, Object> ordered(Object... pairs) {
    Map<String, Object> map = new LinkedHashMap<>();
    for (int i = 0; i < pairs.length; i += 2) {
      map.put((String) pairs[i], pairs[i + 1]);
    }
    return map;
  }

  /// The objects of a gzipped file of JSON lines.
  public static List<Map<String, @Nullable Object>> lines(String resource) throws IOException {
    List<Map<String, @Nullable Object>> lines = new ArrayList<>();
    try (InputStream in = OracleTest.class.getResourceAsStream(resource)) {
      assertThat(in).as(resource).isNotNull();
      BufferedReader reader =
          new BufferedReader(
              new InputStreamReader(new GZIPInputStream(in), StandardCharsets.UTF_8));
      for (String line = reader.readLine(); line != null; line = reader.readLine()) {
        lines.add(JsonText.parseObject(line));
      }
    }
    return lines;
  }

  static String outcome(JinjaEnvironment jinja, String template, Map<String, ?> inputs) {
    try {
      return "= " + jinja.compile(template).render(inputs);
    } catch (JinjaException e) {
      return "! " + e.pythonClass();
    }
  }

  @Test
  void cases_ofJinja2_giveTheSame() throws IOException {
    List<String> wrong = new ArrayList<>();
    int count = 0;
    for (Map<String, @Nullable Object> row : lines("/oracle/cases.jsonl.gz")) {
      count++;
      String template = (String) Objects.requireNonNull(row.get("template"));
      Map<String, @Nullable Object> inputs = new HashMap<>(Tagged.inputs(row.get("inputs")));
      if (template.contains("yaml")) {
        COMMON.forEach(inputs::putIfAbsent);
        inputs.putIfAbsent("n", null);
      }
      String expected =
          row.containsKey("error") ? "! " + row.get("error") : "= " + row.get("expected");
      String actual = outcome(JINJA, template, inputs);
      if (!actual.equals(expected)) {
        wrong.add(row.get("name") + " " + template + "\n  want " + expected + "\n  got  " + actual);
      }
    }
    assertThat(count).isEqualTo(698);
    assertThat(wrong).isEmpty();
  }

  @Test
  void yamlDump_ofPyYaml_givesTheSame() throws IOException {
    List<String> wrong = new ArrayList<>();
    for (Map<String, @Nullable Object> row : lines("/oracle/yaml_dump.jsonl.gz")) {
      Map<String, @Nullable Object> inputs = new HashMap<>();
      inputs.put("v", Tagged.decode(row.get("value")));
      String expected = row.containsKey("error") ? "! " + row.get("error") : "= " + row.get("yaml");
      if (expected.contains("&id001")) {
        // One object three times, which JSON writes three times.
        Object shared =
            Objects.requireNonNull(((Map<?, ?>) Objects.requireNonNull(row.get("value"))).get("a"));
        inputs.put("v", ordered("a", shared, "b", shared, "c", List.of(shared)));
      }
      String actual = outcome(JINJA, "{{ v|yaml }}", inputs);
      if (!actual.equals(expected)) {
        wrong.add(row.get("value") + "\n  want " + expected + "\n  got  " + actual);
      }
    }
    assertThat(wrong).isEmpty();
  }
}
