package dev.fulgur.store.isolation;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fulgur.store.Durability;
import dev.fulgur.store.InteractiveTransaction;
import dev.fulgur.store.LogSettings;
import dev.fulgur.store.Range;
import dev.fulgur.store.Row;
import dev.fulgur.store.Schema;
import dev.fulgur.store.Store;
import dev.fulgur.store.StoreException;
import dev.fulgur.store.StoreOptions;
import dev.fulgur.store.Table;
import dev.fulgur.store.ValueCodec;
import dev.fulgur.store.View;
import dev.fulgur.store.codec.Keys;
import dev.fulgur.store.isolation.History.Done;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Function;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// Transactions of many threads on few lists, on both engines, are serializable; and a checker that
/// would not notice if they were not is noticed. `-Dsoak` runs many more, `-Dseed` repeats the
/// choices of each thread.
final class IsolationTest {
  private static final Table<Long, List<Long>> LISTS = Table.raw("lists", Keys.U64, new Numbers());
  private static final Schema SCHEMA = Schema.of("isolation", LISTS);
  private static final int THREADS = 6;
  private static final int KEYS = 5;
  private static final int LONGEST = 40;

  @TempDir Path folder;

  private final AtomicLong numbers = new AtomicLong();

  private record Numbers() implements ValueCodec<List<Long>> {
    @Override
    public String name() {
      return "numbers";
    }

    @Override
    public byte[] write(List<Long> list) {
      ByteBuffer bytes = ByteBuffer.allocate(list.size() * Long.BYTES);
      list.forEach(bytes::putLong);
      return bytes.array();
    }

    @Override
    public List<Long> read(byte[] bytes) {
      List<Long> list = new ArrayList<>();
      for (ByteBuffer in = ByteBuffer.wrap(bytes); in.hasRemaining(); ) {
        list.add(in.getLong());
      }
      return list;
    }
  }

  private Store open(String name, Durability durability) {
    LogSettings log =
        LogSettings.defaults()
            .withSegmentBytes(16 << 10)
            .withCheckpoints(Duration.ofMillis(20), 1 << 16);
    return Store.open(
        folder.resolve(name),
        SCHEMA,
        StoreOptions.defaults().withDurability(durability).withLog(log));
  }

  private static List<Long> list(View view, long key) {
    List<Long> list = view.get(LISTS, key);
    return list == null ? List.of() : list;
  }

  private static List<Long> with(List<Long> list, long number) {
    List<Long> longer = new ArrayList<>(list);
    longer.add(number);
    return longer;
  }

  private static Map<Long, List<Long>> all(View view) {
    Map<Long, List<Long>> lists = new LinkedHashMap<>();
    for (Row<Long, List<Long>> row : view.scan(LISTS, Range.all(), 100_000)) {
      lists.put(row.key(), row.record());
    }
    return lists;
  }

  /// One thread's transactions. Keys move on once a list is long, so that lists stay short.
  private final class Session implements Runnable {
    private final Store store;
    private final int id;
    private final int count;
    private final SplittableRandom random;
    private final List<Done> done = new ArrayList<>();
    private long base;

    Session(Store store, int id, int count, SplittableRandom random) {
      this.store = store;
      this.id = id;
      this.count = count;
      this.random = random;
    }

    @Override
    public void run() {
      for (int i = 0; i < count; i++) {
        done.add(transaction());
      }
    }

    private Done transaction() {
      Map<Long, List<Long>> reads = new LinkedHashMap<>();
      Map<Long, List<Long>> appends = new LinkedHashMap<>();
      boolean committed = false;
      try (InteractiveTransaction tx = store.begin()) {
        for (int steps = 1 + random.nextInt(4); steps > 0; steps--) {
          step(tx, reads, appends);
        }
        if (random.nextInt(20) == 0) {
          tx.abort();
        } else {
          tx.commit();
          committed = true;
        }
      } catch (StoreException.Conflict e) {
        assertThat(e.getMessage()).contains("lists");
      }
      return new Done(id, committed, reads, appends);
    }

    private void step(
        InteractiveTransaction tx, Map<Long, List<Long>> reads, Map<Long, List<Long>> appends) {
      long key = base + random.nextInt(KEYS);
      switch (random.nextInt(8)) {
        case 0 -> {
          List<Row<Long, List<Long>>> rows =
              tx.scan(LISTS, Range.between(base, base + KEYS), KEYS + 1);
          Map<Long, List<Long>> found = new LinkedHashMap<>();
          rows.forEach(row -> found.put(row.key(), row.record()));
          for (long scanned = base; scanned < base + KEYS; scanned++) {
            note(scanned, found.getOrDefault(scanned, List.of()), reads, appends);
          }
        }
        case 1, 2, 3 -> note(key, list(tx, key), reads, appends);
        default -> {
          List<Long> list = list(tx, key);
          note(key, list, reads, appends);
          long number = numbers.incrementAndGet();
          appends.computeIfAbsent(key, _ -> new ArrayList<>()).add(number);
          tx.put(LISTS, key, with(list, number));
          if (list.size() > LONGEST) {
            base += KEYS;
          }
        }
      }
    }

    /// What a transaction appended itself is not what it found.
    private static void note(
        long key, List<Long> list, Map<Long, List<Long>> reads, Map<Long, List<Long>> appends) {
      int own = appends.getOrDefault(key, List.of()).size();
      List<Long> found = list.subList(0, list.size() - own);
      List<Long> before = reads.putIfAbsent(key, found);
      assertThat(before == null ? found : before).as("a second read").isEqualTo(found);
    }
  }

  @ParameterizedTest
  @EnumSource(Durability.class)
  void transactions_ofManyThreads_areSerializable(Durability durability)
      throws InterruptedException {
    long seed = Long.getLong("seed", System.nanoTime());
    System.out.println("IsolationTest: -Dseed=" + seed);
    SplittableRandom random = new SplittableRandom(seed);
    int each = (Boolean.getBoolean("soak") ? 7_000_000 : 17_000) / THREADS;
    List<Session> sessions = new ArrayList<>();
    List<Throwable> thrown = java.util.Collections.synchronizedList(new ArrayList<>());
    try (Store store = open("store", durability)) {
      List<Thread> threads = new ArrayList<>();
      for (int i = 0; i < THREADS; i++) {
        Session session = new Session(store, i, each, random.split());
        sessions.add(session);
        threads.add(
            Thread.ofPlatform().uncaughtExceptionHandler((_, e) -> thrown.add(e)).start(session));
      }
      for (Thread thread : threads) {
        thread.join();
      }
      assertThat(thrown).isEmpty();
      assertThat(store.check().problems()).isEmpty();
    }
    List<Done> history = sessions.stream().flatMap(s -> s.done.stream()).toList();
    try (Store store = open("store", durability)) {
      assertThat(History.problems(history, store.read(IsolationTest::all))).isEmpty();
    }
    assertThat(history.stream().filter(Done::committed).count()).isGreaterThan(each);
    System.out.println(
        "reliability: isolation | "
            + durability.name().toLowerCase(java.util.Locale.ROOT)
            + " | "
            + history.size()
            + " | "
            + seed);
  }

  /// Two transactions that each read what the other appends to. One of them must lose, if what they
  /// read is validated; the mutant reads in a view of its own, which nothing validates.
  private List<String> crossed(
      Store store, long base, Function<InteractiveTransaction, Function<Long, List<Long>>> reader) {
    List<Done> history = new ArrayList<>();
    try (InteractiveTransaction first = store.begin();
        InteractiveTransaction second = store.begin()) {
      List<Long> left = reader.apply(first).apply(base);
      List<Long> right = reader.apply(second).apply(base + 1);
      first.put(LISTS, base + 1, List.of(base + 100));
      second.put(LISTS, base, List.of(base + 200));
      history.add(done(0, first, Map.of(base, left), Map.of(base + 1, List.of(base + 100))));
      history.add(done(1, second, Map.of(base + 1, right), Map.of(base, List.of(base + 200))));
    }
    Map<Long, List<Long>> end = store.read(IsolationTest::all);
    end.keySet().removeIf(key -> key < base);
    return History.problems(history, end);
  }

  private static Done done(
      int session,
      InteractiveTransaction tx,
      Map<Long, List<Long>> reads,
      Map<Long, List<Long>> appends) {
    try {
      tx.commit();
      return new Done(session, true, reads, appends);
    } catch (StoreException.Conflict e) {
      return new Done(session, false, reads, appends);
    }
  }

  @ParameterizedTest
  @EnumSource(Durability.class)
  void mutant_thatDoesNotValidateReads_isCaught(Durability durability) {
    try (Store store = open("mutant", durability)) {
      assertThat(crossed(store, 1_000, tx -> key -> list(tx, key))).isEmpty();
      assertThat(crossed(store, 2_000, _ -> key -> store.read(view -> list(view, key))))
          .as("the mutant")
          .singleElement()
          .asString()
          .startsWith("G2");
    }
  }

  private static Done committed(
      int session, Map<Long, List<Long>> reads, Map<Long, List<Long>> appends) {
    return new Done(session, true, reads, appends);
  }

  @Test
  void checker_knownAnomalies_areNamed() {
    Map<Long, List<Long>> none = Map.of();
    assertThat(
            History.problems(
                List.of(
                    committed(0, none, Map.of(1L, List.of(10L), 2L, List.of(20L))),
                    committed(1, none, Map.of(1L, List.of(11L), 2L, List.of(21L)))),
                Map.of(1L, List.of(10L, 11L), 2L, List.of(21L, 20L))))
        .singleElement()
        .asString()
        .startsWith("G0");
    assertThat(
            History.problems(
                List.of(new Done(0, false, none, Map.of(1L, List.of(10L)))),
                Map.of(1L, List.of(10L))))
        .singleElement()
        .asString()
        .startsWith("G1a");
    assertThat(
            History.problems(
                List.of(
                    committed(0, none, Map.of(1L, List.of(10L, 11L))),
                    committed(1, Map.of(1L, List.of(10L)), none)),
                Map.of(1L, List.of(10L, 11L))))
        .singleElement()
        .asString()
        .startsWith("G1b");
    assertThat(
            History.problems(
                List.of(
                    committed(0, Map.of(2L, List.of(20L)), Map.of(1L, List.of(10L))),
                    committed(1, Map.of(1L, List.of(10L)), Map.of(2L, List.of(20L)))),
                Map.of(1L, List.of(10L), 2L, List.of(20L))))
        .singleElement()
        .asString()
        .startsWith("G1c");
    assertThat(
            History.problems(
                List.of(
                    committed(0, none, Map.of(1L, List.of(10L))),
                    committed(0, Map.of(1L, List.of()), none)),
                Map.of(1L, List.of(10L))))
        .singleElement()
        .asString()
        .startsWith("a cycle with the order of a session");
    assertThat(
            History.problems(
                List.of(committed(0, none, Map.of(1L, List.of(10L)))), Map.of(1L, List.of())))
        .singleElement()
        .asString()
        .startsWith("Lost");
  }
}
