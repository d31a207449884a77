package dev.fulgur.bench;

import com.sun.management.ThreadMXBean;
import dev.fulgur.lmdb.Dbi;
import dev.fulgur.lmdb.Env;
import dev.fulgur.lmdb.EnvOptions;
import dev.fulgur.lmdb.ReadTxn;
import dev.fulgur.store.Cursor;
import dev.fulgur.store.Range;
import dev.fulgur.store.Store;
import dev.fulgur.store.StoreOptions;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.LongAdder;

/// The store's reads: scans beside C, views beside bare transactions, two threads beside one.
final class StoreReads {
  private static final int SCANS = 9;
  private static final int VIEWS = 200_000;
  private static final int VIEW_ROUNDS = 60;
  private static final int RACES = 9;
  private static final long RACE_MILLIS = 700;
  private static final EnvOptions OPTIONS = EnvOptions.DEFAULT.withMapSize(4L << 30).withMaxDbs(16);

  private final ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
  private final Path store;
  private final Path scratch;
  private final Entry.Tables t = Entry.Tables.make();

  /// Keeps what is read from being left out.
  @SuppressWarnings("UnusedVariable")
  private volatile long sink;

  /// @param store a store of [Entry]
  /// @param scratch a folder for what is built
  StoreReads(Path store, Path scratch) {
    this.store = store;
    this.scratch = scratch;
  }

  /// Rows of a table: what, C, ours, ratio or difference, and the target.
  List<List<String>> run() throws IOException, InterruptedException {
    List<List<String>> rows = new ArrayList<>();
    List<Double> c = new ArrayList<>();
    List<Double> bare = new ArrayList<>();
    List<Double> ratios = new ArrayList<>();
    try (NativePeer peer =
        new NativePeer(
            List.of(
                NativePeer.compile(scratch, "scan.c").toString(),
                NativePeer.lmdb(scratch).toString(),
                store.toString(),
                "entries"))) {
      try (Env env = Env.open(store, OPTIONS)) {
        Dbi dbi = env.openDbi("entries");
        for (int i = -4; i < SCANS; i++) {
          double theirs = peer.turn();
          double ours = scan(env, dbi);
          if (i >= 0) {
            c.add(theirs);
            bare.add(ours);
            ratios.add(ours / theirs);
          }
        }
      }
      rows.add(row("scan, not decoded, binding", c, bare, ratios, "1.4"));
      List<Double> walked = new ArrayList<>();
      List<Double> decoded = new ArrayList<>();
      List<Double> again = new ArrayList<>();
      List<Double> walkRatios = new ArrayList<>();
      List<Double> decodeRatios = new ArrayList<>();
      try (Store open = Store.open(store, t.schema(), StoreOptions.readOnly())) {
        for (int i = -4; i < SCANS; i++) {
          double theirs = peer.turn();
          double walk = walk(open, false);
          double decode = walk(open, true);
          if (i >= 0) {
            again.add(theirs);
            walked.add(walk);
            decoded.add(decode);
            walkRatios.add(walk / theirs);
            decodeRatios.add(decode / theirs);
          }
        }
      }
      rows.add(row("scan, not decoded, store's cursor", again, walked, walkRatios, "1.4"));
      rows.add(
          row("scan, each record decoded and checked", again, decoded, decodeRatios, "400 ns"));
    }
    return rows;
  }

  private static List<String> row(
      String what, List<Double> c, List<Double> ours, List<Double> ratios, String target) {
    return List.of(
        what,
        Spread.of(c).toString(),
        Spread.of(ours).toString(),
        String.format(Locale.ROOT, "%.2f", Spread.of(ratios).median()),
        target);
  }

  private double scan(Env env, Dbi dbi) {
    long began = threads.getCurrentThreadCpuTime();
    long rows = 0;
    long sum = 0;
    try (ReadTxn txn = env.beginRead();
        dev.fulgur.lmdb.Cursor cursor = txn.cursor(dbi)) {
      for (boolean more = cursor.first(); more; more = cursor.next()) {
        sum += cursor.value().longAt(0);
        rows++;
      }
    }
    sink = sum;
    return (double) (threads.getCurrentThreadCpuTime() - began) / rows;
  }

  private double walk(Store open, boolean decode) {
    long began = threads.getCurrentThreadCpuTime();
    long rows =
        open.read(
            view -> {
              long count = 0;
              long sum = 0;
              try (Cursor<Long, Entry> cursor = view.cursor(t.entries(), Range.all())) {
                while (cursor.next()) {
                  count++;
                  sum += decode ? cursor.record().size() : cursor.sizeBytes();
                }
              }
              sink = sum;
              return count;
            });
    return (double) (threads.getCurrentThreadCpuTime() - began) / rows;
  }

  /// Bare renewed transaction, view with nothing in it, and the difference, in nanoseconds of CPU
  /// time.
  List<Spread> views() {
    List<Double> bare = new ArrayList<>();
    List<Double> views = new ArrayList<>();
    List<Double> differences = new ArrayList<>();
    Path other = scratch.resolve("bare");
    try (Store made = Store.open(other, t.schema(), StoreOptions.defaults())) {
      made.write(tx -> tx.put(t.entries(), 1L, Entry.of(1)));
    }
    try (Store ours = Store.open(store, t.schema(), StoreOptions.readOnly());
        Env env = Env.open(other, OPTIONS);
        ReadTxn txn = env.beginRead()) {
      txn.reset();
      for (int i = -20; i < VIEW_ROUNDS; i++) {
        long began = threads.getCurrentThreadCpuTime();
        long sum = 0;
        for (int n = 0; n < VIEWS; n++) {
          txn.renew();
          sum += txn.id();
          txn.reset();
        }
        long middle = threads.getCurrentThreadCpuTime();
        for (int n = 0; n < VIEWS; n++) {
          sum += ours.<Long>read(StoreReads::version);
        }
        long ended = threads.getCurrentThreadCpuTime();
        sink = sum;
        if (i >= 0) {
          bare.add((double) (middle - began) / VIEWS);
          views.add((double) (ended - middle) / VIEWS);
          differences.add((double) (ended - middle - (middle - began)) / VIEWS);
        }
      }
    }
    return List.of(Spread.of(bare), Spread.of(views), Spread.of(differences));
  }

  private static Long version(dev.fulgur.store.View view) {
    return view.version();
  }

  /// Random gets a second with one thread and with two, and the ratio.
  List<Spread> twoThreads(int records) throws InterruptedException {
    List<Double> one = new ArrayList<>();
    List<Double> two = new ArrayList<>();
    List<Double> ratios = new ArrayList<>();
    try (Store open = Store.open(store, t.schema(), StoreOptions.readOnly())) {
      for (int i = -3; i < RACES; i++) {
        double alone = gets(open, 1, records);
        double both = gets(open, 2, records);
        if (i >= 0) {
          one.add(alone);
          two.add(both);
          ratios.add(both / alone);
        }
      }
    }
    return List.of(Spread.of(one), Spread.of(two), Spread.of(ratios));
  }

  private double gets(Store open, int count, int records) throws InterruptedException {
    AtomicBoolean stop = new AtomicBoolean();
    CountDownLatch start = new CountDownLatch(1);
    LongAdder done = new LongAdder();
    List<Thread> running = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      long seed = 0x9E37_79B9_7F4A_7C15L * (i + 1);
      running.add(
          Thread.ofPlatform()
              .start(
                  () -> {
                    try {
                      start.await();
                    } catch (InterruptedException e) {
                      return;
                    }
                    done.add(getUntil(open, stop, seed, records));
                  }));
    }
    long began = System.nanoTime();
    start.countDown();
    Thread.sleep(RACE_MILLIS);
    stop.set(true);
    long nanos = System.nanoTime() - began;
    for (Thread thread : running) {
      thread.join();
    }
    return done.sum() * 1e9 / nanos;
  }

  private long getUntil(Store open, AtomicBoolean stop, long seed, int records) {
    long random = seed;
    long count = 0;
    long sum = 0;
    while (!stop.get()) {
      for (int n = 0; n < 64; n++) {
        random ^= random << 13;
        random ^= random >>> 7;
        random ^= random << 17;
        long key = ((random >>> 32) * records) >>> 32;
        Entry entry = open.read(view -> view.get(t.entries(), key));
        sum += entry == null ? 0 : entry.size();
        count++;
      }
    }
    sink = sum;
    return count;
  }
}
