package dev.fulgur.store.isolation;

import dev.fulgur.store.Durability;
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
import java.util.concurrent.atomic.AtomicLong;

/// The process that is killed in the middle of its transactions on lists. It tells each one on its
/// standard output before it asks for the commit, and again when it knows what became of it.
final class HistoryChild {
  private static final int THREADS = 4;

  private HistoryChild() {}

  /// What is told.
  ///
  /// @param known false before the commit is asked for
  record Told(boolean known, Done done) {

    /// Reads one, as [#writeTo] wrote it.
    static Told readFrom(DataInputStream in) throws IOException {
      boolean known = in.readBoolean();
      boolean committed = in.readBoolean();
      int session = in.readInt();
      return new Told(known, new Done(session, committed, lists(in), lists(in)));
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
        data.writeBoolean(known);
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
    SplittableRandom random = new SplittableRandom(Long.parseLong(arguments[2]));
    AtomicLong numbers = new AtomicLong(Long.parseLong(arguments[4]));
    Session.Witness witness =
        new Session.Witness() {
          @Override
          public void asks(Done done) {
            new Told(false, done).writeTo(out);
          }

          @Override
          public void knows(Done done) {
            new Told(true, done).writeTo(out);
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
      for (Thread thread : threads) {
        thread.join();
      }
    }
  }
}
