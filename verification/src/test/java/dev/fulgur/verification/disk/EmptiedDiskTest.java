package dev.fulgur.verification.disk;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.fulgur.store.Durability;
import dev.fulgur.store.Snapshot;
import dev.fulgur.store.Store;
import dev.fulgur.store.StoreException;
import dev.fulgur.store.StoreOptions;
import dev.fulgur.store.scenario.Mark;
import dev.fulgur.verification.Evidence;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// A disk of 16 MiB that a store fills by single commits and empties again: what is there can
/// always be deleted, row by row, and then there is room for as much again.
final class EmptiedDiskTest {
  private static final StoreOptions OPTIONS =
      StoreOptions.defaults().withDurability(Durability.SYNCED);

  @TempDir Path folder;
  @TempDir Path elsewhere;

  private final long seed = Evidence.seed();
  private final Random random = new Random(seed);
  private final List<Long> keys = new ArrayList<>();
  private long next;

  /// Rows that come and go anywhere touch a page each, and a value that takes pages of its own
  /// needs some that lie side by side.
  @ParameterizedTest
  @CsvSource({"1_000, false", "1_000, true", "30_000, true"})
  void fullDisk_emptiedRowByRow_takesAsMuchAgain(int size, boolean anywhere) throws IOException {
    int rounds = Evidence.soak() ? 200 : 2;
    try (SmallDisk _ = SmallDisk.mount(folder)) {
      Path place = folder.resolve("store");
      int first = 0;
      for (int round = 0; round < rounds; round++) {
        try (Store store = Store.open(place, Mark.SCHEMA, OPTIONS)) {
          fill(store, size, anywhere);
          first = first == 0 ? keys.size() : first;
          assertThat(keys.size()).isGreaterThan(first / 2);
          store.checkpoint();
          store.backup(elsewhere.resolve("copy" + round));
          assertThatThrownBy(() -> store.backup(folder.resolve("copy")))
              .isInstanceOf(StoreException.CopyRefused.class);
          expectAll(store, size);
        }
        try (Store store = Store.open(place, Mark.SCHEMA, OPTIONS)) {
          expectAll(store, size);
          if (anywhere) {
            Collections.shuffle(keys, random);
          }
          deleteAll(store, 1);
          expectAll(store, size);
          assertThat(store.check().problems()).isEmpty();
        }
      }
    }
    Evidence.print("disk full", "synced, emptied row by row, values of " + size, rounds, seed);
  }

  /// A view of the full file keeps every page that deletes would free, and a transaction that
  /// deletes everything needs a copy of each page: both are refused, until the view is closed or
  /// the transactions are shorter.
  @ParameterizedTest
  @CsvSource({
    "300, true, 1, 1, 'close views, or free some'",
    "1_000, false, 1_000_000, 20, 'make fewer at once'"
  })
  void fullDisk_deletesThatFindNoRoom_areTakenOnceTheyNeedLess(
      int size, boolean viewed, int refusedAtOnce, int takenAtOnce, String advice)
      throws IOException {
    try (SmallDisk _ = SmallDisk.mount(folder);
        Store store = Store.open(folder.resolve("store"), Mark.SCHEMA, OPTIONS)) {
      fill(store, size, true);
      Collections.shuffle(keys, random);
      try (Snapshot view = viewed ? store.view() : null) {
        assertThatThrownBy(() -> deleteAll(store, refusedAtOnce))
            .isInstanceOf(StoreException.StoreFull.class)
            .hasMessageContaining(advice);
        if (view != null) {
          assertThat(view.count(Mark.RIGHT)).isGreaterThan(keys.size());
        }
        expectAll(store, size);
      }
      deleteAll(store, takenAtOnce);
      expectAll(store, size);
      fill(store, size, true);
      expectAll(store, size);
      assertThat(store.check().problems()).isEmpty();
    }
  }

  /// From the last key on, so many in a transaction.
  private void deleteAll(Store store, int atOnce) {
    while (!keys.isEmpty()) {
      List<Long> part = keys.subList(Math.max(keys.size() - atOnce, 0), keys.size());
      store.write(
          tx -> {
            for (long key : part) {
              assertThat(tx.delete(Mark.RIGHT, key)).isTrue();
            }
          });
      part.clear();
    }
  }

  private void fill(Store store, int size, boolean anywhere) {
    while (true) {
      long key = anywhere ? random.nextLong() >>> 1 : next++;
      try {
        store.write(tx -> tx.put(Mark.RIGHT, key, mark(key, size)));
      } catch (StoreException.StoreFull e) {
        assertThat(e).hasMessageContaining("free some");
        return;
      }
      keys.add(key);
    }
  }

  private void expectAll(Store store, int size) {
    assertThat(store.<Long>read(view -> view.count(Mark.RIGHT))).isEqualTo(keys.size());
    for (long key : keys) {
      Mark found = store.read(view -> view.get(Mark.RIGHT, key));
      assertThat(found).isEqualTo(mark(key, size));
    }
  }

  private static Mark mark(long key, int size) {
    return new Mark(key, String.valueOf((char) ('a' + key % 26)).repeat(size));
  }
}
