package dev.fulgur.store.engine.logged;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// Lincheck's model checker on the overlay, in processes of their own, since it changes classes as
/// they are loaded. It is not proof of much before it catches what is wrong on purpose.
final class OverlayLincheckTest {
  private static final int INTERLEAVINGS = Boolean.getBoolean("soak") ? 20_000 : 300;

  /// What each child says. Two at once, since Lincheck takes one step at a time.
  private static final Map<OverlayViews.Mutant, Future<String>> SAID =
      new EnumMap<>(OverlayViews.Mutant.class);

  private static final ExecutorService THREADS = Executors.newFixedThreadPool(2);

  @BeforeAll
  static void startAll() {
    for (OverlayViews.Mutant mutant : OverlayViews.Mutant.values()) {
      SAID.put(mutant, THREADS.submit(() -> run(mutant)));
    }
  }

  @AfterAll
  static void endAll() {
    THREADS.close();
  }

  @ParameterizedTest
  @EnumSource(OverlayViews.Mutant.class)
  void views_duringCommitsAndCheckpoints_areLinearizableSaveForMutants(OverlayViews.Mutant mutant)
      throws Exception {
    String said = Objects.requireNonNull(SAID.get(mutant)).get();
    if (mutant == OverlayViews.Mutant.NONE) {
      assertThat(said).contains("linearizable").doesNotContain("not linearizable");
    } else {
      assertThat(said).contains("not linearizable", "Invalid execution results");
    }
  }

  private static String run(OverlayViews.Mutant mutant) throws IOException, InterruptedException {
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
    return said;
  }
}
