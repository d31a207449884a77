package dev.fulgur.bench;

import dev.fulgur.store.Durability;
import dev.fulgur.store.LogHealth;
import dev.fulgur.store.Store;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.SplittableRandom;

/// Commits for so long that checkpoints set the pace, and a load that is much larger than the heap.
public final class SustainedGroup implements Group {
  private static final int KEYS = 100_000;
  private static final int LOADED_VALUE_BYTES = 1_000;

  private final Duration time = Duration.ofSeconds(Integer.getInteger("bench.long", 60));
  private final long loadBytes = Long.getLong("bench.load.bytes", 10_000_000_000L);
  private final Path base = Path.of(System.getProperty("bench.folder", ".fulgur/bench-sustained"));

  /// Made by its name.
  public SustainedGroup() {}

  @Override
  public String title() {
    return "Sustained commits";
  }

  @Override
  public void run(Report report) throws IOException {
    report.paragraph(
        ("Commits over %d s in a new folder, with the checkpoints that come of themselves (every 60 s,"
                + " 192 MiB of log or 64 MiB of memory), values of 100 bytes under %d random 8-byte keys. A checkpoint stores"
                + " each key once, whatever number of commits wrote it.")
            .formatted(time.toSeconds(), KEYS));
    try {
      List<List<String>> rows = new ArrayList<>();
      rows.add(line("2,000 virtual threads, synced", Durability.SYNCED, 2_000, 1));
      rows.add(line("10 threads, 50 rows each, synced", Durability.SYNCED, 10, 50));
      rows.add(line("relaxed, 1 thread", Durability.RELAXED, 1, 1));
      List<String> heads =
          List.of("", "txn/s", "rows/s", "checkpointed", "in memory at the end, MiB");
      report.table(heads, rows);
      report.bars("Commits for a minute", "a second", heads, rows, 1, 2);
      if (loadBytes > 0) {
        report.paragraph(load());
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted", e);
    } finally {
      LogRuns.delete(base);
    }
  }

  private List<String> line(String name, Durability durability, int threads, int rows)
      throws IOException, InterruptedException {
    LogRuns.delete(base);
    Files.createDirectories(base);
    long end = System.nanoTime() + time.toNanos();
    long[] counts = new long[threads];
    long applied;
    long memory;
    try (Store store = Peers.store(base.resolve("rows"), durability)) {
      List<Thread> running = new ArrayList<>();
      for (int i = 0; i < threads; i++) {
        int id = i;
        Runnable committer =
            () -> {
              SplittableRandom random = new SplittableRandom(id);
              byte[] value = new byte[100];
              random.nextBytes(value);
              while (System.nanoTime() < end) {
                Peers.put(store, random.nextLong(KEYS), value, rows);
                counts[id]++;
              }
            };
        running.add(
            threads > 128
                ? Thread.ofVirtual().start(committer)
                : Thread.ofPlatform().start(committer));
      }
      for (Thread thread : running) {
        thread.join();
      }
      LogHealth log = store.stats().log();
      applied = log == null ? 0 : log.appliedSequence();
      memory = log == null ? 0 : log.overlayBytes() >> 20;
    }
    long total = 0;
    for (long count : counts) {
      total += count;
    }
    double seconds = time.toNanos() / 1e9;
    return List.of(
        name,
        number(total / seconds),
        number(total * rows / seconds),
        number((double) applied),
        number((double) memory));
  }

  /// In a process of its own, whose heap is held at 512 MiB.
  private String load() throws IOException, InterruptedException {
    LogRuns.delete(base);
    Files.createDirectories(base);
    Process child =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "--enable-native-access=ALL-UNNAMED",
                "-Xmx512m",
                "-cp",
                System.getProperty("java.class.path"),
                Loader.class.getName(),
                base.resolve("rows").toString(),
                Long.toString(loadBytes))
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    String told;
    try (BufferedReader in =
        new BufferedReader(new InputStreamReader(child.getInputStream(), StandardCharsets.UTF_8))) {
      told = String.valueOf(in.readLine());
    }
    if (child.waitFor() != 0) {
      throw new IOException("The load under 512 MiB of heap failed.");
    }
    return told;
  }

  /// The process that loads.
  static final class Loader {
    private Loader() {}

    /// Loads so many bytes into a folder.
    ///
    /// @param arguments folder, bytes
    public static void main(String[] arguments) {
      long bytes = Long.parseLong(arguments[1]);
      long rows = bytes / LOADED_VALUE_BYTES;
      long begun = System.nanoTime();
      long most = 0;
      try (Store store = Peers.store(Path.of(arguments[0]), Durability.SYNCED)) {
        byte[] value = new byte[LOADED_VALUE_BYTES];
        SplittableRandom random = new SplittableRandom(1);
        for (long row = 0; row < rows; row += 100) {
          random.nextBytes(value);
          Peers.put(store, row, value, 100);
          LogHealth log = row % 100_000 == 0 ? store.stats().log() : null;
          most = Math.max(most, log == null ? 0 : log.overlayBytes());
        }
      }
      double seconds = (System.nanoTime() - begun) / 1e9;
      System.out.printf(
          Locale.ROOT,
          "A load of %,d rows of %,d bytes, 100 to a synced transaction, closed and checkpointed, in a"
              + " process with -Xmx512m: %,.0f s, %,.0f MB/s; the overlay took at most %,d MiB.%n",
          rows,
          LOADED_VALUE_BYTES,
          seconds,
          bytes / 1e6 / seconds,
          most >> 20);
    }
  }

  private static String number(double value) {
    return String.format(Locale.ROOT, "%,.0f", value);
  }
}
