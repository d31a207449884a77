package dev.fulgur.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.AbstractOwnableSynchronizer;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/// What concurrent transactions and views of the logged engine see of each other.
final class LoggedIsolationTest extends LoggedFolder {
  @Test
  void commit_afterWhatItReadChanged_isAConflictThatNamesTheKey() {
    try (Store store = open()) {
      store.write(tx -> tx.put(t.plain(), 1L, "a"));
      try (InteractiveTransaction mine = store.begin()) {
        assertThat(mine.get(t.plain(), 1L)).isEqualTo("a");
        mine.put(t.plain(), 2L, "mine");
        store.write(tx -> tx.put(t.plain(), 1L, "b"));
        assertThatThrownBy(mine::commit)
            .isInstanceOfSatisfying(
                StoreException.Conflict.class, e -> assertThat(e.table()).isEqualTo("plain"));
      }
      assertThat(plain(store, 2)).isNull();
    }
  }

  @Test
  void commit_afterARangeItReadGained_isAConflictEvenAfterACheckpoint() {
    try (Store store = open()) {
      try (InteractiveTransaction mine = store.begin()) {
        assertThat(mine.scan(t.plain(), Range.between(10L, 20L), 100)).isEmpty();
        mine.put(t.plain(), 1L, "mine");
        store.write(tx -> tx.put(t.plain(), 15L, "phantom"));
        store.checkpoint();
        assertThatThrownBy(mine::commit).isInstanceOf(StoreException.Conflict.class);
      }
      // A walk ends at the first row behind its range, which is part of what it saw.
      store.write(tx -> tx.put(t.plain(), 21L, "where the walk ends"));
      try (InteractiveTransaction mine = store.begin()) {
        assertThat(mine.scan(t.plain(), Range.between(10L, 20L), 100)).hasSize(1);
        mine.put(t.plain(), 1L, "mine");
        store.write(tx -> tx.put(t.plain(), 25L, "outside of it"));
        mine.commit();
      }
    }
  }

  @Test
  void commit_writeSkew_oneOfTheTwoLoses() {
    try (Store store = open()) {
      store.write(
          tx -> {
            tx.put(t.plain(), 1L, "on");
            tx.put(t.plain(), 2L, "on");
          });
      InteractiveTransaction one = store.begin();
      InteractiveTransaction two = store.begin();
      assertThat(one.get(t.plain(), 2L)).isEqualTo("on");
      assertThat(two.get(t.plain(), 1L)).isEqualTo("on");
      one.put(t.plain(), 1L, "off");
      two.put(t.plain(), 2L, "off");
      one.commit();
      assertThatThrownBy(two::commit).isInstanceOf(StoreException.Conflict.class);
    }
  }

  @Test
  void blindPuts_ofOneKeyWithAnIndex_leaveNoGhostEntry() {
    try (Store store = open()) {
      InteractiveTransaction one = store.begin();
      InteractiveTransaction two = store.begin();
      one.put(t.notes(), "k", Note.of("one", "red"));
      two.put(t.notes(), "k", Note.of("two", "blue"));
      one.commit();
      assertThatThrownBy(two::commit).isInstanceOf(StoreException.Conflict.class);
      Stores.assertClean(store);
    }
  }

  @Test
  void blindPuts_ofOneUniqueIndexKey_onlyOneGetsIt() {
    try (Store store = open()) {
      InteractiveTransaction one = store.begin();
      InteractiveTransaction two = store.begin();
      one.put(t.notes(), "a", Note.of("same title"));
      two.put(t.notes(), "b", Note.of("same title"));
      one.commit();
      assertThatThrownBy(two::commit).isInstanceOf(StoreException.Conflict.class);
      assertThat(Stores.count(store, t.notes())).isEqualTo(1);
      Stores.assertClean(store);
    }
  }

  @Test
  void blindDelete_andPutOfOneKey_leaveNoGhostEntry() {
    try (Store store = open()) {
      store.write(tx -> tx.put(t.notes(), "k", Note.of("old", "red")));
      InteractiveTransaction one = store.begin();
      InteractiveTransaction two = store.begin();
      one.put(t.notes(), "k", Note.of("new", "blue"));
      assertThat(two.delete(t.notes(), "k")).isTrue();
      one.commit();
      assertThatThrownBy(two::commit).isInstanceOf(StoreException.Conflict.class);
      Stores.assertClean(store);
    }
  }

  @Test
  void counters_addedToAtOnce_neverConflictAndAddUp() {
    Counter counter = Counter.of("c");
    try (Store store = open()) {
      List<InteractiveTransaction> open = new ArrayList<>();
      for (int i = 1; i <= 10; i++) {
        InteractiveTransaction transaction = store.begin();
        transaction.add(counter, i);
        open.add(transaction);
      }
      open.forEach(InteractiveTransaction::commit);
      assertThat(store.<Long>read(view -> view.get(counter))).isEqualTo(55);
      store.checkpoint();
      store.write(tx -> tx.add(counter, 45));
      assertThat(store.<Long>read(view -> view.get(counter))).isEqualTo(100);
    }
    try (Store store = open()) {
      assertThat(store.<Long>read(view -> view.get(counter))).isEqualTo(100);
      store.write(tx -> tx.add(counter, 1));
    }
    try (Store store = open()) {
      assertThat(store.<Long>read(view -> view.get(counter))).isEqualTo(101);
      Stores.assertClean(store);
    }
  }

  @Test
  void readModifyWrite_byManyThreads_losesNoUpdate() throws InterruptedException {
    try (Store store = open()) {
      store.write(tx -> tx.put(t.plain(), 1L, "0"));
      List<Thread> threads = new ArrayList<>();
      for (int i = 0; i < 6; i++) {
        threads.add(
            Thread.ofPlatform()
                .start(
                    () -> {
                      for (int n = 0; n < 100; n++) {
                        store.write(
                            tx -> {
                              int value = Integer.parseInt(String.valueOf(tx.get(t.plain(), 1L)));
                              tx.put(t.plain(), 1L, "" + (value + 1));
                            });
                      }
                    }));
      }
      for (Thread thread : threads) {
        thread.join();
      }
      assertThat(plain(store, 1)).isEqualTo("600");
    }
  }

  /// Another thread commits to the same key between each read of a closure and its write, until it
  /// has to wait for the closure.
  @Test
  void write_besideOneThatIsAlwaysFaster_comesThrough() throws InterruptedException {
    AtomicInteger asked = new AtomicInteger();
    AtomicInteger served = new AtomicInteger();
    AtomicBoolean stop = new AtomicBoolean();
    try (Store store = open()) {
      store.write(tx -> tx.put(t.plain(), 1L, ""));
      Thread faster =
          Thread.ofPlatform()
              .start(
                  () -> {
                    while (!stop.get()) {
                      if (served.get() < asked.get()) {
                        store.write(tx -> tx.put(t.plain(), 1L, "faster " + served.get()));
                        served.incrementAndGet();
                      }
                    }
                  });
      try {
        store.write(
            tx -> {
              String read = tx.get(t.plain(), 1L);
              int mine = asked.incrementAndGet();
              awaitServed(faster, served, mine);
              tx.put(t.plain(), 1L, read + " and later");
            });
      } finally {
        stop.set(true);
        faster.join();
      }
      assertThat(asked.get()).isGreaterThan(1);
      assertThat(plain(store, 1)).startsWith("faster");
      Stores.assertClean(store);
    }
  }

  /// Until it is served, or held back by a lock; those that a commit waits for are held for
  /// moments.
  private static void awaitServed(Thread faster, AtomicInteger served, int mine) {
    long free = System.nanoTime();
    while (served.get() < mine && System.nanoTime() - free < 500_000_000) {
      if (!(LockSupport.getBlocker(faster) instanceof AbstractOwnableSynchronizer)) {
        free = System.nanoTime();
      }
      Thread.onSpinWait();
    }
  }

  /// Transfers between accounts while checkpoints run as fast as they can. A view that tore, a
  /// backup that holds half of a transaction, or a checkpoint that is no prefix shows another sum.
  @Test
  void views_duringCommitsAndCheckpoints_seeWholeTransactions() throws Exception {
    int accounts = 20;
    try (Store store = open()) {
      store.write(
          tx -> {
            for (long i = 0; i < accounts; i++) {
              tx.put(t.plain(), i, "100");
            }
          });
      AtomicBoolean stop = new AtomicBoolean();
      AtomicReference<@Nullable Throwable> wrong = new AtomicReference<>();
      List<Thread> threads = new ArrayList<>();
      threads.add(loop(stop, wrong, () -> transfer(store, accounts)));
      threads.add(loop(stop, wrong, () -> transfer(store, accounts)));
      threads.add(loop(stop, wrong, store::checkpoint));
      threads.add(loop(stop, wrong, () -> assertThat(sum(store)).isEqualTo(100L * accounts)));
      for (int i = 0; i < 5; i++) {
        store.backup(at("backup" + i));
      }
      long version = store.version();
      while (store.version() < version + 300 && wrong.get() == null) {
        Thread.onSpinWait();
      }
      stop.set(true);
      for (Thread thread : threads) {
        thread.join();
      }
      assertThat(wrong.get()).isNull();
    }
    for (int i = 0; i < 5; i++) {
      try (Store backup =
          Store.open(at("backup" + i), t.schema(), StoreOptions.defaults().withCreate(false))) {
        assertThat(sum(backup)).isEqualTo(100L * accounts);
        Stores.assertClean(backup);
      }
    }
  }

  private static Thread loop(
      AtomicBoolean stop, AtomicReference<@Nullable Throwable> wrong, Runnable step) {
    return Thread.ofPlatform()
        .start(
            () -> {
              try {
                while (!stop.get()) {
                  step.run();
                }
              } catch (RuntimeException | Error e) {
                wrong.compareAndSet(null, e);
              }
            });
  }

  private void transfer(Store store, int accounts) {
    long nanos = System.nanoTime();
    long from = Math.floorMod(nanos, (long) accounts);
    long to = Math.floorMod(nanos / 7, (long) accounts);
    store.write(
        tx -> {
          int a = Integer.parseInt(String.valueOf(tx.get(t.plain(), from)));
          int b = Integer.parseInt(String.valueOf(tx.get(t.plain(), to)));
          if (from != to) {
            tx.put(t.plain(), from, "" + (a - 1));
            tx.put(t.plain(), to, "" + (b + 1));
          }
        });
  }

  private long sum(Store store) {
    return store.<Long>read(
        view -> {
          long sum = 0;
          for (Row<Long, String> row : view.scan(t.plain(), Range.all(), 1_000)) {
            sum += Long.parseLong(row.record());
          }
          return sum;
        });
  }

  @Test
  void view_heldOverCheckpoints_staysAsItWas() {
    try (Store store = open()) {
      store.write(tx -> tx.put(t.plain(), 1L, "first"));
      try (Snapshot view = store.view()) {
        for (int i = 0; i < 5; i++) {
          store.write(
              tx -> {
                tx.put(t.plain(), 1L, "later");
                tx.put(t.plain(), 2L, "new");
              });
          store.checkpoint();
        }
        assertThat(view.get(t.plain(), 1L)).isEqualTo("first");
        assertThat(view.keys(t.plain(), Range.all(), 10)).containsExactly(1L);
        assertThat(view.count(t.plain())).isEqualTo(1);
        assertThat(view.version()).isEqualTo(1);
      }
      assertThat(health(store).appliedSequence()).isEqualTo(6);
      assertThat(health(store).overlayBytes()).isZero();
    }
  }
}
