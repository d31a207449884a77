package dev.fulgur.prompts.compare;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fulgur.prompts.InputSpec;
import dev.fulgur.prompts.InputType;
import dev.fulgur.prompts.TemplateSpec;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

final class SpecDiffTest {
  private static final Pattern HUNK = Pattern.compile("-(\\d+)(,\\d+)?");

  @Test
  void unified_ofAChangedLine_isThatOfDiff() {
    String left = "1\n2\n3\n4\n5\n6\n7\n8\n9\n10\n";
    String right = "1\n2\n3\n4\nfive\n6\n7\n8\n9\n10\n11\n";
    assertThat(TextDiff.unified("a", left, "b", right))
        .containsExactly(
            "--- a",
            "+++ b",
            "@@ -2,9 +2,10 @@",
            " 2",
            " 3",
            " 4",
            "-5",
            "+five",
            " 6",
            " 7",
            " 8",
            " 9",
            " 10",
            "+11");
    assertThat(TextDiff.unified("a", "", "b", "x\n")).contains("@@ -0,0 +1 @@", "+x");
    assertThat(TextDiff.unified("a", "x", "b", "x\n"))
        .contains("-x\n\\ No newline at end of file", "+x");
    assertThat(TextDiff.unified("a", left, "b", left)).isEmpty();
  }

  @Test
  void unified_ofRandomTexts_patchesTheOneIntoTheOther() {
    long seed = Long.getLong("seed", System.nanoTime());
    Random random = new Random(seed);
    for (int i = 0; i < 2_000; i++) {
      List<String> left = lines(random);
      List<String> right = random.nextBoolean() ? lines(random) : edited(left, random);
      String a = String.join("", left.stream().map(line -> line + "\n").toList());
      String b = String.join("", right.stream().map(line -> line + "\n").toList());
      List<String> diff = TextDiff.unified("a", a, "b", b);
      assertThat(patched(left, diff)).as("-Dseed=%s, %s, %s", seed, left, right).isEqualTo(right);
    }
  }

  private static List<String> lines(Random random) {
    List<String> lines = new ArrayList<>();
    for (int i = random.nextInt(30); i > 0; i--) {
      lines.add("l" + random.nextInt(6));
    }
    return lines;
  }

  private static List<String> edited(List<String> lines, Random random) {
    List<String> edited = new ArrayList<>(lines);
    for (int i = random.nextInt(3); i > 0 && !edited.isEmpty(); i--) {
      edited.set(random.nextInt(edited.size()), "new" + i);
      edited.remove(random.nextInt(edited.size()));
    }
    return edited;
  }

  /// What `patch` makes of the lines.
  private static List<String> patched(List<String> lines, List<String> diff) {
    List<String> out = new ArrayList<>();
    int at = 0;
    for (String line : diff.isEmpty() ? diff : diff.subList(2, diff.size())) {
      if (line.startsWith("@@")) {
        Matcher span = HUNK.matcher(line);
        assertThat(span.find()).isTrue();
        int to = Integer.parseInt(span.group(1)) - (",0".equals(span.group(2)) ? 0 : 1);
        out.addAll(lines.subList(at, to));
        at = to;
      } else if (line.startsWith("+")) {
        out.add(line.substring(1));
      } else {
        assertThat(lines.get(at++)).isEqualTo(line.substring(1));
        if (line.startsWith(" ")) {
          out.add(line.substring(1));
        }
      }
    }
    out.addAll(lines.subList(at, lines.size()));
    return out;
  }

  @Test
  void of_twoVersions_namesEveryFieldThatDiffers() {
    InputSpec text = InputSpec.REQUIRED_TEXT;
    TemplateSpec left =
        new TemplateSpec(
            "a", "1", "was", "x\n", Map.of("x", text), Map.of("model", Map.of("name", "m")));
    TemplateSpec right =
        new TemplateSpec(
            "a",
            "2",
            "is",
            "y\n",
            Map.of("x", new InputSpec(InputType.NUMBER, true, 1L)),
            Map.of("model", Map.of("name", "n")));
    SpecDiff diff = SpecDiff.of(left, right);
    assertThat(diff.fields())
        .containsExactly(
            new SpecDiff.Field("description", "changed", "was", "is"),
            new SpecDiff.Field("inputs.x.type", "changed", "string", "number"),
            new SpecDiff.Field("metadata.model.name", "changed", "m", "n"),
            new SpecDiff.Field("inputs.x.default", "added", null, 1L));
    assertThat(diff.text()).contains("--- a@1", "+++ a@2", "-x", "+y");
    assertThat(diff.breaks()).containsExactly("the input 'x' is number where it was string");
    assertThat(SpecDiff.of(left, left.withVersion("3")).isEmpty()).isTrue();
  }
}
