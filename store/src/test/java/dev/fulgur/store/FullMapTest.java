package dev.fulgur.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The quota, its growth, and the way back from a full store.
final class FullMapTest {

  private static final long KIB = 1024;

  @TempDir Path folder;

  private final Note.Tables t = Note.tables();

  private Store open(StoreOptions options) {
    return Store.open(folder, t.schema(), options);
  }

  private static String value(long key) {
    return ("value " + key + " ").repeat(300);
  }

  @Test
  void puts_whileTheMapIsSmall_growItAndRunTheirClosureAgain() {
    StoreOptions small =
        StoreOptions.defaults().withQuotaBytes(64L << 20).withInitialMapBytes(128 * KIB);
    AtomicInteger runs = new AtomicInteger();
    try (Store store = open(small)) {
      for (long i = 0; i < 1_000; i++) {
        long key = i;
        store.write(
            tx -> {
              runs.incrementAndGet();
              tx.put(t.plain(), key, value(key));
            });
      }
      assertThat(runs.get()).as("closures run").isGreaterThan(1_000);
      assertThat(Stores.count(store, t.plain())).isEqualTo(1_000);
      Stores.assertClean(store);
    }
  }

  @Test
  void sharedCommits_whileTheMapIsSmall_loseAndDoubleNothing() {
    StoreOptions small =
        StoreOptions.defaults().withQuotaBytes(64L << 20).withInitialMapBytes(128 * KIB);
    Counter counter = Counter.of("puts");
    try (Store store = open(small)) {
      List<CompletableFuture<?>> futures = new ArrayList<>();
      for (long i = 0; i < 1_000; i++) {
        long key = i;
        futures.add(
            store.writeAsync(
                tx -> {
                  tx.add(counter, 1);
                  tx.put(t.plain(), key, value(key));
                }));
      }
      futures.forEach(CompletableFuture::join);
      assertThat(store.<Long>read(view -> view.get(counter))).isEqualTo(1_000);
      assertThat(Stores.count(store, t.plain())).isEqualTo(1_000);
      Stores.assertClean(store);
    }
  }

  @Test
  void put_atTheQuota_isStoreFullAndReadsAndDeletesGoOn() {
    try (Store store = open(StoreOptions.defaults().withQuotaBytes(1024 * KIB))) {
      long there = fill(store);
      assertThat(there).isGreaterThan(100);
      assertThat(store.<String>read(view -> view.get(t.plain(), 0L))).isEqualTo(value(0));
      assertThat(store.stats().warnings()).anyMatch(warning -> warning.contains("over 80 %"));
      for (long i = 0; i < there; i += 2) {
        long key = i;
        assertThat(store.<Boolean>writeAndGet(tx -> tx.delete(t.plain(), key))).isTrue();
      }
      store.write(tx -> tx.put(t.plain(), 5_000L, value(5_000)));
      Stores.assertClean(store);
      assertThat(store.stats().usedBytes()).isLessThanOrEqualTo(1024 * KIB + (4L << 20));
    }
  }

  @Test
  void clear_ofAFullStore_givesEverythingBack() {
    try (Store store = open(StoreOptions.defaults().withQuotaBytes(1024 * KIB))) {
      long first = fill(store);
      assertThat(store.<Long>writeAndGet(tx -> tx.clear(t.plain()))).isEqualTo(first);
      assertThat(fill(store)).isGreaterThan(first * 8 / 10);
      Stores.assertClean(store);
    }
  }

  @Test
  void raisedQuota_ofAFullStore_letsWritesGoOn() {
    try (Store store = open(StoreOptions.defaults().withQuotaBytes(1024 * KIB))) {
      long there = fill(store);
      store.resize(4096 * KIB);
      assertThat(store.stats().quotaBytes()).isEqualTo(4096 * KIB);
      assertThat(fill(store)).isGreaterThan(there * 2);
      assertThatThrownBy(() -> store.resize(512 * KIB))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("below the");
      Stores.assertClean(store);
    }
    assertThatThrownBy(() -> open(StoreOptions.defaults().withQuotaBytes(512 * KIB)))
        .isInstanceOfSatisfying(
            StoreException.OpenRefused.class,
            e ->
                assertThat(e.reason())
                    .isEqualTo(StoreException.OpenRefused.Reason.QUOTA_TOO_SMALL));
  }

  @Test
  void fullStore_whoseClosureHidesTheError_commitsNothingOfIt() {
    try (Store store = open(StoreOptions.defaults().withQuotaBytes(1024 * KIB))) {
      long there = fill(store);
      assertThatThrownBy(
              () ->
                  store.write(
                      tx -> {
                        for (long i = 10_000; i < 11_000; i++) {
                          try {
                            tx.put(t.plain(), i, value(i));
                          } catch (StoreException e) {
                            assertThat(e).isInstanceOf(StoreException.StoreFull.class);
                          }
                        }
                      }))
          .isInstanceOf(StoreException.StoreFull.class);
      assertThat(Stores.count(store, t.plain())).isEqualTo(there);
      Stores.assertClean(store);
    }
  }

  @Test
  void writeThatMustGrow_underAViewOfItsThread_isRefused() {
    StoreOptions small =
        StoreOptions.defaults().withQuotaBytes(64L << 20).withInitialMapBytes(128 * KIB);
    try (Store store = open(small)) {
      try (Snapshot _ = store.view()) {
        assertThatThrownBy(
                () ->
                    store.write(
                        tx -> {
                          for (long i = 0; i < 200; i++) {
                            tx.put(t.plain(), i, value(i));
                          }
                        }))
            .isInstanceOf(IllegalStateException.class)
            .hasMessageContaining("holds a view");
        assertThatThrownBy(() -> store.resize(128L << 20))
            .isInstanceOf(IllegalStateException.class);
        store.write(tx -> tx.put(t.plain(), 1L, "small enough"));
      }
      store.write(tx -> tx.put(t.plain(), 2L, value(2)));
      Stores.assertClean(store);
    }
  }

  @Test
  void growth_whileOthersRead_waitsForThemAndNobodyFails() throws Exception {
    StoreOptions small =
        StoreOptions.defaults().withQuotaBytes(64L << 20).withInitialMapBytes(128 * KIB);
    try (Store store = open(small)) {
      store.write(tx -> tx.put(t.plain(), 0L, value(0)));
      AtomicBoolean stop = new AtomicBoolean();
      AtomicInteger reads = new AtomicInteger();
      CountDownLatch reading = new CountDownLatch(4);
      List<Thread> readers = new ArrayList<>();
      List<Throwable> failures = java.util.Collections.synchronizedList(new ArrayList<>());
      for (int i = 0; i < 4; i++) {
        readers.add(
            (i % 2 == 0 ? Thread.ofPlatform() : Thread.ofVirtual())
                .start(
                    () -> {
                      reading.countDown();
                      try {
                        while (!stop.get()) {
                          String value = store.read(view -> view.get(t.plain(), 0L));
                          if (!value(0).equals(value)) {
                            throw new AssertionError("read " + value);
                          }
                          reads.incrementAndGet();
                        }
                      } catch (Throwable e) {
                        failures.add(e);
                      }
                    }));
      }
      reading.await();
      for (long i = 1; i < 600; i++) {
        long key = i;
        store.write(tx -> tx.put(t.plain(), key, value(key)));
      }
      stop.set(true);
      for (Thread reader : readers) {
        reader.join();
      }
      assertThat(failures).isEmpty();
      assertThat(reads.get()).isPositive();
      Stores.assertClean(store);
    }
  }

  @Test
  void readInsideOfAWrite_whileTheMapMustGrow_doesNotHang() {
    StoreOptions small =
        StoreOptions.defaults().withQuotaBytes(64L << 20).withInitialMapBytes(128 * KIB);
    try (Store store = open(small)) {
      for (long i = 0; i < 300; i++) {
        long key = i;
        store.write(
            tx -> {
              long before = store.read(view -> view.count(t.plain()));
              assertThat(before).isEqualTo(key);
              tx.put(t.plain(), key, value(key));
            });
      }
      Stores.assertClean(store);
    }
  }

  /// Puts until there is no room and answers how many rows are there.
  private long fill(Store store) {
    long there = Stores.count(store, t.plain());
    long next = there == 0 ? 0 : there + 1_000;
    while (true) {
      long key = next++;
      try {
        store.write(tx -> tx.put(t.plain(), key, value(key)));
        there++;
      } catch (StoreException.StoreFull e) {
        assertThat(e.quotaBytes()).isEqualTo(store.stats().quotaBytes());
        assertThat(Stores.count(store, t.plain())).isEqualTo(there);
        return there;
      }
    }
  }
}
