package dev.fulgur.bench;

import com.sun.management.ThreadMXBean;
import dev.fulgur.store.CheckReport;
import dev.fulgur.store.Store;
import dev.fulgur.store.StoreOptions;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;

/// Writing, checking, copying and resizing a store.
final class StoreKeeping {
  private static final int PUTS = 1_000;
  private static final int PUT_ROUNDS = 60;
  private static final int CHECKS = 5;
  private static final int COPIES = 5;
  private static final int RESIZES = 40;
  private static final int READERS = 2;

  private final ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
  private final Path store;
  private final Path scratch;
  private final Entry.Tables t = Entry.Tables.make();

  /// Keeps what is read from being left out.
  @SuppressWarnings("UnusedVariable")
  private volatile long sink;

  StoreKeeping(Path store, Path scratch) {
    this.store = store;
    this.scratch = scratch;
  }

  /// What 1,000 puts in one transaction take, for each.
  ///
  /// @param alone microseconds of CPU time without the commit
  /// @param whole microseconds with the commit, as time that passed
  /// @param c as alone, of a C program that writes rows of the same sizes
  /// @param ratio ours by C's, of neighbours
  record Puts(Spread alone, Spread whole, Spread c, Spread ratio) {}

  /// Half of the puts replace a record and half are new.
  ///
  /// @param store has so many records
  Puts puts(Path store, int records) throws IOException, InterruptedException {
    List<Double> alone = new ArrayList<>();
    List<Double> whole = new ArrayList<>();
    List<Double> c = new ArrayList<>();
    List<Double> ratios = new ArrayList<>();
    Entry[] made = new Entry[PUTS];
    double[] inside = new double[1];
    Path theirs = Files.createDirectory(scratch.resolve("puts-" + records));
    try (Store open = Store.open(store, t.schema(), StoreOptions.defaults());
        NativePeer peer =
            new NativePeer(
                List.of(
                    NativePeer.compile(scratch, "puts.c").toString(),
                    NativePeer.lmdb(scratch).toString(),
                    theirs.toString(),
                    Integer.toString(records),
                    Integer.toString(recordBytes(open))))) {
      long next = records;
      for (int round = -30; round < PUT_ROUNDS; round++) {
        long first = next;
        long random = round * 7_919L + 1_000_003;
        for (int i = 0; i < PUTS; i++) {
          made[i] = Entry.of(first + i);
        }
        double peers = peer.turn();
        long began = System.nanoTime();
        open.write(
            tx -> {
              long entered = threads.getCurrentThreadCpuTime();
              for (int i = 0; i < PUTS; i++) {
                long key = i % 2 == 0 ? first + i : (random * (i + 1)) % records;
                tx.put(t.entries(), key, made[i]);
              }
              inside[0] = (threads.getCurrentThreadCpuTime() - entered) / 1e3 / PUTS;
            });
        long nanos = System.nanoTime() - began;
        next += PUTS;
        if (round >= 0) {
          alone.add(inside[0]);
          whole.add(nanos / 1e3 / PUTS);
          c.add(peers);
          ratios.add(inside[0] / peers);
        }
      }
    }
    return new Puts(Spread.of(alone), Spread.of(whole), Spread.of(c), Spread.of(ratios));
  }

  private int recordBytes(Store open) {
    byte[] record = open.<byte[]>read(view -> view.bytes(t.entries(), 0L));
    return record == null ? 0 : record.length;
  }

  /// Records a second that a check reads, their index entries with them.
  Spread checks() {
    List<Double> speeds = new ArrayList<>();
    try (Store open = Store.open(store, t.schema(), StoreOptions.readOnly())) {
      for (int i = -2; i < CHECKS; i++) {
        CheckReport report = open.check();
        if (!report.isClean()) {
          throw new IllegalStateException(report.problems().getFirst());
        }
        if (i >= 0) {
          speeds.add(report.records() * 1e9 / report.duration().toNanos());
        }
      }
    }
    return Spread.of(speeds);
  }

  /// Seconds of `cp`, of `cp` and `sync`, of a backup and of a compacted copy.
  List<Spread> copies() throws IOException, InterruptedException {
    List<Double> cp = new ArrayList<>();
    List<Double> synced = new ArrayList<>();
    List<Double> backup = new ArrayList<>();
    List<Double> compact = new ArrayList<>();
    Path file = store.resolve("data.mdb");
    try (Store open = Store.open(store, t.schema(), StoreOptions.readOnly())) {
      for (int i = -1; i < COPIES; i++) {
        Path copy = scratch.resolve("copy-" + i);
        double plain = seconds(() -> run("cp", file.toString(), copy.toString()));
        Files.delete(copy);
        double durable =
            seconds(
                () -> {
                  run("cp", file.toString(), copy.toString());
                  run("sync", copy.toString());
                });
        Files.delete(copy);
        Path target = scratch.resolve("backup-" + i);
        double ours = seconds(() -> open.backup(target));
        Folders.delete(target);
        double small = seconds(() -> open.compact(target));
        Folders.delete(target);
        if (i >= 0) {
          cp.add(plain * 1e3);
          synced.add(durable * 1e3);
          backup.add(ours * 1e3);
          compact.add(small * 1e3);
        }
      }
    }
    return List.of(Spread.of(cp), Spread.of(synced), Spread.of(backup), Spread.of(compact));
  }

  private interface Work {
    void run() throws IOException, InterruptedException;
  }

  private static double seconds(Work work) throws IOException, InterruptedException {
    long began = System.nanoTime();
    work.run();
    return (System.nanoTime() - began) / 1e9;
  }

  private static void run(String... command) throws IOException, InterruptedException {
    if (new ProcessBuilder(command).inheritIO().start().waitFor() != 0) {
      throw new IOException(String.join(" ", command) + " failed");
    }
  }

  /// Milliseconds that the longest read took while the map was resized, for each resize; and the
  /// same for as long a time without one.
  List<Spread> resizes(int records) throws InterruptedException {
    List<Double> stalls = new ArrayList<>();
    List<Double> quiet = new ArrayList<>();
    AtomicBoolean stop = new AtomicBoolean();
    AtomicLong longest = new AtomicLong();
    try (Store open = Store.open(store, t.schema(), StoreOptions.defaults())) {
      List<Thread> readers = new ArrayList<>();
      for (int i = 0; i < READERS; i++) {
        long seed = 77L + i;
        readers.add(Thread.ofPlatform().start(() -> read(open, stop, longest, seed, records)));
      }
      Thread.sleep(1_500);
      for (int i = 0; i < RESIZES; i++) {
        longest.set(0);
        Thread.sleep(20);
        quiet.add(longest.getAndSet(0) / 1e6);
        open.resize((64L << 30) + ((long) (i + 1) << 20));
        Thread.sleep(20);
        stalls.add(longest.get() / 1e6);
      }
      stop.set(true);
      for (Thread reader : readers) {
        reader.join();
      }
    }
    return List.of(Spread.of(quiet), Spread.of(stalls));
  }

  private void read(Store open, AtomicBoolean stop, AtomicLong longest, long seed, int records) {
    long random = seed * 0x9E37_79B9_7F4A_7C15L;
    long sum = 0;
    while (!stop.get()) {
      random ^= random << 13;
      random ^= random >>> 7;
      random ^= random << 17;
      long key = ((random >>> 32) * records) >>> 32;
      long began = System.nanoTime();
      Entry entry = open.read(view -> view.get(t.entries(), key));
      long nanos = System.nanoTime() - began;
      sum += entry == null ? 0 : entry.size();
      if (nanos > longest.get()) {
        longest.accumulateAndGet(nanos, Math::max);
      }
    }
    sink = sum;
  }
}
