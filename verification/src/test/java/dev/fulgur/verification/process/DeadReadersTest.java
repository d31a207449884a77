package dev.fulgur.verification.process;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fulgur.store.Durability;
import dev.fulgur.store.Store;
import dev.fulgur.store.StoreOptions;
import dev.fulgur.store.scenario.Mark;
import dev.fulgur.verification.Child;
import dev.fulgur.verification.Evidence;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// Processes that die with a view open, while another one writes.
final class DeadReadersTest {
  private static final int PROCESSES = 4;
  private static final int WRITES = 60;

  @TempDir Path folder;

  @ParameterizedTest
  @EnumSource(
      value = Durability.class,
      names = {"DIRECT", "SYNCED"})
  void killedReaders_giveTheirSlotsBackAndHoldNoPagesBack(Durability durability)
      throws IOException {
    int rounds = Evidence.soak() ? 625 : 7;
    int killed = 0;
    StoreOptions options = StoreOptions.defaults().withDurability(durability);
    try (Store store = Store.open(folder, Mark.SCHEMA, options)) {
      for (int i = 0; i < 3; i++) {
        rewrite(store);
      }
      long baseline = Files.size(folder.resolve("data.mdb"));
      for (int round = 0; round < rounds; round++) {
        List<Child> readers = new ArrayList<>();
        for (int i = 0; i < PROCESSES; i++) {
          readers.add(new Child(PatientReader.class, Map.of(), folder));
        }
        for (Child reader : readers) {
          assertThat(reader.answer()).isEqualTo("reading 10");
        }
        assertThat(store.stats().readersInUse()).isGreaterThanOrEqualTo(PROCESSES);
        for (Child reader : readers) {
          reader.kill();
          killed++;
        }
        // Whoever opens the store next clears what the dead have left.
        try (Child next = new Child(PatientReader.class, Map.of(), folder)) {
          assertThat(next.answer()).isEqualTo("reading 10");
          assertThat(next.end()).isZero();
        }
        for (int i = 0; i < 3; i++) {
          rewrite(store);
        }
        assertThat(store.stats().oldestReaderLag()).as("nobody is behind").isZero();
        assertThat(store.stats().readersInUse()).as("slots").isLessThan(PROCESSES);
        assertThat(Files.size(folder.resolve("data.mdb"))).isLessThanOrEqualTo(baseline * 3 / 2);
      }
      assertThat(store.check().problems()).isEmpty();
    }
    Evidence.print("dead readers", durability.name().toLowerCase(Locale.ROOT), killed);
  }

  private static void rewrite(Store store) {
    for (int write = 0; write < WRITES; write++) {
      long first = 1 + write * 10L;
      store.write(
          tx -> {
            for (long number = first; number < first + 10; number++) {
              tx.put(Mark.RIGHT, number, Mark.of(number));
            }
          });
    }
    store.checkpoint();
  }
}
