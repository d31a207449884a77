package dev.fulgur.verification.cost;

import dev.fulgur.store.Durability;
import dev.fulgur.store.LogSettings;
import dev.fulgur.store.Store;
import dev.fulgur.store.StoreOptions;
import dev.fulgur.store.scenario.Mark;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;

/// The process whose system calls are counted: commits alone, then a group of commits that waited
/// together, with a write to the file `told` before, between and behind.
final class CountedCommits {
  static final int ALONE = 100;
  static final int TOGETHER = 20;
  private static final int RECORDS = 1_000;

  /// A log that has nothing to do for so long writes a seal.
  private static final Duration NEVER_IDLE = Duration.ofSeconds(60);

  private CountedCommits() {}

  /// Commits and ends.
  ///
  /// @param arguments folder of the store, durability, the file `told`
  public static void main(String[] arguments) throws Exception {
    StoreOptions options =
        StoreOptions.defaults()
            .withDurability(Durability.valueOf(arguments[1]))
            .withLog(LogSettings.defaults().withFlushInterval(NEVER_IDLE));
    try (FileChannel told =
            FileChannel.open(
                Path.of(arguments[2]), StandardOpenOption.CREATE, StandardOpenOption.APPEND);
        Store store = Store.open(Path.of(arguments[0]), Mark.SCHEMA, options)) {
      store.write(
          tx -> {
            for (long number = 0; number < RECORDS; number++) {
              tx.put(Mark.RIGHT, number, Mark.of(number));
            }
          });
      for (int i = 0; i < ALONE; i++) {
        put(store, i);
      }
      tell(told);
      for (int i = 0; i < ALONE; i++) {
        put(store, i);
      }
      tell(told);
      if (options.durability() == Durability.DIRECT) {
        together(store);
      }
      tell(told);
    }
  }

  private static void put(Store store, long number) {
    long key = number * 7 % RECORDS;
    store.write(tx -> tx.put(Mark.RIGHT, key, Mark.of(key)));
  }

  /// The first, alone in its commit, holds the writer until all others wait.
  private static void together(Store store) {
    CountDownLatch begun = new CountDownLatch(1);
    CountDownLatch waiting = new CountDownLatch(1);
    List<CompletableFuture<?>> commits = new ArrayList<>();
    commits.add(
        store.writeAsync(
            tx -> {
              begun.countDown();
              await(waiting);
              tx.put(Mark.RIGHT, 1L, Mark.of(1));
            }));
    await(begun);
    for (long number = 2; number <= TOGETHER; number++) {
      long key = number;
      commits.add(store.writeAsync(tx -> tx.put(Mark.RIGHT, key, Mark.of(key))));
    }
    waiting.countDown();
    commits.forEach(CompletableFuture::join);
  }

  private static void await(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      throw new IllegalStateException("Nobody interrupts the writer.", e);
    }
  }

  private static void tell(FileChannel told) throws IOException {
    int _ = told.write(ByteBuffer.wrap(new byte[] {1}));
  }
}
