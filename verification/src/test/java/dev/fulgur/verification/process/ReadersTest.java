package dev.fulgur.verification.process;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fulgur.store.Durability;
import dev.fulgur.store.LogSettings;
import dev.fulgur.store.Store;
import dev.fulgur.store.StoreOptions;
import dev.fulgur.store.scenario.Mark;
import dev.fulgur.verification.Child;
import dev.fulgur.verification.Evidence;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Two processes, and four of which one is Python's `lmdb`: readers while another process writes,
/// whose map grows under them; then they are killed with a snapshot open, and their slots are free
/// for whoever comes next.
final class ReadersTest {
  private static final int LOOKS = 60;

  @TempDir Path folder;

  @ParameterizedTest
  @CsvSource({"DIRECT, 2", "DIRECT, 4", "SYNCED, 2", "SYNCED, 4"})
  void readers_ofOtherProcesses_seeWholeTransactionsWhileTheMapGrows(
      Durability durability, int processes) throws IOException {
    int rounds = Evidence.soak() ? 200 : 3;
    StoreOptions options =
        StoreOptions.defaults()
            .withDurability(durability)
            .withInitialMapBytes(256 << 10)
            .withLog(LogSettings.defaults().withCheckpoints(Duration.ofMillis(20), 1 << 16));
    long written = 0;
    for (int round = 0; round < rounds; round++) {
      try (Store store = Store.open(folder, Mark.SCHEMA, options)) {
        List<Child> readers = start(processes - 1);
        try {
          written = writeWhileTheyRead(store, readers, written);
          for (Child reader : readers) {
            assertThat(reader.ask("look 1")).isEqualTo(Long.toString(written));
            assertThat(reader.ask("hold")).isEqualTo(Long.toString(written));
          }
          assertThat(store.stats().readersInUse()).isGreaterThanOrEqualTo(readers.size());
        } finally {
          readers.forEach(Child::close);
        }
      }
      try (Store store = Store.open(folder, Mark.SCHEMA, options)) {
        // The look takes one of the pool, and an engine with a log keeps the first one for itself.
        int own = durability == Durability.DIRECT ? 1 : 2;
        assertThat(store.stats().readersInUse()).as("with the dead").isEqualTo(own);
        assertThat(store.check().problems()).isEmpty();
      }
    }
    assertThat(Files.size(folder.resolve("data.mdb"))).as("it grew").isGreaterThan(256 << 10);
    Evidence.print(
        "dead readers",
        "%s, %d processes that read and write"
            .formatted(durability, processes)
            .toLowerCase(java.util.Locale.ROOT),
        (long) rounds * (processes - 1));
  }

  /// The last of three is Python's, where there is one.
  private List<Child> start(int count) throws IOException {
    List<Child> readers = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      Child python = i == 2 ? PythonReader.start(folder) : null;
      readers.add(python == null ? new Child(Reader.class, Map.of(), folder) : python);
    }
    return readers;
  }

  private static long writeWhileTheyRead(Store store, List<Child> readers, long written)
      throws IOException {
    // Whoever answers the first order is open.
    for (Child reader : readers) {
      assertThat(reader.ask("look 1")).isEqualTo(Long.toString(written));
    }
    readers.forEach(reader -> reader.order("look " + LOOKS));
    long last = written;
    for (int commit = 0; commit < 300; commit++) {
      long first = last + 1;
      store.write(
          tx -> {
            for (long number = first; number < first + 3; number++) {
              tx.put(Mark.LEFT, number, Mark.of(number));
              tx.put(Mark.RIGHT, number, Mark.of(number));
              tx.add(Mark.COUNT, 1);
            }
          });
      last += 3;
    }
    store.checkpoint();
    for (Child reader : readers) {
      assertThat(Long.parseLong(reader.answer())).isBetween(written, last);
    }
    return last;
  }
}
