package dev.fulgur.store.isolation;

import dev.fulgur.store.Durability;
import dev.fulgur.store.LogHealth;
import dev.fulgur.store.Store;
import dev.fulgur.store.isolation.History.Done;
import java.io.BufferedOutputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;

/// The process that is killed in the middle of its transactions on lists. It tells each one on its
/// standard output before it asks for the commit, and again when it knows what became of it; and,
/// of a store that acknowledges before that, how many of these are on disk.
final class HistoryChild {
  private static final int THREADS = 4;

  private HistoryChild() {}

  /// What a message is about.
  enum About {
    /// A transaction that is about to ask for its commit.
    ASKED,
    /// A transaction that knows what became of it.
    KNOWN,
    /// How many of those that knew are on disk.
    ON_DISK
  }

  /// What is told.
  ///
  /// @param onDisk how many, if it is about that
  /// @param done the transaction, if it is about one
  record Told(About about, int onDisk, Done done) {
    private static final Done NOTHING = new Done(-1, false, Map.of(), Map.of());

    /// Reads one, as [#writeTo] wrote it.
    static Told readFrom(DataInputStream in) throws IOException {
      About about = About.valueOf(in.readUTF());
      int onDisk = in.readInt();
      boolean committed = in.readBoolean();
      int session = in.readInt();
      return new Told(about, onDisk, new Done(session, committed, lists(in), lists(in)));
    }

    private static Map<Long, List<Long>> lists(DataInputStream in) throws IOException {
      Map<Long, List<Long>> lists = new LinkedHashMap<>();
      for (int left = in.readInt(); left > 0; left--) {
        long key = in.readLong();
        List<Long> list = new ArrayList<>();
        for (int numbers = in.readInt(); numbers > 0; numbers--) {
          list.add(in.readLong());
        }
        lists.put(key, list);
      }
      return lists;
    }

    private void writeTo(OutputStream out) {
      ByteArrayOutputStream bytes = new ByteArrayOutputStream();
      try {
        DataOutputStream data = new DataOutputStream(bytes);
        data.writeUTF(about.name());
        data.writeInt(onDisk);
        data.writeBoolean(done.committed());
        data.writeInt(done.session());
        write(data, done.reads());
        write(data, done.appends());
        synchronized (out) {
          bytes.writeTo(out);
          out.flush();
        }
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }

    private static void write(DataOutputStream out, Map<Long, List<Long>> lists)
        throws IOException {
      out.writeInt(lists.size());
      for (Map.Entry<Long, List<Long>> list : lists.entrySet()) {
        out.writeLong(list.getKey());
        out.writeInt(list.getValue().size());
        for (long number : list.getValue()) {
          out.writeLong(number);
        }
      }
    }
  }

  /// Runs until it is killed.
  ///
  /// @param arguments folder, durability, seed, first key, first number
  public static void main(String[] arguments) throws InterruptedException {
    OutputStream out = new BufferedOutputStream(System.out);
    AtomicInteger known = new AtomicInteger();
    SplittableRandom random = new SplittableRandom(Long.parseLong(arguments[2]));
    AtomicLong numbers = new AtomicLong(Long.parseLong(arguments[4]));
    Session.Witness witness =
        new Session.Witness() {
          @Override
          public void asks(Done done) {
            new Told(About.ASKED, 0, done).writeTo(out);
          }

          @Override
          public void knows(Done done) {
            synchronized (out) {
              new Told(About.KNOWN, 0, done).writeTo(out);
              known.incrementAndGet();
            }
          }
        };
    try (Store store = Lists.open(Path.of(arguments[0]), Durability.valueOf(arguments[1]))) {
      List<Thread> threads = new ArrayList<>();
      for (int i = 0; i < THREADS; i++) {
        threads.add(
            Thread.ofPlatform()
                .start(
                    new Session(
                        store,
                        i,
                        Integer.MAX_VALUE,
                        random.split(),
                        Long.parseLong(arguments[3]),
                        numbers,
                        witness)));
      }
      if (Durability.valueOf(arguments[1]) == Durability.RELAXED) {
        tellWhatIsOnDisk(store, known, out);
      }
      for (Thread thread : threads) {
        thread.join();
      }
    }
  }

  /// Asks for nothing: what is acknowledged gets there by itself, within the flush interval.
  private static void tellWhatIsOnDisk(Store store, AtomicInteger known, OutputStream out) {
    int told = 0;
    while (true) {
      int count = known.get();
      long last = store.version();
      while (forced(store) < last) {
        LockSupport.parkNanos(store, 100_000);
      }
      if (count > told) {
        new Told(About.ON_DISK, count, Told.NOTHING).writeTo(out);
        told = count;
      }
    }
  }

  private static long forced(Store store) {
    LogHealth log = store.stats().log();
    return log == null ? 0 : log.forcedSequence();
  }
}
