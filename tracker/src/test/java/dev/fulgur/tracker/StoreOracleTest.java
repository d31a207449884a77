package dev.fulgur.tracker;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fulgur.store.CheckReport;
import dev.fulgur.store.StoreOptions;
import dev.fulgur.tracker.replay.Replay;
import dev.fulgur.tracker.replay.ReplayClock;
import dev.fulgur.tracker.stored.StoreTracker;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/// The tracker on a store answers as the original does, without its bugs.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class StoreOracleTest {

  private StoreTracker tracker;

  @BeforeAll
  void replay(@TempDir Path folder) throws Exception {
    ReplayClock clock = new ReplayClock();
    tracker = StoreTracker.open(folder.resolve("tracker"), StoreOptions.defaults(), clock);
    Replay.Report report = Oracle.replay(tracker, clock, folder, 1_000);
    assertThat(report.problems()).isEmpty();
    assertThat(report.done()).isEqualTo(Oracle.WRITES);
  }

  @AfterAll
  void close() {
    CheckReport report = tracker.store().check();
    assertThat(report.problems()).isEmpty();
    tracker.close();
  }

  @TestFactory
  Stream<DynamicTest> everyQuery_ofTheOracle_isAnsweredAsByTheOriginal() {
    return OracleTruth.queries().stream()
        .map(
            query ->
                DynamicTest.dynamicTest(
                    query.n() + " " + query.method(), () -> query.check(tracker)));
  }
}
