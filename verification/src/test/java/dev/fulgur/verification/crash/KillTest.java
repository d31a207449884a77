package dev.fulgur.verification.crash;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fulgur.store.Durability;
import dev.fulgur.store.scenario.CrashScenario;
import dev.fulgur.verification.Evidence;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Locale;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// Kills at random times, with the oracle outside of the process that dies. `-Dsoak` kills a
/// thousand times as often, `-Dseed` repeats.
final class KillTest {

  @TempDir Path folder;

  @ParameterizedTest
  @EnumSource(Durability.class)
  void kill_anyTime_losesNothingAcknowledgedAndLeavesNothingInPart(Durability durability)
      throws IOException {
    long seed = Long.getLong("seed", System.nanoTime());
    System.out.println("KillTest: -Dseed=" + seed);
    int kills = Boolean.getBoolean("soak") ? 7_000 : 12;
    CrashScenario.Report report = new CrashScenario(folder, durability, seed, _ -> {}).run(kills);
    assertThat(report.problems()).isEmpty();
    assertThat(report.acknowledged()).isGreaterThan(0);
    assertThat(report.there()).isGreaterThanOrEqualTo(report.acknowledged());
    Evidence.print("process death", durability.name().toLowerCase(Locale.ROOT), kills, seed);
    if (durability == Durability.SYNCED) {
      assertThat(report.replayed()).as("the log was needed").isGreaterThan(0);
    }
  }
}
