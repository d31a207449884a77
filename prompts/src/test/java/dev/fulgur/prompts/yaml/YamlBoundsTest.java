package dev.fulgur.prompts.yaml;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.fulgur.prompts.Oracle;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// Hostile input ends in an error, soon.
@Timeout(20)
final class YamlBoundsTest {

  @Test
  void read_flowNestedToTheLimit_isRead() {
    Object value = Yaml.read("[".repeat(255) + "x" + "]".repeat(255));
    for (int i = 0; i < 255; i++) {
      assertThat(value).isInstanceOf(List.class);
      value = Oracle.list(value).getFirst();
    }
    assertThat(value).isEqualTo("x");
  }

  @ParameterizedTest
  @ValueSource(strings = {"[", "{a: ", "- ", "? ", "[a: ", "&x [", "!!set {"})
  void read_nestedTooDeep_isRefused(String opening) {
    assertThatThrownBy(() -> Yaml.read(opening.repeat(300)))
        .isInstanceOf(YamlException.class)
        .hasMessageContaining("nested deeper than 256 levels");
    assertThatThrownBy(() -> Yaml.read(opening.repeat(1_000_000)))
        .isInstanceOf(YamlException.class);
  }

  @Test
  void read_aliasesOfAliases_areSharedUntilTheyExpandTooFar() {
    StringBuilder laughs = new StringBuilder("a0: &a0 lol\n");
    for (int i = 1; i <= 5; i++) {
      laughs.append("a" + i + ": &a" + i + " [" + ("*a" + (i - 1) + ",").repeat(9) + "]\n");
    }
    assertThat(Yaml.read(laughs.toString())).isInstanceOf(Map.class);
    for (int i = 6; i <= 12; i++) {
      laughs.append("a" + i + ": &a" + i + " [" + ("*a" + (i - 1) + ",").repeat(9) + "]\n");
    }
    assertThatThrownBy(() -> Yaml.read(laughs.toString()))
        .isInstanceOf(YamlException.class)
        .hasMessageContaining("aliases expand to more than");
  }

  @Test
  void read_mergesOfMerges_areRefusedWhenTheyExpandTooFar() {
    StringBuilder laughs = new StringBuilder("m0: &m0 {x: 1}\n");
    for (int i = 1; i <= 40; i++) {
      String before = "*m" + (i - 1);
      laughs.append(
          "m" + i + ": &m" + i + " {<<: [" + before + ", " + before + "], k" + i + ": 1}\n");
    }
    assertThatThrownBy(() -> Yaml.read(laughs.toString()))
        .isInstanceOf(YamlException.class)
        .hasMessageContaining("merge keys expand to more than");
  }

  @Test
  void read_aliasesThatNestTooDeep_areRefused() {
    StringBuilder chain = new StringBuilder("a0: &a0 [x]\n");
    for (int i = 1; i <= 300; i++) {
      chain.append("a" + i + ": &a" + i + " [*a" + (i - 1) + "]\n");
    }
    assertThatThrownBy(() -> Yaml.read(chain.toString()))
        .isInstanceOf(YamlException.class)
        .hasMessageContaining("aliases nest deeper than 256 levels");
  }

  @Test
  void read_overTheSizeLimit_isRefusedUnread() {
    byte[] bytes = " ".repeat(Yaml.MAX_BYTES + 1).getBytes(StandardCharsets.UTF_8);
    assertThatThrownBy(() -> Yaml.read(bytes))
        .isInstanceOf(YamlException.class)
        .hasMessageContaining("the limit is 8388608");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "1:",
        "9",
        "0x1",
        "1_",
        "0.1e+",
        "a ",
        "'",
        "\\",
        "\"\\n",
        "- a\n",
        "a: b\n ",
        "#",
        "\n",
        "%",
        "<<: {a: 1}\n",
        "? a\n",
        "! ",
        "&a ",
        "!!int ",
        "a\n\n",
        "| \n ",
        "{a: b, ",
        "[a, ",
        "\t"
      })
  void read_anythingRepeatedForMegabytes_endsSoon(String piece) {
    String text = piece.repeat(500_000 / piece.length());
    org.junit.jupiter.api.Assertions.assertTimeoutPreemptively(
        Duration.ofSeconds(10),
        () -> {
          try {
            Yaml.read(text);
          } catch (YamlException e) {
            assertThat(e).hasMessageNotContaining("\n");
          }
        });
  }

  @ParameterizedTest
  @CsvSource({
    "'a: [1, 2}', 1, 9",
    "'a: b\n c: d', 2, 3",
    "'- a\n- \"x', 2, 3",
    "'a: 1\nb: !x y', 2, 4"
  })
  void read_wrong_saysWhere(String yaml, int line, int column) {
    assertThatThrownBy(() -> Yaml.read(yaml))
        .isInstanceOfSatisfying(
            YamlException.class,
            e -> {
              assertThat(e.line()).isEqualTo(line);
              assertThat(e.column()).isEqualTo(column);
              assertThat(e).hasMessageStartingWith("line " + line + ", column " + column + ": ");
            });
  }

  @Test
  void read_bytesThatAreNotUtf8_saysWhere() {
    assertThatThrownBy(() -> Yaml.read(new byte[] {'a', ':', ' ', (byte) 0xff}))
        .isInstanceOf(YamlException.class)
        .hasMessage("not UTF-8: byte 0xff at offset 3");
  }

  @Test
  void read_lineEndsOfAnyKind_areTheSame() {
    Object expected = Yaml.read("a: |\n  x\n  y\nb: z\n");
    assertThat(Yaml.read("a: |\r\n  x\r\n  y\r\nb: z\r\n".getBytes(StandardCharsets.UTF_8)))
        .isEqualTo(expected);
    assertThat(Yaml.read("\ufeffa: |\r  x\r  y\rb: z\r".getBytes(StandardCharsets.UTF_8)))
        .isEqualTo(expected);
  }
}
