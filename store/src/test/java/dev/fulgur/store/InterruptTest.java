package dev.fulgur.store;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fulgur.store.codec.Keys;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// Threads that are interrupted in any call: the call does its work all the same, the interrupt is
/// kept for the caller, and the store stays open for everyone. What works on a file in the caller's
/// own thread, an opening or a copy, may give up instead, and leaves nothing behind that is in the
/// way. `-Dsoak` interrupts more often, `-Dseed` repeats the choices.
final class InterruptTest {
  private static final int THREADS = 4;
  private static final Table<Long, String> ROWS = Table.raw("rows", Keys.U64, new PlainText());
  private static final Counter COUNT = Counter.of("writes");
  private static final Schema SCHEMA = Schema.of("interrupts", ROWS);

  @TempDir Path folder;

  private final List<Throwable> failures = Collections.synchronizedList(new ArrayList<>());
  private volatile boolean over;

  @ParameterizedTest
  @EnumSource(Durability.class)
  void interrupts_inAnyCall_leaveTheStoreOpenAndLoseNothing(Durability durability)
      throws InterruptedException {
    Random random = Seeds.random("InterruptTest");
    int interrupts = Boolean.getBoolean("soak") ? 350_000 : 900;
    Path place = folder.resolve("store");
    List<Worker> workers = new ArrayList<>();
    try (Store store = Stores.open(place, SCHEMA, durability)) {
      for (int i = 0; i < THREADS; i++) {
        workers.add(new Worker(store, i, new Random(random.nextLong()), durability));
      }
      workers.forEach(worker -> worker.thread.start());
      for (int i = 0; i < interrupts && failures.isEmpty(); i++) {
        Worker worker = workers.get(random.nextInt(THREADS));
        worker.awaitProgress();
        for (int spin = random.nextInt(20_000); spin > 0; spin--) {
          Thread.onSpinWait();
        }
        worker.thread.interrupt();
      }
      over = true;
      for (Worker worker : workers) {
        worker.thread.join();
      }
      assertThat(failures).isEmpty();
      expect(store, workers);
    }
    try (Store store = Stores.open(place, SCHEMA, durability)) {
      expect(store, workers);
      Stores.assertClean(store);
    }
    assertThat(workers.stream().mapToLong(w -> w.kept).sum())
        .as("interrupts that callers found again")
        .isPositive();
    System.out.println(
        "reliability: interrupts | %s | %d | -"
            .formatted(durability.name().toLowerCase(Locale.ROOT), interrupts));
  }

  private static void expect(Store store, List<Worker> workers) {
    long writes = 0;
    for (Worker worker : workers) {
      long key = worker.key;
      assertThat(store.<String>read(view -> view.get(ROWS, key)))
          .isEqualTo(worker.written == 0 ? null : "write " + worker.written);
      writes += worker.written;
    }
    assertThat(store.<Long>read(view -> view.get(COUNT))).isEqualTo(writes);
  }

  /// One thread, with a key that nobody else writes.
  private final class Worker {
    private final Store store;
    private final long key;
    private final Random random;
    private final Durability durability;
    private final Path own;
    private final Thread thread = new Thread(this::run);
    private final AtomicLong calls = new AtomicLong();
    private long seen;
    private long written;
    private long kept;

    Worker(Store store, long key, Random random, Durability durability) {
      this.store = store;
      this.key = key;
      this.random = random;
      this.durability = durability;
      this.own = folder.resolve("own-" + key);
    }

    /// Waits until it has made another call than the last time.
    void awaitProgress() {
      while (calls.get() == seen && thread.isAlive()) {
        Thread.onSpinWait();
      }
      seen = calls.get();
    }

    private void run() {
      try {
        while (!over) {
          call();
          if (Thread.interrupted()) {
            kept++;
          }
          calls.incrementAndGet();
        }
      } catch (Throwable e) {
        failures.add(e);
      }
    }

    private void call() {
      switch (random.nextInt(80)) {
        case 0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18, 19 -> {
          store.write(this::write);
          written++;
        }
        case 20, 21, 22, 23, 24, 25, 26, 27, 28, 29 -> {
          store.writeAsync(this::write).join();
          written++;
        }
        case 30, 31, 32, 33, 34, 35, 36, 37, 38, 39 -> interactive();
        case 40, 41, 42 -> store.checkpoint();
        case 43 -> assertThat(store.stats().commits()).isNotNegative();
        case 44 -> Stores.assertClean(store);
        case 45 -> copy();
        case 46 -> another();
        case 47, 48, 49, 50, 51, 52, 53, 54, 55 -> {
          try (Snapshot view = store.view();
              Cursor<Long, String> cursor = view.cursor(ROWS, Range.all())) {
            while (cursor.next()) {
              assertThat(cursor.record()).startsWith("write ");
            }
          }
        }
        default ->
            assertThat(store.<String>read(view -> view.get(ROWS, key)))
                .isEqualTo(written == 0 ? null : "write " + written);
      }
    }

    private void write(Transaction tx) {
      tx.put(ROWS, key, "write " + (written + 1));
      tx.add(COUNT, 1);
    }

    private void interactive() {
      try (InteractiveTransaction tx = store.begin()) {
        write(tx);
        tx.commit();
        written++;
      }
    }

    private void copy() {
      try {
        store.backup(own.resolveSibling("copy-" + key + "-" + calls.get()));
      } catch (StoreException.CopyRefused e) {
        expectInterrupt(e);
      }
    }

    /// A store of its own, which can be opened in any case once nobody interrupts.
    private void another() {
      try (Store mine = Stores.open(own, SCHEMA, durability)) {
        mine.write(tx -> tx.put(ROWS, key, "write in its own"));
      } catch (StoreException.OpenRefused e) {
        expectInterrupt(e);
      }
    }

    private void expectInterrupt(StoreException e) {
      assertThat(Thread.currentThread().isInterrupted()).as(e.getMessage()).isTrue();
      assertThat(e).hasMessageNotContaining("null");
    }
  }
}
