package dev.fulgur.prompts;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeSet;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The folder that the original was given, read by ours.
final class YamlRegistryOracleTest {
  @TempDir static Path folder;
  private static Map<?, ?> truth = Map.of();

  @BeforeAll
  static void unpack() {
    Oracle.corpus(folder);
    truth = Oracle.object("truth.json.gz");
  }

  @Test
  void contents_ofTheCorpus_areTheFilesThatTheOriginalFinds() {
    YamlRegistry registry = YamlRegistry.open(folder);
    assertThat(registry.contents().files().stream().map(TemplateFile::path))
        .containsExactlyElementsOf(sorted(Oracle.list(truth.get("rglob_order"))));
  }

  @Test
  void contents_everyFile_isTakenOrRefusedAsTheOriginalDoes() throws Exception {
    Map<?, ?> files = Oracle.map(truth.get("files"));
    for (TemplateFile file : YamlRegistry.open(folder).contents().files()) {
      Map<?, ?> expected = Oracle.map(files.get(file.path()));
      ParsedTemplate parsed = file.parsed();
      if (expected.containsKey("spec")) {
        assertThat(parsed).as("%s: %s", file.path(), file.reason()).isNotNull();
        SpecJson.assertSame(
            file.path(), Objects.requireNonNull(parsed).spec(), Oracle.map(expected.get("spec")));
      } else {
        assertThat(parsed).as(file.path()).isNull();
        assertThat(file.reason()).as(file.path()).doesNotContain("\n").isNotBlank();
      }
      assertThat(file.id()).as(file.path()).isEqualTo(expected.get("id"));
    }
  }

  @Test
  void reason_ofAnInvalidFile_namesEveryFieldThatTheOriginalNames() {
    Map<?, ?> files = Oracle.map(truth.get("files"));
    for (TemplateFile file : YamlRegistry.open(folder).contents().files()) {
      Map<?, ?> expected = Oracle.map(files.get(file.path()));
      if (expected.get("validation_errors") instanceof List<?> errors) {
        for (Object error : errors) {
          List<Object> place = new ArrayList<>(Oracle.list(Oracle.map(error).get("loc")));
          place.remove("[key]");
          assertThat(file.reason())
              .as(file.path())
              .contains(String.valueOf(place.getFirst()))
              .contains(String.valueOf(place.getLast()));
        }
      }
    }
  }

  @Test
  void find_everyId_answersTheFirstValidFileByPath() throws Exception {
    YamlRegistry registry = YamlRegistry.open(folder);
    Map<String, String> firstByPath = new HashMap<>();
    Map<?, ?> files = Oracle.map(truth.get("files"));
    for (Object path : sorted(Oracle.list(truth.get("rglob_order")))) {
      Map<?, ?> file = Oracle.map(files.get(path));
      if (file.containsKey("spec") && file.get("id") instanceof String id) {
        firstByPath.putIfAbsent(id, String.valueOf(path));
      }
    }
    assertThat(registry.ids()).containsExactlyElementsOf(sorted(firstByPath.keySet()));
    for (Map.Entry<String, String> entry : firstByPath.entrySet()) {
      Map<?, ?> expected = Oracle.map(Oracle.map(files.get(entry.getValue())).get("spec"));
      SpecJson.assertSame(entry.getKey(), registry.load(entry.getKey()), expected);
    }
    assertThat(registry.metadata().count()).isEqualTo(firstByPath.size());
  }

  @Test
  void conflicts_ofTheCorpus_nameEveryFile() {
    assertThat(YamlRegistry.open(folder).conflicts())
        .containsExactly(
            new TemplateConflict(
                "dup-id", "odd/dup/one.yaml", List.of("odd/dup/three.yml", "odd/dup/two.yaml")));
  }

  private static List<String> sorted(Iterable<?> texts) {
    TreeSet<String> sorted = new TreeSet<>(ByteOrder.BYTES);
    texts.forEach(text -> sorted.add(String.valueOf(text)));
    return List.copyOf(sorted);
  }
}
