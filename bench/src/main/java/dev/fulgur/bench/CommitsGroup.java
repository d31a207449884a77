package dev.fulgur.bench;

import dev.fulgur.store.Durability;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.SplittableRandom;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// Durable commits: how many a second, and how long one takes, beside what the disk allows.
public final class CommitsGroup implements Group {
  private static final int KEYS = 100_000;
  private static final int VALUE_BYTES = 100;
  private static final int[] THREADS = {1, 8, 32, 128};

  private final Duration warmUp = Duration.ofMillis(Integer.getInteger("bench.warmup", 5_000));
  private final Duration time = Duration.ofMillis(Integer.getInteger("bench.time", 10_000));
  private final Path base = Path.of(System.getProperty("bench.folder", ".fulgur/bench-commits"));

  /// Made by its name.
  public CommitsGroup() {}

  @Override
  public String title() {
    return "Commits";
  }

  private interface Opening {
    Peer open(Path folder) throws Exception;
  }

  /// What one run came to.
  ///
  /// @param perSecond transactions
  /// @param p50 of one commit, microseconds
  /// @param p99 of one commit, microseconds
  private record Run(double perSecond, double p50, double p99) {}

  @Override
  public void run(Report report) throws IOException {
    report.paragraph(
        "One transaction stores one value of "
            + VALUE_BYTES
            + " bytes under one of "
            + KEYS
            + " random 8-byte keys and waits until it is durable, for "
            + time.toMillis()
            + " ms after "
            + warmUp.toMillis()
            + " ms of the same by other threads, which are not counted, each in a new folder."
            + " Transactions a second,"
            + " with the median of"
            + " one commit in microseconds. The raw disk is write + `force(false)` of 160 bytes into"
            + " a preallocated file, one thread, measured before each row and after the last.");
    try {
      List<List<String>> rows = new ArrayList<>();
      List<Double> raw = new ArrayList<>();
      rows.add(row("fulgur, logged", f -> Peers.fulgur(f, Durability.SYNCED), raw));
      rows.add(row("fulgur, direct (LMDB)", f -> Peers.fulgur(f, Durability.DIRECT), raw));
      rows.add(row("RocksDB, sync", Peers::rocks, raw));
      rows.add(row("SQLite, WAL, FULL", Peers::sqlite, raw));
      rows.add(row("H2 MVStore, commit + sync", Peers::mvStore, raw));
      raw.add(raw());
      List<String> heads = List.of("", "1 thread", "8", "32", "128", "raw disk before, us");
      report.table(heads, rows);
      report.bars("Durable commits by threads", "commits a second", heads, rows, 1, 2, 3, 4);
      report.paragraph(
          "Raw disk, median of one write and force: " + Spread.of(raw) + " microseconds.");
      report.table(List.of("fulgur, logged", "", "median, us", "99 %, us"), more());
      raw.add(raw());
      report.paragraph("Raw disk after that: " + number(raw.getLast()) + " microseconds.");
      report.table(List.of("fulgur, logged", "", "limit"), others());
      report.paragraph(
          "Runs of a minute with checkpoints, and a load of 10 GB under 512 MiB of heap, are in"
              + " [sustained.md](sustained.md).");
    } catch (IOException e) {
      throw e;
    } catch (Exception e) {
      throw new IllegalStateException("A peer failed", e);
    } finally {
      delete(base);
    }
  }

  private List<String> row(String name, Opening opening, List<Double> raw) throws Exception {
    List<String> cells = new ArrayList<>(List.of(name));
    double disk = raw();
    raw.add(disk);
    for (int threads : THREADS) {
      Run run = measure(opening, threads, false);
      cells.add(number(run.perSecond()) + " (" + number(run.p50()) + ")");
    }
    cells.add(number(disk));
    return cells;
  }

  private List<List<String>> more() throws Exception {
    List<List<String>> rows = new ArrayList<>();
    Opening synced = f -> Peers.fulgur(f, Durability.SYNCED);
    rows.add(line("128 virtual threads", measure(synced, 128, true), "txn/s"));
    rows.add(line("2,000 virtual threads", measure(synced, 2_000, true), "txn/s"));
    rows.add(
        line(
            "relaxed, 1 thread",
            measure(f -> Peers.fulgur(f, Durability.RELAXED), 1, false),
            "txn/s"));
    rows.add(line("10 threads, 50 rows each", fifty(), "rows/s"));
    return rows;
  }

  private List<List<String>> others() throws Exception {
    LogRuns runs = new LogRuns(base);
    LogRuns.Gets gets = runs.gets();
    LogRuns.Tail tail = runs.tail(time);
    return List.of(
        List.of("recovery of 1 KB frames", number(runs.recovery()) + " MB/s", ">= 200"),
        List.of("get, direct engine", number(gets.direct()) + " ns", ""),
        List.of(
            "get, empty overlay",
            number(gets.empty()) + " ns, " + ratio(gets.empty() / gets.direct()) + " times",
            "<= 1.15"),
        List.of(
            "get, overlay of 100,000 rows",
            number(gets.overlay()) + " ns, " + ratio(gets.overlay() / gets.direct()) + " times",
            "<= 1.6"),
        List.of("99 % of a commit, 4 threads, no checkpoint", number(tail.quiet()) + " us", ""),
        List.of(
            "the same while checkpoints run one after another",
            number(tail.busy()) + " us, " + ratio(tail.busy() / tail.quiet()) + " times",
            "<= 5"));
  }

  private static String ratio(double value) {
    return String.format(Locale.ROOT, "%.2f", value);
  }

  private Run fifty() throws Exception {
    Run run =
        measure(
            folder -> {
              dev.fulgur.store.Store store = Peers.store(folder, Durability.SYNCED);
              return new Peer() {
                @Override
                public void put(long key, byte[] value) {
                  Peers.put(store, key, value, 50);
                }

                @Override
                public void close() {
                  store.close();
                }
              };
            },
            10,
            false);
    return new Run(run.perSecond() * 50, run.p50(), run.p99());
  }

  private static List<String> line(String name, Run run, String unit) {
    return List.of(
        name, number(run.perSecond()) + " " + unit, number(run.p50()), number(run.p99()));
  }

  private static String number(double value) {
    return String.format(Locale.ROOT, "%,.0f", value);
  }

  private Run measure(Opening opening, int threads, boolean virtual) throws Exception {
    delete(base);
    Path folder = base.resolve("rows");
    Files.createDirectories(base);
    List<Committer> committers;
    try (Peer peer = opening.open(folder)) {
      List<Committer> _ = commit(peer, threads, virtual, warmUp);
      committers = commit(peer, threads, virtual, time);
    }
    long count = 0;
    List<long[]> times = new ArrayList<>();
    for (Committer committer : committers) {
      count += committer.count;
      times.add(Arrays.copyOf(committer.times, Math.min(committer.count, committer.times.length)));
    }
    long[] all = times.stream().flatMapToLong(Arrays::stream).sorted().toArray();
    return new Run(
        count * 1e9 / time.toNanos(), all[all.length / 2] / 1e3, all[all.length * 99 / 100] / 1e3);
  }

  /// Threads of their own, as a server's requests are.
  private static List<Committer> commit(Peer peer, int threads, boolean virtual, Duration time)
      throws Exception {
    AtomicReference<@Nullable Exception> failure = new AtomicReference<>();
    List<Committer> committers = new ArrayList<>();
    List<Thread> running = new ArrayList<>();
    long end = System.nanoTime() + time.toNanos();
    for (int i = 0; i < threads; i++) {
      Committer committer = new Committer(peer, i, threads, end, failure);
      committers.add(committer);
      running.add(
          virtual ? Thread.ofVirtual().start(committer) : Thread.ofPlatform().start(committer));
    }
    for (Thread thread : running) {
      thread.join();
    }
    Exception failed = failure.get();
    if (failed != null) {
      throw failed;
    }
    return committers;
  }

  /// One thread that commits until its time is over.
  private static final class Committer implements Runnable {
    private static final int KEPT_BY_ALL = 2_000_000;

    private final Peer peer;
    private final SplittableRandom random;
    private final long end;
    private final AtomicReference<@Nullable Exception> failure;
    private final long[] times;
    private int count;

    Committer(
        Peer peer,
        int seed,
        int committers,
        long end,
        AtomicReference<@Nullable Exception> failure) {
      this.peer = peer;
      this.random = new SplittableRandom(seed);
      this.end = end;
      this.failure = failure;
      this.times = new long[Math.min(20_000, KEPT_BY_ALL / committers)];
    }

    @Override
    public void run() {
      byte[] value = new byte[VALUE_BYTES];
      random.nextBytes(value);
      try {
        for (long begun = System.nanoTime(); begun < end; ) {
          peer.put(random.nextLong(KEYS), value);
          long now = System.nanoTime();
          times[count % times.length] = now - begun;
          count++;
          begun = now;
        }
      } catch (Exception e) {
        failure.compareAndSet(null, e);
      }
    }
  }

  private double raw() throws IOException {
    Files.createDirectories(base);
    Path file = base.resolve("raw");
    try (FileChannel channel =
        FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE)) {
      ByteBuffer zeros = ByteBuffer.allocateDirect(4 << 20);
      int _ = channel.write(zeros, 0);
      channel.force(true);
      ByteBuffer frame = ByteBuffer.allocateDirect(160);
      long[] times = new long[4_000];
      for (int i = 0; i < times.length; i++) {
        frame.clear();
        long begun = System.nanoTime();
        int _ = channel.write(frame, i * 160L);
        channel.force(false);
        times[i] = System.nanoTime() - begun;
      }
      Arrays.sort(times);
      return times[times.length / 2] / 1e3;
    } finally {
      Files.deleteIfExists(file);
    }
  }

  private static void delete(Path folder) throws IOException {
    if (!Files.exists(folder)) {
      return;
    }
    try (Stream<Path> tree = Files.walk(folder)) {
      for (Path path : tree.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(path);
      }
    }
  }
}
