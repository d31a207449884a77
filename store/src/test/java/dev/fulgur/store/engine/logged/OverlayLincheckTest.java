package dev.fulgur.store.engine.logged;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// Lincheck's model checker on the overlay, in a process of its own, since it changes classes as
/// they are loaded. It is not proof of much before it catches what is wrong on purpose.
final class OverlayLincheckTest {
  private static final int INTERLEAVINGS = Boolean.getBoolean("soak") ? 20_000 : 300;

  @ParameterizedTest
  @EnumSource(OverlayViews.Mutant.class)
  void views_duringCommitsAndCheckpoints_areLinearizableSaveForMutants(OverlayViews.Mutant mutant)
      throws IOException, InterruptedException {
    Process child =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx512m",
                "-XX:TieredStopAtLevel=1",
                "-XX:+EnableDynamicAgentLoading",
                "--sun-misc-unsafe-memory-access=allow",
                "--add-opens=java.base/jdk.internal.misc=ALL-UNNAMED",
                "-Dmutant=" + mutant,
                "-cp",
                System.getProperty("java.class.path"),
                OverlayViews.class.getName(),
                Integer.toString(INTERLEAVINGS))
            .redirectErrorStream(true)
            .start();
    String said = new String(child.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(child.waitFor()).as(said).isZero();
    if (mutant == OverlayViews.Mutant.NONE) {
      assertThat(said).contains("linearizable").doesNotContain("not linearizable");
    } else {
      assertThat(said).contains("not linearizable", "Invalid execution results");
    }
  }
}
