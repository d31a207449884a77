package dev.fulgur.jinja.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import org.junit.jupiter.api.Test;

/// Searching finds what Java's own search finds, and is not slower where texts repeat themselves.
final class TextSearchTest {

  @Test
  void search_ofRandomText_findsWhatJavaFinds() {
    long seed = Long.getLong("seed", 7);
    System.out.println("search test: seed " + seed);
    Random random = new Random(seed);
    for (int i = 0; i < 20_000; i++) {
      String s = text(random, random.nextInt(200));
      String part =
          random.nextBoolean() && s.length() > 20
              ? s.substring(random.nextInt(s.length() - 17))
              : text(random, random.nextInt(40));
      int from = random.nextInt(s.length() + 1);
      assertThat(TextSearch.indexOf(s, part, from))
          .as("%s in %s from %d", part, s, from)
          .isEqualTo(s.indexOf(part, from));
      assertThat(TextSearch.lastIndexOf(s, part, from))
          .as("%s in %s to %d", part, s, from)
          .isEqualTo(s.lastIndexOf(part, from - part.length()));
    }
  }

  private static String text(Random random, int length) {
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < length; i++) {
      text.append(random.nextInt(8) == 0 ? 'b' : 'a');
    }
    return text.toString();
  }

  @Test
  void search_ofTextThatRepeatsItself_ends() {
    String s = "ab".repeat(2_000_000);
    String part = "ba".repeat(1_000_000) + "c";
    assertThat(TextSearch.indexOf(s, part, 0)).isEqualTo(-1);
    assertThat(TextSearch.lastIndexOf(s, "c" + part, s.length())).isEqualTo(-1);
    assertThat(TextSearch.indexOf(s + "c", "b" + "ab".repeat(999_999) + "c", 0)).isPositive();
  }
}
