package dev.fulgur.jinja;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/// Methods with all forms of their arguments, filters on every kind of value, operators between all
/// pairs of kinds, formats, slices, dates, and what fails in which line: each with the answer of
/// Python's Jinja2 3.1.2, so that no Python is needed here.
final class ProbesTest {

  private static final JinjaEnvironment JINJA =
      JinjaEnvironment.builder()
          .undefined(UndefinedKind.STRICT)
          .trimBlocks(true)
          .lstripBlocks(true)
          .promptFilters()
          .build();

  @Test
  void probes_ofJinja2_giveTheSame() throws IOException {
    List<Map<String, @Nullable Object>> lines = OracleTest.lines("/oracle/probes.jsonl.gz");
    Object given = lines.getFirst().get("inputs");
    List<String> wrong = new ArrayList<>();
    for (Map<String, @Nullable Object> probe : lines.subList(1, lines.size())) {
      String template = (String) Objects.requireNonNull(probe.get("template"));
      // Anew for each: templates change what they are given.
      String actual = outcome(template, Tagged.inputs(given), probe.get("line") != null);
      String expected =
          probe.containsKey("error")
              ? "! " + probe.get("error") + (probe.get("line") == null ? "" : probe.get("line"))
              : "= " + probe.get("output");
      if (!actual.equals(expected)) {
        wrong.add(template + "\n  want " + expected + "\n  got  " + actual);
      }
    }
    assertThat(lines).hasSize(5_201);
    assertThat(wrong).isEmpty();
  }

  private static String outcome(String template, Map<String, ?> inputs, boolean withLine) {
    try {
      return "= " + JINJA.compile(template).render(inputs);
    } catch (JinjaException e) {
      return "! " + e.pythonClass() + (withLine ? e.line() : "");
    }
  }
}
