package dev.fulgur.prompts.versions;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class TargetsTest {

  private static Targets of(String... texts) {
    return Targets.parse(List.of(texts));
  }

  @Test
  void parse_ofOneOrSeveral_isWhatItPrints() {
    assertThat(of("1.4.0")).hasToString("1.4.0").isEqualTo(Targets.only("1.4.0"));
    assertThat(of("1.10.0=10,1.4.0=90")).hasToString("1.4.0=90, 1.10.0=10");
    assertThat(of("1.10.0=10%", "1.4.0=90")).isEqualTo(of("1.4.0=90, 1.10.0=10"));
    assertThat(of("1.4.0=100")).isEqualTo(Targets.only("1.4.0"));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "1=90,2=20 | sum to 110",
        "1=90 | sum to 90",
        "1=100,2=0 | below 1",
        "1=110,2=-10 | below 1",
        "1=50,1=50 | named twice",
        "1=50,2 | no weight",
        "1=x,2=50 | no whole number",
        "1=33.3,2=66.7 | no whole number",
        ", | no version",
        "1=2147483647,2=2147483647 | sum to 4294967294"
      })
  void parse_ofWrongWeights_saysWhatIsWrong(String text, String reason) {
    assertThatThrownBy(() -> of(text))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining(reason);
  }

  @Test
  void pick_byKey_isTheSameForEver() {
    Targets targets = of("1.4.0=90", "1.5.0=10");
    StringBuilder picks = new StringBuilder();
    for (int i = 0; i < 40; i++) {
      picks.append(targets.pick("user-" + i, "a@production").equals("1.5.0") ? '5' : '4');
    }
    assertThat(picks).hasToString("4544454444454544444544544444444444444444");
    assertThat(targets.pick(null, "a@production")).isEqualTo("1.4.0");
  }

  @Test
  void pick_overManyKeys_hasTheirSharesAndMovesFew() {
    Targets few = of("1.4.0=90", "1.5.0=10");
    Targets more = of("1.5.0=30", "1.4.0=70");
    int was = 0;
    int is = 0;
    for (int i = 0; i < 20_000; i++) {
      String key = "session/" + i;
      boolean before = few.pick(key, "s").equals("1.5.0");
      boolean after = more.pick(key, "s").equals("1.5.0");
      was += before ? 1 : 0;
      is += after ? 1 : 0;
      assertThat(before && !after).as(key).isFalse();
    }
    assertThat(was).isBetween(1_800, 2_200);
    assertThat(is).isBetween(5_700, 6_300);
  }
}
