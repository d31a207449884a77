package dev.fulgur.verification.disk;

import dev.fulgur.store.Durability;
import dev.fulgur.store.Store;
import dev.fulgur.store.scenario.CrashChild;
import dev.fulgur.store.scenario.Mark;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;

/// The process whose calls are written down: commits with several threads, and appends the number
/// of each transaction that was acknowledged to a file beside the store.
final class TracedCommits {
  private static final int THREADS = 3;

  private TracedCommits() {}

  /// Commits and ends.
  ///
  /// @param arguments folder of the store, durability, file of acknowledged numbers, transactions
  public static void main(String[] arguments) throws Exception {
    int each = Integer.parseInt(arguments[3]) / THREADS;
    Path told = Path.of(arguments[2]);
    try (FileChannel tell =
            FileChannel.open(told, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
        Store store =
            Store.open(
                Path.of(arguments[0]),
                Mark.SCHEMA,
                CrashChild.options(Durability.valueOf(arguments[1])))) {
      List<Thread> threads = new ArrayList<>();
      for (int i = 0; i < THREADS; i++) {
        long first = 1 + (long) i * each;
        threads.add(Thread.ofPlatform().start(() -> commit(store, tell, first, each)));
      }
      for (Thread thread : threads) {
        thread.join();
      }
    }
  }

  private static void commit(Store store, FileChannel tell, long first, int count) {
    for (long number = first; number < first + count; number++) {
      long mine = number;
      store.write(
          tx -> {
            tx.put(Mark.LEFT, mine, Mark.of(mine));
            tx.put(Mark.RIGHT, mine, Mark.of(mine));
            tx.add(Mark.COUNT, 1);
            if (mine % 5 == 0) {
              // Frees pages, which later transactions use again.
              tx.put(Mark.LEFT, mine, Mark.of(mine));
            }
          });
      try {
        tell.write(ByteBuffer.allocate(Long.BYTES).putLong(mine).flip());
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }
}
