package dev.fulgur.tracker;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fulgur.store.CheckReport;
import dev.fulgur.store.StoreOptions;
import dev.fulgur.tracker.migrate.Source;
import dev.fulgur.tracker.migrate.SqliteSource;
import dev.fulgur.tracker.replay.Replay;
import dev.fulgur.tracker.replay.ReplayClock;
import dev.fulgur.tracker.stored.StoreTracker;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/// The tracker on a store answers as the original does, without its bugs.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class StoreOracleTest {

  @TempDir Path records;
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

  @Test
  void replay_ofTheLog_makesTheRecordsOfTheOriginal() throws Exception {
    List<String> differences = new ArrayList<>();
    try (Source source = SqliteSource.open(Oracle.file("small.db.gz", records))) {
      for (Entity.Kind kind : Entity.Kind.values()) {
        List<Entity> entities = new ArrayList<>();
        source.forEach(kind, entities::add, differences::add);
        tracker.forEachTwin(
            entities,
            (entity, twin) -> {
              // The texts of this part were shortened.
              boolean same =
                  (entity instanceof NamedText text && twin instanceof NamedText whole)
                      ? whole.value().startsWith(text.value())
                      : entity.equals(twin);
              if (!same) {
                differences.add(entity + " is " + twin);
              }
            });
      }
    }
    assertThat(differences).isEmpty();
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
