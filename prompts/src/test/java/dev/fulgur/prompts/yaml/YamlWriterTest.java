package dev.fulgur.prompts.yaml;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fulgur.prompts.Oracle;
import dev.fulgur.prompts.value.RandomValues;
import dev.fulgur.prompts.value.TaggedJson;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What is written is read back as the same, in the same order.
final class YamlWriterTest {
  private static final String TUPLE = "\\{\"\\$tuple\":(\\[[^\\]]*])}";

  @Test
  void write_randomValues_readBackEqual() {
    RandomValues values = RandomValues.seeded();
    for (int i = 0; i < 3_000; i++) {
      Map<?, ?> map = values.map(4);
      String yaml = YamlWriter.write(map);
      assertThat(TaggedJson.write(Yaml.read(yaml)))
          .as("%s%n%s", values, yaml)
          .isEqualTo(TaggedJson.write(map));
    }
  }

  @Test
  void write_everyValueOfTheCorpus_readsBackEqual(@TempDir Path folder) throws Exception {
    Map<String, Object> truth = new TreeMap<>();
    Oracle.map(Oracle.object("truth.json.gz").get("files"))
        .forEach((path, file) -> truth.put(String.valueOf(path), Oracle.map(file)));
    Oracle.corpus(folder);
    int written = 0;
    for (String path : truth.keySet()) {
      Path file = folder.resolve(path);
      if ("ok".equals(Oracle.map(truth.get(path)).get("yaml"))
          && Yaml.read(java.nio.file.Files.readAllBytes(file)) instanceof Map<?, ?> map) {
        String yaml = YamlWriter.write(map);
        assertThat(TaggedJson.write(Yaml.read(yaml)).replaceAll(TUPLE, "$1"))
            .as(path)
            .isEqualTo(TaggedJson.write(map).replaceAll(TUPLE, "$1"));
        written++;
      }
    }
    assertThat(written).isGreaterThan(900);
  }

  @Test
  void write_textOfSeveralLines_isALiteralBlock() {
    assertThat(YamlWriter.write(Map.of("template", "Hello {{ name }}!\n\n  - a: b\n")))
        .isEqualTo("template: |\n  Hello {{ name }}!\n\n    - a: b\n");
  }
}
