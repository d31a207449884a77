package dev.fulgur.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletionException;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/// Transactions that their caller drives, the same on every engine.
@ParameterizedClass
@EnumSource(Durability.class)
final class InteractiveTransactionTest {

  @Parameter Durability durability = Durability.DIRECT;

  @TempDir Path folder;

  private final Note.Tables t = Note.tables();

  private Store open() {
    return Store.open(folder, t.schema(), StoreOptions.defaults().withDurability(durability));
  }

  @Test
  void commit_afterTheReadKeyChanged_isAConflictThatNamesIt() {
    try (Store store = open()) {
      store.write(tx -> tx.put(t.plain(), 1L, "one"));
      try (InteractiveTransaction tx = store.begin()) {
        assertThat(tx.get(t.plain(), 1L)).isEqualTo("one");
        tx.put(t.plain(), 2L, "two");
        store.write(other -> other.put(t.plain(), 1L, "changed"));
        assertThatThrownBy(tx::commit)
            .isInstanceOf(StoreException.Conflict.class)
            .hasMessageContaining("plain");
      }
      assertThat(store.<Boolean>read(view -> view.contains(t.plain(), 2L))).isFalse();
      Stores.assertClean(store);
    }
  }

  @Test
  void commit_afterSomethingElseChanged_succeeds() {
    try (Store store = open()) {
      store.write(tx -> tx.put(t.plain(), 1L, "one"));
      try (InteractiveTransaction tx = store.begin()) {
        assertThat(tx.get(t.plain(), 1L)).isEqualTo("one");
        tx.put(t.plain(), 2L, "two");
        store.write(other -> other.put(t.plain(), 3L, "three"));
        tx.commit();
        assertThat(tx.state()).isEqualTo(InteractiveTransaction.State.COMMITTED);
      }
      assertThat(Stores.count(store, t.plain())).isEqualTo(3);
      Stores.assertClean(store);
    }
  }

  @Test
  void readsOfTheSnapshot_doNotHoldTheTransactionToThem() {
    try (Store store = open()) {
      store.write(tx -> tx.put(t.plain(), 1L, "one"));
      View snapshot;
      try (InteractiveTransaction tx = store.begin()) {
        snapshot = tx.snapshot();
        tx.put(t.plain(), 2L, "two");
        store.write(other -> other.put(t.plain(), 1L, "changed"));
        store.write(other -> other.put(t.plain(), 3L, "three"));
        assertThat(snapshot.get(t.plain(), 1L)).isEqualTo("one");
        assertThat(snapshot.keys(t.plain(), Range.all(), 10)).containsExactly(1L);
        assertThat(snapshot.count(t.plain())).isEqualTo(1);
        tx.commit();
      }
      assertThat(Stores.count(store, t.plain())).isEqualTo(3);
      assertThatThrownBy(() -> snapshot.get(t.plain(), 1L))
          .isInstanceOf(IllegalStateException.class)
          .hasMessageContaining("committed");
      Stores.assertClean(store);
    }
  }

  @Test
  void commit_afterARowCameIntoAReadRange_isAConflict() {
    try (Store store = open()) {
      store.write(
          tx -> {
            tx.put(t.plain(), 10L, "ten");
            tx.put(t.plain(), 20L, "twenty");
          });
      for (long key : new long[] {5, 15, 25}) {
        try (InteractiveTransaction tx = store.begin()) {
          assertThat(tx.keys(t.plain(), Range.between(10L, 21L), 10)).containsExactly(10L, 20L);
          tx.put(t.plain(), 100L, "sum");
          store.write(other -> other.put(t.plain(), key, "new"));
          if (key == 15) {
            assertThatThrownBy(tx::commit).isInstanceOf(StoreException.Conflict.class);
          } else if (key == 5) {
            tx.commit();
          }
        }
        store.write(other -> other.delete(t.plain(), key));
      }
      Stores.assertClean(store);
    }
  }

  @Test
  void twoThatTakeOneTitle_oneWins() {
    try (Store store = open()) {
      try (InteractiveTransaction first = store.begin();
          InteractiveTransaction second = store.begin()) {
        first.put(t.notes(), "a", Note.of("same"));
        second.put(t.notes(), "b", Note.of("same"));
        first.commit();
        assertThatThrownBy(second::commit).isInstanceOf(StoreException.Conflict.class);
      }
      assertThat(Stores.count(store, t.notes())).isEqualTo(1);
      Stores.assertClean(store);
    }
  }

  @Test
  void twoBlindPutsOnOneIndexedKey_leaveNoGhostEntry() {
    try (Store store = open()) {
      store.write(tx -> tx.put(t.notes(), "a", Note.of("zero", "old")));
      try (InteractiveTransaction first = store.begin();
          InteractiveTransaction second = store.begin()) {
        first.put(t.notes(), "a", Note.of("one", "red"));
        second.put(t.notes(), "a", Note.of("two", "blue"));
        first.commit();
        assertThatThrownBy(second::commit).isInstanceOf(StoreException.Conflict.class);
      }
      assertThat(store.<List<String>>read(view -> view.keys(t.byTag(), Range.all(), 10)))
          .containsExactly("a");
      Stores.assertClean(store);
    }
  }

  @Test
  void additionsToOneCounter_neverConflict() {
    Counter counter = Counter.of("c");
    try (Store store = open()) {
      try (InteractiveTransaction first = store.begin();
          InteractiveTransaction second = store.begin()) {
        first.add(counter, 2);
        second.add(counter, 3);
        assertThat(first.get(Counter.of("other"))).isZero();
        first.commit();
        second.commit();
      }
      assertThat(store.<Long>read(view -> view.get(counter))).isEqualTo(5);
      try (InteractiveTransaction reads = store.begin()) {
        assertThat(reads.addAndGet(counter, 1)).isEqualTo(6);
        assertThat(reads.get(counter)).isEqualTo(6);
        store.write(tx -> tx.add(counter, 1));
        assertThatThrownBy(reads::commit).isInstanceOf(StoreException.Conflict.class);
      }
      Stores.assertClean(store);
    }
  }

  @Test
  void anyUseAfterTheEnd_isRefused() {
    try (Store store = open()) {
      InteractiveTransaction aborted = store.begin();
      aborted.put(t.plain(), 1L, "one");
      aborted.abort();
      assertThat(aborted.state()).isEqualTo(InteractiveTransaction.State.ABORTED);
      assertThatThrownBy(() -> aborted.get(t.plain(), 1L))
          .isInstanceOf(IllegalStateException.class)
          .hasMessageContaining("aborted");
      assertThatThrownBy(aborted::commit).isInstanceOf(IllegalStateException.class);
      aborted.close();
      InteractiveTransaction committed = store.begin();
      committed.put(t.plain(), 2L, "two");
      committed.commitAsync().join();
      assertThatThrownBy(() -> committed.put(t.plain(), 1L, "x"))
          .isInstanceOf(IllegalStateException.class)
          .hasMessageContaining("committed");
      assertThatThrownBy(committed::commit).isInstanceOf(IllegalStateException.class);
      assertThat(store.<List<Long>>read(view -> view.keys(t.plain(), Range.all(), 10)))
          .containsExactly(2L);
    }
  }

  @Test
  void close_withoutCommit_aborts() {
    try (Store store = open()) {
      InteractiveTransaction tx = store.begin();
      try (tx) {
        tx.put(t.plain(), 1L, "one");
      }
      assertThat(tx.state()).isEqualTo(InteractiveTransaction.State.ABORTED);
      assertThat(Stores.count(store, t.plain())).isZero();
    }
  }

  @Test
  void writesOver32MiB_areRefused() {
    try (Store store = open();
        InteractiveTransaction tx = store.begin()) {
      String large = "x".repeat(1 << 20);
      assertThatThrownBy(
              () -> {
                for (long i = 0; i < 40; i++) {
                  tx.put(t.plain(), i, large);
                }
              })
          .isInstanceOf(StoreException.TransactionTooLarge.class)
          .hasMessageContaining("smaller parts");
    }
  }

  @Test
  void transfersBetweenAccounts_byManyThreads_keepTheirSum() throws Exception {
    int accounts = 8;
    try (Store store = open()) {
      store.write(
          tx -> {
            for (long i = 0; i < accounts; i++) {
              tx.put(t.plain(), i, "100");
            }
          });
      AtomicInteger conflicts = new AtomicInteger();
      List<Thread> threads = new ArrayList<>();
      for (int n = 0; n < 6; n++) {
        int thread = n;
        threads.add(
            (n % 2 == 0 ? Thread.ofVirtual() : Thread.ofPlatform())
                .start(
                    () -> {
                      java.util.Random random = new java.util.Random(thread);
                      for (int i = 0; i < 60; i++) {
                        transfer(
                            store, random.nextInt(accounts), random.nextInt(accounts), conflicts);
                      }
                    }));
      }
      for (Thread thread : threads) {
        thread.join();
      }
      long sum = 0;
      for (Row<Long, String> row :
          store.<List<Row<Long, String>>>read(view -> view.scan(t.plain(), Range.all(), 100))) {
        sum += Long.parseLong(row.record());
      }
      assertThat(sum).isEqualTo(100L * accounts);
      Stores.assertClean(store);
    }
  }

  private void transfer(Store store, long from, long to, AtomicInteger conflicts) {
    while (true) {
      try (InteractiveTransaction tx = store.begin()) {
        long a = Long.parseLong(String.valueOf(tx.get(t.plain(), from)));
        tx.put(t.plain(), from, Long.toString(a - 1));
        long b = Long.parseLong(String.valueOf(tx.get(t.plain(), to)));
        tx.put(t.plain(), to, Long.toString(b + 1));
        tx.commitAsync().join();
        return;
      } catch (CompletionException e) {
        assertThat(e).hasCauseInstanceOf(StoreException.Conflict.class);
        conflicts.incrementAndGet();
      }
    }
  }
}
