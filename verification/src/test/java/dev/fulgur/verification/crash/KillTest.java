package dev.fulgur.verification.crash;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fulgur.store.Durability;
import dev.fulgur.store.scenario.CrashScenario;
import dev.fulgur.verification.Evidence;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Kills at random times and at named failpoints, with the oracle outside of the process that dies.
/// `-Dsoak` kills a hundred times as often, `-Dseed` repeats.
final class KillTest {
  private static final int TIMES = Evidence.soak() ? 100 : 1;
  private static final int AT_RANDOM = 50 * TIMES;

  /// More transactions than it takes to come to any failpoint.
  private static final int MANY = 20_000;

  @TempDir Path folder;

  /// All at once, since a process that starts or commits waits for the disk half of the time.
  private static void together(List<Callable<Integer>> tests) throws Exception {
    try (ExecutorService threads = Executors.newFixedThreadPool(3)) {
      for (Future<Integer> test : threads.invokeAll(tests)) {
        assertThat(test.get()).isPositive();
      }
    }
  }

  @Test
  void kill_anyTime_losesNothingAcknowledgedAndLeavesNothingInPart() throws Exception {
    long seed = Evidence.seed();
    System.out.println("KillTest: -Dseed=" + seed);
    List<Callable<Integer>> tests = new ArrayList<>();
    for (Durability durability : Durability.values()) {
      tests.add(() -> atRandom(durability, seed));
    }
    together(tests);
  }

  private int atRandom(Durability durability, long seed) throws IOException {
    CrashScenario.Report report =
        new CrashScenario(folder.resolve(durability.name()), durability, seed, _ -> {})
            .run(AT_RANDOM);
    assertClean(report);
    if (durability == Durability.SYNCED) {
      assertThat(report.replayed()).as("the log was needed").isGreaterThan(0);
    }
    Evidence.print("process death", durability.name().toLowerCase(Locale.ROOT), AT_RANDOM, seed);
    return report.kills();
  }

  @Test
  void kill_atAFailpoint_losesNothingAcknowledgedAndLeavesNothingInPart() throws Exception {
    long seed = Evidence.seed();
    System.out.println("KillTest: -Dseed=" + seed);
    List<Callable<Integer>> tests = new ArrayList<>();
    for (Failpoint failpoint : Failpoint.values()) {
      tests.add(
          () ->
              atFailpoint(failpoint, Durability.SYNCED, seed, 3 * TIMES)
                  + atFailpoint(failpoint, Durability.RELAXED, seed, 2 * TIMES));
    }
    together(tests);
  }

  /// Again and again on one store, each time a little later.
  private int atFailpoint(Failpoint failpoint, Durability durability, long seed, int kills)
      throws IOException {
    CrashScenario.Report report =
        new CrashScenario(
                folder.resolve(failpoint + "-" + durability),
                durability,
                seed,
                _ -> {},
                kill ->
                    List.of(
                        FailpointChild.class.getName(),
                        failpoint.name(),
                        Integer.toString(1 + (kill - 1) % 3)),
                MANY)
            .run(kills);
    assertThat(report.problems()).as("%s, %s", failpoint, durability).isEmpty();
    assertThat(report.asked()).as("times that %s was reached", failpoint).isPositive();
    String what = "%s, %s".formatted(durability, failpoint).toLowerCase(Locale.ROOT);
    Evidence.print("process death", what.replace('_', ' '), report.asked(), seed);
    return report.asked();
  }

  private static void assertClean(CrashScenario.Report report) {
    assertThat(report.problems()).isEmpty();
    assertThat(report.acknowledged()).isGreaterThan(0);
    assertThat(report.there()).isGreaterThanOrEqualTo(report.acknowledged());
  }
}
