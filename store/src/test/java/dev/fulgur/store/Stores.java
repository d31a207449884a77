package dev.fulgur.store;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;

/// What every test that wrote ends in.
final class Stores {

  private Stores() {}

  /// With checkpoints so close to each other that there are many in a test.
  static Store open(Path folder, Schema schema, Durability durability) {
    LogSettings log =
        LogSettings.defaults()
            .withSegmentBytes(16 << 10)
            .withCheckpoints(Duration.ofMillis(50), 1 << 16);
    return Store.open(
        folder, schema, StoreOptions.defaults().withDurability(durability).withLog(log));
  }

  static void assertClean(Store store) {
    CheckReport report = store.check();
    assertThat(report.problems()).isEmpty();
    assertThat(report.isClean()).isTrue();
  }

  static long count(Store store, Table<?, ?> table) {
    return store.read(view -> view.count(table));
  }
}
