package dev.fulgur.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/// What only the logged engine does.
final class LoggedStoreTest extends LoggedFolder {
  private static final int ROWS = 20_000;

  @Test
  void kill_afterAcknowledged_losesNothingAndIsRecoveredOnce() throws IOException {
    Path image;
    try (Store store = open()) {
      for (long i = 0; i < 50; i++) {
        long key = i;
        store.write(tx -> tx.put(t.notes(), "n" + key, Note.of("title " + key, "tag" + key % 3)));
        if (i == 20) {
          store.checkpoint();
        }
      }
      store.write(tx -> tx.add(Counter.of("saved"), 50));
      image = killed("store", "image");
    }
    for (int i = 0; i < 2; i++) {
      try (Store store = open(image)) {
        assertThat(Stores.count(store, t.notes())).isEqualTo(50);
        assertThat(store.<Long>read(view -> view.get(Counter.of("saved")))).isEqualTo(50);
        assertThat(health(store).recovery().committed()).isEqualTo(i == 0 ? 30 : 0);
        Stores.assertClean(store);
      }
    }
  }

  @Test
  void kill_duringRecovery_isRecoveredAgain() throws IOException {
    try (Store store = open()) {
      for (long i = 0; i < 30; i++) {
        long key = i;
        store.write(tx -> tx.put(t.notes(), "n" + key, Note.of("title " + key, "tag")));
        store.write(tx -> tx.add(Counter.of("saved"), 1));
      }
      killed("store", "image");
    }
    try (Store store = open(at("image"))) {
      killed("image", "second");
      assertThat(Stores.count(store, t.notes())).isEqualTo(30);
    }
    try (Store store = open(at("second"))) {
      assertThat(Stores.count(store, t.notes())).isEqualTo(30);
      assertThat(store.<Long>read(view -> view.get(Counter.of("saved")))).isEqualTo(30);
      Stores.assertClean(store);
    }
  }

  @Test
  void clear_thenPut_inOverlayAndAfterCheckpointAndRecovery() throws IOException {
    try (Store store = open()) {
      for (long i = 0; i < 20; i++) {
        long key = i;
        store.write(tx -> tx.put(t.plain(), key, "old"));
      }
      store.checkpoint();
      store.write(tx -> tx.put(t.plain(), 50L, "between"));
      store.write(
          tx -> {
            assertThat(tx.clear(t.plain())).isEqualTo(21);
            tx.put(t.plain(), 3L, "new");
          });
      store.write(tx -> tx.put(t.plain(), 4L, "later"));
      killed("store", "image");
      for (int i = 0; i < 2; i++) {
        assertThat(store.<List<Long>>read(v -> v.keys(t.plain(), Range.all(), 100)))
            .containsExactly(3L, 4L);
        assertThat(Stores.count(store, t.plain())).isEqualTo(2);
        store.checkpoint();
      }
    }
    try (Store store = open(at("image"))) {
      assertThat(store.<List<Long>>read(v -> v.keys(t.plain(), Range.all(), 100)))
          .containsExactly(3L, 4L);
    }
  }

  @Test
  void transaction_over32MiB_isRefusedBeforeItIsQueued() {
    try (Store store = open()) {
      String part = "x".repeat(1 << 20);
      assertThatThrownBy(
              () ->
                  store.write(
                      tx -> {
                        for (long i = 0; i < 40; i++) {
                          tx.put(t.plain(), i, part);
                        }
                      }))
          .isInstanceOf(StoreException.TransactionTooLarge.class);
      assertThat(Stores.count(store, t.plain())).isZero();
      store.write(
          tx -> {
            for (long i = 0; i < 20; i++) {
              tx.put(t.plain(), i, part);
            }
          });
      assertThat(Stores.count(store, t.plain())).isEqualTo(20);
    }
  }

  @Test
  void keyTooLong_isRefusedBeforeItIsAcknowledged() {
    try (Store store = open()) {
      assertThatThrownBy(() -> store.write(tx -> tx.put(t.notes(), "k".repeat(512), Note.of("x"))))
          .isInstanceOf(StoreException.KeyTooLong.class);
      store.write(tx -> tx.put(t.notes(), "k".repeat(511), Note.of("x")));
      store.checkpoint();
      assertThat(health(store).checkpointFailure()).isNull();
    }
  }

  @Test
  void quota_isRefusedBeforeAcknowledgedAndDeletesGoOn() {
    StoreOptions tight =
        OPTIONS
            .withQuotaBytes(4L << 20)
            .withInitialMapBytes(4L << 20)
            .withLog(SMALL.withCheckpoints(Duration.ofMillis(20), 1 << 16));
    List<Long> acknowledged = new ArrayList<>();
    try (Store store = Store.open(at("store"), t.schema(), tight)) {
      assertThatThrownBy(
              () -> {
                for (long i = 0; i < 5_000; i++) {
                  long key = i;
                  store.write(tx -> tx.put(t.plain(), key, "x".repeat(2_000)));
                  acknowledged.add(key);
                }
              })
          .isInstanceOf(StoreException.StoreFull.class);
      assertThat(acknowledged).hasSizeGreaterThan(100);
      assertThat(plain(store, 0)).isNotNull();
      store.checkpoint();
      assertThat(health(store).checkpointFailure()).isNull();
      store.write(tx -> tx.delete(t.plain(), 0L));
    }
    try (Store store = Store.open(at("store"), t.schema(), tight)) {
      assertThat(Stores.count(store, t.plain())).isEqualTo(acknowledged.size() - 1);
      Stores.assertClean(store);
    }
  }

  @Test
  void quota_onceEverythingIsDeleted_takesAsMuchAgain() {
    StoreOptions tight = OPTIONS.withQuotaBytes(2L << 20);
    try (Store store = Store.open(at("store"), t.schema(), tight)) {
      long first = fill(store);
      for (long i = 0; i < first; i++) {
        long key = i;
        store.write(tx -> tx.delete(t.plain(), key));
      }
      assertThat(fill(store)).isGreaterThan(first * 8 / 10);
      Stores.assertClean(store);
    }
  }

  /// How many rows it takes.
  private long fill(Store store) {
    for (long i = 0; ; i++) {
      long key = i;
      try {
        store.write(tx -> tx.put(t.plain(), key, "x".repeat(2_000)));
      } catch (StoreException.StoreFull e) {
        return i;
      }
    }
  }

  /// Each row that changes has its page copied first, of which the quota has not so many left.
  @Test
  void quota_changesAllOverTheFile_areBroughtInOnceAcknowledged() throws IOException {
    StoreOptions tight = OPTIONS.withQuotaBytes(4L << 20);
    try (Store store = Store.open(at("store"), t.schema(), tight)) {
      fillPages(store);
      try (Snapshot before = store.view()) {
        for (long i = 0; i < ROWS; i += 25) {
          long key = i;
          store.write(tx -> tx.put(t.plain(), key, "y".repeat(90)));
        }
        killed("store", "image");
        assertThatThrownBy(store::checkpoint)
            .as("which the view does not let the map grow for")
            .isInstanceOf(StoreException.StoreFull.class);
        assertThat(before.get(t.plain(), ROWS - 25L)).isEqualTo("x".repeat(90));
      }
      store.checkpoint();
      assertThat(health(store).checkpointFailure()).isNull();
      Stores.assertClean(store);
    }
    for (String name : List.of("store", "image")) {
      try (Store store = Store.open(at(name), t.schema(), tight)) {
        assertThat(plain(store, ROWS - 25)).isEqualTo("y".repeat(90));
        assertThat(Stores.count(store, t.plain())).isEqualTo(ROWS);
        Stores.assertClean(store);
      }
    }
  }

  /// Small rows in pages that are as full as can be.
  private void fillPages(Store store) {
    for (long i = 0; i < ROWS; i += 1_000) {
      long from = i;
      store.write(
          tx -> {
            for (long key = from; key < from + 1_000; key++) {
              tx.put(t.plain(), key, "x".repeat(90));
            }
          });
      store.checkpoint();
    }
  }

  @Test
  void relaxed_closed_keepsEverything() {
    StoreOptions relaxed = OPTIONS.withDurability(Durability.RELAXED);
    try (Store store = Store.open(at("store"), t.schema(), relaxed)) {
      for (long i = 0; i < 2_000; i++) {
        long key = i;
        store.write(tx -> tx.put(t.plain(), key, "v" + key));
      }
      assertThat(plain(store, 1_999)).isEqualTo("v1999");
    }
    try (Store store = open()) {
      assertThat(Stores.count(store, t.plain())).isEqualTo(2_000);
      Stores.assertClean(store);
    }
  }

  @Test
  void writeInsideAWrite_isRefusedOnceAndTheThreadCanWriteAgain() {
    AtomicInteger runs = new AtomicInteger();
    try (Store store = open()) {
      assertThatThrownBy(
              () ->
                  store.write(
                      _ -> {
                        runs.incrementAndGet();
                        store.write(tx -> tx.put(t.plain(), 1L, "x"));
                      }))
          .isInstanceOf(IllegalStateException.class);
      assertThat(runs).hasValue(1);
      store.write(tx -> tx.put(t.plain(), 1L, "x"));
    }
  }
}
