package dev.fulgur.verification.process;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fulgur.store.Range;
import dev.fulgur.store.Store;
import dev.fulgur.store.StoreOptions;
import dev.fulgur.store.scenario.Mark;
import dev.fulgur.verification.Child;
import dev.fulgur.verification.Evidence;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Processes under whose threads the map grows, each time by another one of them.
final class ResizeRaceTest {
  private static final int PROCESSES = 3;
  private static final int RECORDS = 800;

  @TempDir Path folder;

  @Test
  void mapThatGrowsUnderThreadsOfSeveralProcesses_losesNothing() throws IOException {
    int rounds = Evidence.soak() ? 5_000 : 30;
    List<Child> writers = new ArrayList<>();
    try {
      for (int i = 0; i < PROCESSES; i++) {
        writers.add(new Child(GrowingWriter.class, Map.of()));
      }
      for (int round = 0; round < rounds; round++) {
        Path place = folder.resolve("round" + round);
        for (int i = 0; i < PROCESSES; i++) {
          writers.get(i).order(place + " " + (1 + i * RECORDS) + " " + RECORDS);
        }
        for (Child writer : writers) {
          assertThat(writer.answer()).isEqualTo("done");
        }
        expectAll(place);
      }
      for (Child writer : writers) {
        assertThat(writer.end()).isZero();
      }
    } finally {
      writers.forEach(Child::close);
    }
    Evidence.print("resize race", "direct", rounds);
  }

  private static void expectAll(Path place) {
    try (Store store = Store.open(place, Mark.SCHEMA, StoreOptions.defaults())) {
      int records = PROCESSES * RECORDS;
      assertThat(store.<Integer>read(v -> v.keys(Mark.LEFT, Range.all(), Integer.MAX_VALUE).size()))
          .isEqualTo(records);
      assertThat(store.<Long>read(view -> view.get(Mark.COUNT))).isEqualTo(records);
      assertThat(store.check().problems()).isEmpty();
      assertThat(store.stats().fileBytes()).as("the map had to grow").isGreaterThan(256 << 10);
    }
  }
}
