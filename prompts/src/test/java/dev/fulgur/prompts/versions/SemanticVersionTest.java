package dev.fulgur.prompts.versions;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fulgur.prompts.versions.SemanticVersion.Part;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class SemanticVersionTest {

  private static SemanticVersion of(String text) {
    return Objects.requireNonNull(SemanticVersion.parse(text), text);
  }

  @Test
  void order_isThatOfTheSpecification() {
    List<String> ordered =
        List.of(
            "0.9.9",
            "1.0.0-alpha",
            "1.0.0-alpha.1",
            "1.0.0-alpha.beta",
            "1.0.0-beta",
            "1.0.0-beta.2",
            "1.0.0-beta.11",
            "1.0.0-rc.1",
            "1.0.0",
            "1.2.0",
            "1.10.0",
            "2",
            "v2.0.1",
            "10.0.0");
    List<String> shuffled = new ArrayList<>(ordered);
    Collections.shuffle(shuffled, new Random(7));
    assertThat(VersionOrder.sorted(shuffled, text -> text, _ -> 0)).isEqualTo(ordered);
  }

  @Test
  void others_comeBehindInOrderOfTime() {
    List<String> texts = List.of("summer", "1.10.0", "draft", "1.9.0");
    assertThat(VersionOrder.sorted(texts, text -> text, text -> text.equals("summer") ? 2 : 1))
        .containsExactly("1.9.0", "1.10.0", "draft", "summer");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "", "1.2.3.4", "01.2.3", "1..2", "1.2.", "latest", "1.2.3-", "1.2.3+", "-1", "v", "1 "
      })
  void parse_ofAnotherText_isNull(String text) {
    assertThat(SemanticVersion.parse(text)).isNull();
  }

  @ParameterizedTest
  @CsvSource({
    "1.2.3, 2.0.0, 1.3.0, 1.2.4",
    "0.1.0, 1.0.0, 0.2.0, 0.1.1",
    "v1.2, v2.0.0, v1.3.0, v1.2.1",
    "1.2.0-rc.1, 2.0.0, 1.2.0, 1.2.0",
    "2.0.0-rc.1, 2.0.0, 2.0.0, 2.0.0",
    "1.2.3+build.5, 2.0.0, 1.3.0, 1.2.4"
  })
  void next_raisesOneNumber(String text, String major, String minor, String patch) {
    assertThat(of(text).next(Part.MAJOR)).hasToString(major);
    assertThat(of(text).next(Part.MINOR)).hasToString(minor);
    assertThat(of(text).next(Part.PATCH)).hasToString(patch);
  }
}
