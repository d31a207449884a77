package dev.fulgur.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/// What a user of the store does first.
@ParameterizedClass
@EnumSource(Durability.class)
final class StoreTest {

  @Parameter Durability durability = Durability.DIRECT;

  @TempDir Path folder;

  private final Note.Tables t = Note.tables();

  private Store open() {
    return Store.open(folder, t.schema(), StoreOptions.defaults().withDurability(durability));
  }

  private static void assertClean(Store store) {
    CheckReport report = store.check();
    assertThat(report.problems()).isEmpty();
    assertThat(report.isClean()).isTrue();
  }

  @Test
  void put_thenGet_answersTheRecord() {
    try (Store store = open()) {
      store.write(tx -> tx.put(t.notes(), "a", Note.of("first", "red", "blue")));
      assertThat(store.<Note>read(view -> view.get(t.notes(), "a")))
          .isEqualTo(Note.of("first", "red", "blue"));
      assertThat(store.<Note>read(view -> view.get(t.notes(), "b"))).isNull();
      assertClean(store);
    }
  }

  @Test
  void reopen_afterCommit_keepsEverything() {
    try (Store store = open()) {
      store.write(tx -> tx.put(t.notes(), "a", Note.of("first", "red")));
    }
    try (Store store = open()) {
      assertThat(store.<Note>read(view -> view.get(t.notes(), "a"))).isNotNull();
      assertClean(store);
    }
  }

  @Test
  void write_thatThrows_leavesNothing() {
    try (Store store = open()) {
      assertThatThrownBy(
              () ->
                  store.write(
                      tx -> {
                        tx.put(t.notes(), "a", Note.of("first"));
                        throw new IllegalArgumentException("no");
                      }))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessage("no");
      assertThat(store.<Boolean>read(view -> view.contains(t.notes(), "a"))).isFalse();
      assertClean(store);
    }
  }

  @Test
  void index_afterChanges_leadsToTheRecords() {
    try (Store store = open()) {
      store.write(
          tx -> {
            tx.put(t.notes(), "a", Note.of("first", "red", "blue"));
            tx.put(t.notes(), "b", Note.of("second", "red"));
            tx.put(t.notes(), "c", Note.of("third", "green"));
          });
      store.write(
          tx -> {
            tx.put(t.notes(), "a", Note.of("first", "green"));
            tx.delete(t.notes(), "c");
          });
      try (Snapshot view = store.view()) {
        assertThat(view.keys(t.byTag(), Range.only("red"), 10)).containsExactly("b");
        assertThat(view.keys(t.byTag(), Range.only("green"), 10)).containsExactly("a");
        assertThat(view.keys(t.byTag(), Range.all(), 10)).containsExactly("a", "b");
        assertThat(view.find(t.byTitle(), "second"))
            .isEqualTo(new Row<>("b", Note.of("second", "red")));
        assertThat(view.find(t.byTitle(), "third")).isNull();
        assertThat(view.covered(t.byRank(), Range.all(), 10))
            .containsExactly(
                new CoveredRow<>(5L, "a", new Note.Title("first")),
                new CoveredRow<>(6L, "b", new Note.Title("second")));
      }
      assertClean(store);
    }
  }

  @Test
  void put_withTitleOfAnother_isKeyTakenAndChangesNothing() {
    try (Store store = open()) {
      store.write(tx -> tx.put(t.notes(), "a", Note.of("first", "red")));
      store.write(
          tx -> {
            assertThatThrownBy(() -> tx.put(t.notes(), "b", Note.of("first", "blue")))
                .isInstanceOf(StoreException.KeyTaken.class)
                .hasMessageContaining("notes_by_title")
                .hasMessageContaining("first");
            tx.put(t.notes(), "a", Note.of("first", "green"));
          });
      assertThat(store.<Long>read(view -> view.count(t.notes()))).isEqualTo(1);
      assertClean(store);
    }
  }

  @Test
  void insertAndUpdate_holdToWhatIsThere() {
    try (Store store = open()) {
      store.write(tx -> tx.insert(t.notes(), "a", Note.of("first")));
      assertThatThrownBy(() -> store.write(tx -> tx.insert(t.notes(), "a", Note.of("other"))))
          .isInstanceOf(StoreException.KeyTaken.class);
      Note updated =
          store.writeAndGet(tx -> tx.update(t.notes(), "a", note -> note.withBody("new")));
      assertThat(updated.body()).isEqualTo("new");
      assertThatThrownBy(() -> store.write(tx -> tx.update(t.notes(), "z", note -> note)))
          .isInstanceOf(StoreException.KeyMissing.class)
          .hasMessageContaining("\"z\"");
      assertClean(store);
    }
  }

  @Test
  void scan_byPages_visitsAllOnceBothWays() {
    try (Store store = open()) {
      store.write(
          tx -> {
            for (long i = 0; i < 25; i++) {
              tx.put(t.plain(), i, "value " + i);
            }
          });
      List<Row<Long, String>> first = store.read(v -> v.scan(t.plain(), Range.all(), 10));
      List<Row<Long, String>> second =
          store.read(v -> v.scan(t.plain(), Range.after(first.getLast().key()), 10));
      assertThat(first.getLast().key()).isEqualTo(9);
      assertThat(second.getFirst().key()).isEqualTo(10);
      List<Long> down =
          store.read(v -> v.keys(t.plain(), Range.<Long>between(3L, 7L).reversed(), 10));
      assertThat(down).containsExactly(6L, 5L, 4L, 3L);
      assertClean(store);
    }
  }

  @Test
  void indexPages_bySharedKey_goOnBehindTheLastEntry() {
    try (Store store = open()) {
      store.write(
          tx -> {
            for (int i = 10; i < 35; i++) {
              tx.put(t.notes(), "k" + i, Note.of("title " + i, "same"));
            }
          });
      List<IndexRow<String, String, Note>> page =
          store.read(v -> v.scan(t.byTag(), Range.only("same"), 10));
      IndexRow<String, String, Note> last = page.getLast();
      List<IndexRow<String, String, Note>> next =
          store.read(
              v -> v.scanAfter(t.byTag(), Range.only("same"), last.indexKey(), last.key(), 10));
      assertThat(last.key()).isEqualTo("k19");
      assertThat(next.getFirst().key()).isEqualTo("k20");
      assertThat(next).hasSize(10);
      List<IndexRow<String, String, Note>> back =
          store.read(
              v ->
                  v.scanAfter(
                      t.byTag(), Range.only("same").reversed(), last.indexKey(), last.key(), 3));
      assertThat(back).extracting(IndexRow::key).containsExactly("k18", "k17", "k16");
    }
  }

  @Test
  void counters_addUp() {
    Counter counter = Counter.of("saves");
    try (Store store = open()) {
      assertThat(store.<Long>read(v -> v.get(counter))).isZero();
      store.write(tx -> tx.add(counter, 5));
      assertThat(store.<Long>writeAndGet(tx -> tx.addAndGet(counter, -7))).isEqualTo(-2);
      assertThat(store.<Long>read(v -> v.get(counter))).isEqualTo(-2);
      assertClean(store);
    }
  }

  @Test
  void version_afterEachCommit_rises() {
    try (Store store = open()) {
      long before = store.version();
      store.write(tx -> tx.put(t.plain(), 1L, "x"));
      long after = store.version();
      assertThat(after).isEqualTo(before + 1);
      store.write(tx -> assertThat(tx.get(t.plain(), 1L)).isEqualTo("x"));
      assertThat(store.version()).as("nothing was written").isEqualTo(after);
      assertThat(store.<Long>read(View::version)).isEqualTo(after);
    }
  }

  @Test
  void writeAsync_manyAtOnce_shareCommitsAndFailAlone() {
    try (Store store = open()) {
      long before = store.version();
      List<CompletableFuture<?>> futures = new java.util.ArrayList<>();
      for (long i = 0; i < 200; i++) {
        long key = i;
        futures.add(
            store.writeAsync(
                tx -> {
                  tx.put(t.plain(), key, "v" + key);
                  if (key % 10 == 3) {
                    throw new IllegalStateException("closure " + key);
                  }
                }));
      }
      int failed = 0;
      for (CompletableFuture<?> future : futures) {
        if (future.handle((v, e) -> e != null).join()) {
          failed++;
        }
      }
      assertThat(failed).isEqualTo(20);
      assertThat(store.<Long>read(v -> v.count(t.plain()))).isEqualTo(180);
      assertThat(store.<Boolean>read(v -> v.contains(t.plain(), 13L))).isFalse();
      // The direct engine counts LMDB's commits, the logged one its own.
      long versions = store.version() - before;
      assertThat(versions).isLessThan(durability.isDirect() ? 180 : 181);
      assertClean(store);
    }
  }

  @Test
  void writeInsideAWrite_isRefused() {
    try (Store store = open()) {
      assertThatThrownBy(() -> store.write(_ -> store.write(tx -> tx.put(t.plain(), 1L, "x"))))
          .isInstanceOf(IllegalStateException.class)
          .hasMessageContaining("inside of a write");
      assertClean(store);
    }
  }

  @Test
  void longValue_overwrittenByAShorterOneInItsTransaction_isClean() {
    try (Store store = open()) {
      store.write(
          tx -> {
            tx.put(t.notes(), "a", Note.of("first").withBody("b".repeat(9_000)));
            tx.put(t.notes(), "a", Note.of("first").withBody("b".repeat(2_500)));
            tx.put(t.plain(), 1L, "v".repeat(20_000));
            tx.put(t.plain(), 1L, "v".repeat(9_000));
          });
      store.checkpoint();
      assertClean(store);
      store.write(tx -> tx.delete(t.plain(), 1L));
      store.checkpoint();
      assertClean(store);
    }
  }

  @Test
  void viewAfterItsEnd_isRefused() {
    try (Store store = open()) {
      View[] leaked = new View[1];
      store.read(view -> leaked[0] = view);
      assertThatThrownBy(() -> leaked[0].get(t.plain(), 1L))
          .isInstanceOf(IllegalStateException.class)
          .hasMessageContaining("has ended");
      Snapshot view = store.view();
      view.close();
      view.close();
      assertThatThrownBy(() -> view.get(t.plain(), 1L)).isInstanceOf(IllegalStateException.class);
    }
  }

  @Test
  void keyOverTheLimit_isRefusedWithItsBeginningAndLength() {
    String key = "k".repeat(600);
    try (Store store = open()) {
      assertThatThrownBy(() -> store.write(tx -> tx.put(t.notes(), key, Note.of("x"))))
          .isInstanceOf(StoreException.KeyTooLong.class)
          .hasMessageContaining("kkkk")
          .hasMessageContaining("600");
      assertThatThrownBy(() -> store.write(tx -> tx.put(t.notes(), "", Note.of("x"))))
          .isInstanceOf(StoreException.KeyTooLong.class);
      assertThat(store.<Note>read(v -> v.get(t.notes(), key))).isNull();
      assertThat(store.<Long>read(v -> v.count(t.notes()))).isZero();
    }
  }
}
