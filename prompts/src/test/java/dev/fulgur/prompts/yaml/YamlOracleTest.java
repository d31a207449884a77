package dev.fulgur.prompts.yaml;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.fulgur.prompts.Oracle;
import dev.fulgur.prompts.value.TaggedJson;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/// Every sampled scalar has the value that PyYAML's safe loader gives it.
final class YamlOracleTest {

  @TestFactory
  List<DynamicTest> read_sampledScalar_isAsPyYamlReadsIt() {
    return Oracle.lines("yaml_scalars.jsonl.gz").stream().map(this::scalar).toList();
  }

  private DynamicTest scalar(Map<?, ?> sample) {
    String yaml = String.valueOf(sample.get("yaml"));
    return DynamicTest.dynamicTest(
        TaggedJson.write(yaml),
        () -> {
          if (sample.containsKey("error")) {
            assertThatThrownBy(() -> Yaml.read(yaml)).isInstanceOf(YamlException.class);
          } else {
            assertThat(TaggedJson.write(Yaml.read(yaml)))
                .isEqualTo(TaggedJson.write(sample.get("value")));
          }
        });
  }
}
