package dev.fulgur.verification.process;

import dev.fulgur.store.Range;
import dev.fulgur.store.Store;
import dev.fulgur.store.StoreOptions;
import dev.fulgur.store.scenario.Mark;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;

/// A process that writes and reads with several threads a store whose map starts small. For each
/// order, `folder first count`, it opens the store there, writes so many records from that number
/// on, and answers when all of them are acknowledged.
final class GrowingWriter {
  private static final int THREADS = 8;

  private GrowingWriter() {}

  public static void main(String[] arguments) throws Exception {
    BufferedReader orders =
        new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
    StoreOptions options = StoreOptions.defaults().withInitialMapBytes(256 << 10);
    try (ExecutorService threads = Executors.newFixedThreadPool(THREADS)) {
      for (String order = orders.readLine(); order != null; order = orders.readLine()) {
        String[] words = order.split(" ", -1);
        long first = Long.parseLong(words[1]);
        int each = Integer.parseInt(words[2]) / THREADS;
        try (Store store = Store.open(Path.of(words[0]), Mark.SCHEMA, options)) {
          run(threads, store, first, each);
        }
        System.out.println("done");
      }
    }
  }

  private static void run(ExecutorService threads, Store store, long first, int each)
      throws InterruptedException, ExecutionException, IOException {
    for (Future<?> future :
        IntStream.range(0, THREADS)
            .mapToObj(
                thread -> threads.submit(() -> write(store, first + (long) thread * each, each)))
            .toList()) {
      future.get();
    }
  }

  private static void write(Store store, long first, int count) {
    for (long at = first; at < first + count; at += 5) {
      long from = at;
      store.write(
          tx -> {
            for (long number = from; number < from + 5; number++) {
              tx.put(Mark.LEFT, number, Mark.of(number));
              tx.put(Mark.RIGHT, number, Mark.of(number));
              tx.add(Mark.COUNT, 1);
            }
          });
      int seen = store.read(view -> view.keys(Mark.RIGHT, Range.from(from), 5).size());
      if (seen < 5) {
        throw new IllegalStateException("What was written at " + from + " is not there.");
      }
    }
  }
}
