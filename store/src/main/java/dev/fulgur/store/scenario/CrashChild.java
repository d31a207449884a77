package dev.fulgur.store.scenario;

import dev.fulgur.store.Durability;
import dev.fulgur.store.LogSettings;
import dev.fulgur.store.Store;
import dev.fulgur.store.StoreOptions;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;

/// The process that is killed: commits with several threads, and tells each acknowledged
/// transaction's number on its standard output, eight bytes each.
public final class CrashChild {
  private static final int THREADS = 4;

  private CrashChild() {}

  /// Runs until it is killed.
  ///
  /// @param arguments folder, durability, first number
  public static void main(String[] arguments) throws InterruptedException {
    StoreOptions options = options(Durability.valueOf(arguments[1]));
    try (Store store = Store.open(Path.of(arguments[0]), Mark.SCHEMA, options)) {
      commit(store, Long.parseLong(arguments[2]));
    }
  }

  /// Commits with several threads, and never ends.
  ///
  /// @param first number of a transaction
  public static void commit(Store store, long first) throws InterruptedException {
    AtomicLong numbers = new AtomicLong(first);
    OutputStream told = System.out;
    List<Thread> threads = new ArrayList<>();
    for (int i = 0; i < THREADS; i++) {
      threads.add(Thread.ofPlatform().start(() -> commitForEver(store, numbers, told)));
    }
    for (Thread thread : threads) {
      thread.join();
    }
  }

  /// With segments and checkpoints so small that a kill meets every step of theirs.
  public static StoreOptions options(Durability durability) {
    LogSettings log =
        LogSettings.defaults()
            .withSegmentBytes(16 << 10)
            .withCheckpoints(Duration.ofMillis(30), 1 << 16);
    return StoreOptions.defaults().withDurability(durability).withLog(log);
  }

  private static void commitForEver(Store store, AtomicLong numbers, OutputStream told) {
    while (true) {
      long number = numbers.getAndIncrement();
      store.write(
          tx -> {
            tx.put(Mark.LEFT, number, Mark.of(number));
            tx.put(Mark.RIGHT, number, Mark.of(number));
            tx.add(Mark.COUNT, 1);
          });
      tell(told, number);
    }
  }

  /// Tells a number to whoever started this process.
  public static void tell(OutputStream told, long number) {
    byte[] bytes = ByteBuffer.allocate(Long.BYTES).putLong(number).array();
    try {
      synchronized (told) {
        told.write(bytes);
        told.flush();
      }
    } catch (IOException e) {
      throw new IllegalStateException("Nobody listens any more.", e);
    }
  }
}
