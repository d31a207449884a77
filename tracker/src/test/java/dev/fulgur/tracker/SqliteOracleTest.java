package dev.fulgur.tracker;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fulgur.tracker.replay.Replay;
import dev.fulgur.tracker.replay.ReplayClock;
import dev.fulgur.tracker.sqlite.SqliteTracker;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/// The baseline answers as the original does.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class SqliteOracleTest {

  private Tracker tracker;

  @BeforeAll
  void replay(@TempDir Path folder) throws Exception {
    ReplayClock clock = new ReplayClock();
    tracker = SqliteTracker.open(folder.resolve("tracker.db"), clock);
    Replay.Report report = Oracle.replay(tracker, clock, folder, 1_000);
    assertThat(report.problems()).isEmpty();
    assertThat(report.done()).isEqualTo(Oracle.WRITES);
  }

  @AfterAll
  void close() {
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
