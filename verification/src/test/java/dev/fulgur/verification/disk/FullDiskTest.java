package dev.fulgur.verification.disk;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fulgur.store.Durability;
import dev.fulgur.store.Store;
import dev.fulgur.store.StoreException;
import dev.fulgur.store.scenario.CrashChild;
import dev.fulgur.store.scenario.Mark;
import dev.fulgur.verification.Evidence;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Random;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// A disk of 16 MiB that runs full under a store, and has room again.
final class FullDiskTest {

  /// Checkpoints that fail here are what is looked for.
  private static final Logger QUIET = Logger.getLogger("dev.fulgur.store");

  @TempDir Path folder;

  @ParameterizedTest
  @EnumSource(
      value = Durability.class,
      names = {"DIRECT", "SYNCED"})
  void fullDisk_isATypedErrorReadsGoOnAndRoomLetsItWorkAgain(Durability durability)
      throws IOException {
    QUIET.setLevel(Level.OFF);
    long seed = Evidence.seed();
    Random random = new Random(seed);
    int rounds = Evidence.soak() ? 1_000 : 10;
    try (SmallDisk disk = SmallDisk.mount(folder)) {
      for (int round = 0; round < rounds; round++) {
        Path place = folder.resolve("store" + round);
        long acknowledged = 0;
        try (Store store = Store.open(place, Mark.SCHEMA, CrashChild.options(durability))) {
          disk.fill(random, 1 << 20);
          acknowledged = writeUntilFull(store);
          expectAll(store, acknowledged, seed);
          disk.relieve();
          if (!works(store, acknowledged + 1)) {
            assertThat(store.stats().log()).as("only a log needs an opening").isNotNull();
          }
        }
        try (Store store = Store.open(place, Mark.SCHEMA, CrashChild.options(durability))) {
          expectAll(store, acknowledged, seed);
          assertThat(works(store, acknowledged + 2)).isTrue();
          assertThat(store.check().problems()).isEmpty();
        }
        Tracer.empty(place);
        Files.delete(place);
      }
    }
    Evidence.print("disk full", durability.name().toLowerCase(java.util.Locale.ROOT), rounds, seed);
  }

  private static long writeUntilFull(Store store) {
    for (long number = 1; number < 1_000_000; number++) {
      if (!works(store, number)) {
        return number - 1;
      }
    }
    throw new AssertionError("The disk of 16 MiB took a million records.");
  }

  private static boolean works(Store store, long number) {
    try {
      store.write(tx -> tx.put(Mark.LEFT, number, Mark.of(number)));
      return true;
    } catch (StoreException.StorageFailed | StoreException.StoreFull | StoreException.LogFailed e) {
      assertThat(e.getMessage()).isNotBlank();
      return false;
    }
  }

  private static void expectAll(Store store, long acknowledged, long seed) {
    for (long number = 1; number <= acknowledged; number++) {
      long wanted = number;
      Mark found = store.read(view -> view.get(Mark.LEFT, wanted));
      assertThat(found).as("record %s, -Dseed=%s", number, seed).isEqualTo(Mark.of(number));
    }
  }
}
