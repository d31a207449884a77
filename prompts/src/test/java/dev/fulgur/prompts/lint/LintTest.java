package dev.fulgur.prompts.lint;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fulgur.prompts.LmdbRegistry;
import dev.fulgur.prompts.YamlRegistry;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class LintTest {
  @TempDir private Path folder;

  private void write(String name, String text) throws IOException {
    Files.writeString(folder.resolve(name), text);
  }

  @Test
  void lint_ofGoodTemplates_findsNothing() throws IOException {
    write("part.yaml", "id: part\ninputs: {who: {}}\ntemplate: Dear {{ who }}\n");
    write(
        "whole.yaml",
        """
        id: whole
        inputs: {who: {}, body: {}}
        template: "{% include 'part' %}, {{ body }} {% for i in range(2) %}{{ i }}{% endfor %}"
        """);
    Lint.Report report = Lint.of(YamlRegistry.open(folder));
    assertThat(report.findings()).isEmpty();
    assertThat(report.checked()).isEqualTo(2);
  }

  @Test
  void lint_ofMistakes_namesFileAndLineOfEach() throws IOException {
    write("a.yaml", "id: a\ninputs:\n  x: {}\n  y: {}\ntemplate: |\n  {{ x }}\n  {{ z }} z\n");
    write("b.yaml", "id: b\n\ntemplate: |\n  fine\n  {% if x %}\n");
    write("c.yaml", "id: c\ntemplate: one\n  two: [\n");
    write("d.yaml", "id: a\ninputs:\n  x: {}\ntemplate: '{{ x|nofilter }}'\n");
    assertThat(Lint.of(YamlRegistry.open(folder)).findings())
        .extracting(finding -> finding.path() + ":" + finding.line() + " " + finding.id())
        .containsExactly(
            "a.yaml:4 a", "a.yaml:7 a", "b.yaml:5 b", "c.yaml:3 null", "d.yaml:1 a", "d.yaml:4 a");
  }

  @Test
  void lint_ofADatabase_countsLinesInTheTemplate() throws IOException {
    write("a.yaml", "id: a\ntemplate: |\n  one\n  {{ z }}\n");
    try (LmdbRegistry database = LmdbRegistry.open(folder.resolve("db"))) {
      database.saveAll(YamlRegistry.open(folder).findAll(List.of("a")).values());
      assertThat(Lint.of(database).findings())
          .containsExactly(new Finding("a", 2, "a", "uses 'z', which is no declared input"));
    }
  }
}
