package dev.fulgur.store;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// A store that is closed while commits are under way: each is told that it is there, and is, or
/// that the store is closed, and is not.
final class ClosingTest {
  private static final int ROUNDS = Boolean.getBoolean("soak") ? 5_000 : 6;
  private static final int THREADS = 6;
  private static final int AT_ONCE = 16;

  @TempDir Path folder;

  private final Note.Tables t = Note.tables();
  private final Set<Long> stored = ConcurrentHashMap.newKeySet();
  private final Set<Long> refused = ConcurrentHashMap.newKeySet();
  private final ConcurrentLinkedQueue<Throwable> failures = new ConcurrentLinkedQueue<>();
  private final AtomicLong next = new AtomicLong();

  @ParameterizedTest
  @EnumSource(Durability.class)
  void close_whileCommitsAreUnderWay_tellsEachTheTruth(Durability durability)
      throws InterruptedException {
    for (int round = 0; round < ROUNDS; round++) {
      Path place = folder.resolve("store" + round % 10);
      long begun = next.get();
      Store store = Stores.open(place, t.schema(), durability);
      List<Thread> threads = new ArrayList<>();
      for (int i = 0; i < THREADS; i++) {
        boolean waits = i < THREADS / 2;
        Thread.Builder kind = i % 2 == 0 ? Thread.ofPlatform() : Thread.ofVirtual();
        threads.add(kind.start(() -> commit(store, waits)));
      }
      while (next.get() < begun + 10L * round) {
        Thread.onSpinWait();
      }
      store.close();
      for (Thread thread : threads) {
        thread.join();
      }
      assertThat(failures).isEmpty();
      try (Store again = Stores.open(place, t.schema(), durability)) {
        List<Long> keys = again.read(view -> view.keys(t.plain(), Range.all(), Integer.MAX_VALUE));
        Set<Long> there = new HashSet<>(keys);
        assertThat(there).isEqualTo(stored).doesNotContainAnyElementsOf(refused);
        assertThat(Stores.count(again, t.notes())).isEqualTo(there.size());
        Stores.assertClean(again);
        again.write(tx -> tx.clear(t.plain()));
        again.write(tx -> tx.clear(t.notes()));
      }
      stored.clear();
      refused.clear();
    }
  }

  private void commit(Store store, boolean waits) {
    List<CompletableFuture<?>> futures = new ArrayList<>();
    try {
      while (true) {
        long key = next.incrementAndGet();
        try {
          if (waits) {
            store.write(tx -> put(tx, key));
            stored.add(key);
          } else {
            futures.add(store.writeAsync(tx -> put(tx, key)).handle((_, e) -> told(key, e)));
            if (futures.size() == AT_ONCE) {
              futures.forEach(CompletableFuture::join);
              futures.clear();
            }
          }
        } catch (StoreException.StoreClosed e) {
          refused.add(key);
          break;
        }
      }
      futures.forEach(CompletableFuture::join);
    } catch (RuntimeException e) {
      failures.add(e);
    }
  }

  private void put(Transaction tx, long key) {
    tx.put(t.plain(), key, "v");
    tx.put(t.notes(), "n" + key, Note.of("title " + key));
  }

  private boolean told(long key, @Nullable Throwable failure) {
    if (failure == null) {
      return stored.add(key);
    }
    Throwable cause =
        failure instanceof java.util.concurrent.CompletionException e ? e.getCause() : failure;
    if (!(cause instanceof StoreException.StoreClosed)) {
      failures.add(failure);
    }
    return refused.add(key);
  }
}
