package dev.fulgur.bench;

import dev.fulgur.store.Durability;
import dev.fulgur.store.LogHealth;
import dev.fulgur.store.LogSettings;
import dev.fulgur.store.Store;
import dev.fulgur.store.StoreOptions;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Stream;

/// What else the logged engine promises: how fast it recovers, what the overlay costs a reader, and
/// what a checkpoint costs a writer.
final class LogRuns {
  private static final int RECOVERED_BYTES = 256 << 20;
  private static final int ROWS = 100_000;
  private static final int GETS = 400_000;
  private static final int ROUNDS = 5;

  private final Path base;

  LogRuns(Path base) {
    this.base = base;
  }

  /// No checkpoint comes by itself.
  static StoreOptions withoutCheckpoints(Durability durability) {
    return StoreOptions.defaults()
        .withDurability(durability)
        .withLog(LogSettings.defaults().withCheckpoints(Duration.ofHours(10), Long.MAX_VALUE >> 1));
  }

  /// A log of 1 KB frames is left by a store that was not closed, and recovered. It is on disk, and
  /// in the system's cache, as after a kill.
  ///
  /// @return megabytes (10^6) of log a second, at the median of some recoveries
  double recovery() throws IOException {
    return recovery(RECOVERED_BYTES);
  }

  /// The same with a log of another size.
  double recovery(int bytes) throws IOException {
    byte[] value = new byte[1_000];
    Path image = base.resolve("image");
    Path first = base.resolve("first");
    try (Store store = Peers.open(first, withoutCheckpoints(Durability.RELAXED))) {
      SplittableRandom random = new SplittableRandom(1);
      for (int i = 0; i < bytes / 1_024; i++) {
        random.nextBytes(value);
        Peers.put(store, random.nextLong(ROWS), value, 1);
      }
      // Closing would checkpoint; what is on disk now is what a kill would leave, save for the
      // last flush interval.
      copy(first, image);
    }
    delete(first);
    double[] speeds = new double[3];
    for (int i = 0; i < speeds.length; i++) {
      Path again = base.resolve("again");
      copy(image, again);
      long begun = System.nanoTime();
      try (Store store = Peers.open(again, withoutCheckpoints(Durability.SYNCED))) {
        long nanos = System.nanoTime() - begun;
        LogHealth log = store.stats().log();
        speeds[i] = log == null ? 0 : log.recovery().bytes() * 1e3 / nanos;
      }
      delete(again);
    }
    delete(image);
    Arrays.sort(speeds);
    return speeds[speeds.length / 2];
  }

  /// One get of a row of 100 bytes, nanoseconds.
  ///
  /// @param direct of the direct engine
  /// @param empty of the logged engine with everything checkpointed
  /// @param overlay of the logged engine with all rows in memory
  record Gets(double direct, double empty, double overlay) {}

  /// Measured in turns, so that all three meet the same machine; the medians.
  Gets gets() throws IOException {
    byte[] value = new byte[100];
    try (Store direct = Peers.open(base.resolve("d"), withoutCheckpoints(Durability.DIRECT));
        Store empty = Peers.open(base.resolve("e"), withoutCheckpoints(Durability.RELAXED));
        Store full = Peers.open(base.resolve("f"), withoutCheckpoints(Durability.RELAXED))) {
      for (Store store : List.of(direct, empty, full)) {
        for (int i = 0; i < ROWS; i += 1_000) {
          Peers.put(store, i, value, 1_000);
        }
      }
      empty.checkpoint();
      List<double[]> times = new ArrayList<>();
      for (int round = 0; round < ROUNDS; round++) {
        times.add(new double[] {nanos(direct), nanos(empty), nanos(full)});
      }
      return new Gets(median(times, 0), median(times, 1), median(times, 2));
    } finally {
      delete(base.resolve("d"));
      delete(base.resolve("e"));
      delete(base.resolve("f"));
    }
  }

  private static double nanos(Store store) {
    SplittableRandom random = new SplittableRandom(7);
    long found = 0;
    long begun = System.nanoTime();
    for (int i = 0; i < GETS; i++) {
      found += Peers.get(store, random.nextLong(ROWS)).length;
    }
    long nanos = System.nanoTime() - begun;
    if (found != 100L * GETS) {
      throw new IllegalStateException("Rows are missing.");
    }
    return (double) nanos / GETS;
  }

  private static double median(List<double[]> times, int column) {
    return times.stream().mapToDouble(row -> row[column]).sorted().toArray()[times.size() / 2];
  }

  /// The 99th percentile of a commit, microseconds, of four threads.
  ///
  /// @param quiet while no checkpoint runs
  /// @param busy while one runs after another
  record Tail(double quiet, double busy) {}

  Tail tail(Duration time) throws Exception {
    try (Store store = Peers.open(base.resolve("t"), withoutCheckpoints(Durability.SYNCED))) {
      double _ = p99(store, time, new SplittableRandom(1));
      double quiet = p99(store, time, new SplittableRandom(2));
      AtomicBoolean stop = new AtomicBoolean();
      Thread checkpoints =
          Thread.ofPlatform()
              .start(
                  () -> {
                    while (!stop.get()) {
                      store.checkpoint();
                    }
                  });
      double busy = p99(store, time, new SplittableRandom(3));
      stop.set(true);
      checkpoints.join();
      return new Tail(quiet, busy);
    } finally {
      delete(base.resolve("t"));
    }
  }

  private static double p99(Store store, Duration time, SplittableRandom seeds)
      throws InterruptedException {
    long end = System.nanoTime() + time.toNanos();
    List<Thread> threads = new ArrayList<>();
    List<List<Long>> all = new ArrayList<>();
    for (int i = 0; i < 4; i++) {
      SplittableRandom random = seeds.split();
      List<Long> times = new ArrayList<>();
      all.add(times);
      threads.add(
          Thread.ofPlatform()
              .start(
                  () -> {
                    byte[] value = new byte[100];
                    for (long now = System.nanoTime(); now < end; ) {
                      Peers.put(store, random.nextLong(ROWS), value, 1);
                      long after = System.nanoTime();
                      times.add(after - now);
                      now = after;
                    }
                  }));
    }
    for (Thread thread : threads) {
      thread.join();
    }
    long[] sorted =
        all.stream().flatMap(List::stream).mapToLong(Long::longValue).sorted().toArray();
    return sorted[(int) (sorted.length * 0.99)] / 1e3;
  }

  private static void copy(Path from, Path to) throws IOException {
    try (Stream<Path> tree = Files.walk(from)) {
      for (Path path : tree.sorted().toList()) {
        Path copy = to.resolve(from.relativize(path));
        if (Files.isDirectory(path)) {
          Files.createDirectories(copy);
        } else if (!path.endsWith("lock.mdb") && !path.toString().endsWith(".tmp")) {
          Files.copy(path, copy);
          try (FileChannel file = FileChannel.open(copy, StandardOpenOption.WRITE)) {
            file.force(true);
          }
        }
      }
    }
  }

  static void delete(Path folder) throws IOException {
    if (!Files.exists(folder)) {
      return;
    }
    try (Stream<Path> tree = Files.walk(folder)) {
      for (Path path : tree.sorted(java.util.Comparator.reverseOrder()).toList()) {
        Files.delete(path);
      }
    }
  }
}
