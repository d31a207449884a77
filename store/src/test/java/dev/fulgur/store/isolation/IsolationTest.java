package dev.fulgur.store.isolation;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fulgur.store.Durability;
import dev.fulgur.store.InteractiveTransaction;
import dev.fulgur.store.Store;
import dev.fulgur.store.StoreException;
import dev.fulgur.store.isolation.History.Done;
import java.nio.file.Path;
import java.util.ArrayList;
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
  private static final int THREADS = 6;

  @TempDir Path folder;

  private final AtomicLong numbers = new AtomicLong();

  /// Keeps what a session did.
  private record Kept(List<Done> done) implements Session.Witness {
    @Override
    public void asks(Done before) {}

    @Override
    public void knows(Done after) {
      done.add(after);
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
    List<Kept> sessions = new ArrayList<>();
    List<Throwable> thrown = java.util.Collections.synchronizedList(new ArrayList<>());
    try (Store store = Lists.open(folder.resolve("store"), durability)) {
      List<Thread> threads = new ArrayList<>();
      for (int i = 0; i < THREADS; i++) {
        Kept kept = new Kept(new ArrayList<>());
        sessions.add(kept);
        Session session = new Session(store, i, each, random.split(), 0, numbers, kept);
        threads.add(
            Thread.ofPlatform().uncaughtExceptionHandler((_, e) -> thrown.add(e)).start(session));
      }
      for (Thread thread : threads) {
        thread.join();
      }
      assertThat(thrown).isEmpty();
      assertThat(store.check().problems()).isEmpty();
    }
    List<Done> history = sessions.stream().flatMap(s -> s.done().stream()).toList();
    try (Store store = Lists.open(folder.resolve("store"), durability)) {
      assertThat(History.problems(history, store.read(Lists::all))).isEmpty();
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
      first.put(Lists.TABLE, base + 1, List.of(base + 100));
      second.put(Lists.TABLE, base, List.of(base + 200));
      history.add(done(0, first, Map.of(base, left), Map.of(base + 1, List.of(base + 100))));
      history.add(done(1, second, Map.of(base + 1, right), Map.of(base, List.of(base + 200))));
    }
    Map<Long, List<Long>> end = store.read(Lists::all);
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
    try (Store store = Lists.open(folder.resolve("mutant"), durability)) {
      assertThat(crossed(store, 1_000, tx -> key -> Lists.list(tx, key))).isEmpty();
      assertThat(crossed(store, 2_000, _ -> key -> store.read(view -> Lists.list(view, key))))
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

  @Test
  void checker_crashThatTookNoTail_isNamed() {
    Done first = committed(0, Map.of(1L, List.of()), Map.of(1L, List.of(10L)));
    Done second = committed(1, Map.of(1L, List.of(10L)), Map.of(2L, List.of(20L)));
    Map<Long, List<Long>> before = Map.of(1L, List.of(10L), 2L, List.of(20L));
    List<Done> both = List.of(first, second);

    History.Left tail = History.left(both, 1, before, Map.of(1L, List.of(10L)));
    assertThat(tail.problems()).isEmpty();
    assertThat(tail.lost()).isEqualTo(1);
    assertThat(tail.history()).extracting(Done::committed).containsExactly(true, false);

    assertThat(History.left(both, 2, before, Map.of(1L, List.of(10L))).problems())
        .singleElement()
        .asString()
        .startsWith("Lost, though it was kept");
    assertThat(History.left(both, 0, before, Map.of(2L, List.of(20L))).problems())
        .singleElement()
        .asString()
        .startsWith("No prefix");
    Done reader = committed(0, Map.of(1L, List.of(10L)), Map.of());
    Done third = committed(0, Map.of(), Map.of(3L, List.of(30L)));
    assertThat(
            History.left(
                    List.of(committed(1, Map.of(), Map.of(1L, List.of(10L))), reader, third),
                    0,
                    Map.of(1L, List.of(10L), 3L, List.of(30L)),
                    Map.of(3L, List.of(30L)))
                .problems())
        .as("what only a reader between them tells")
        .singleElement()
        .asString()
        .startsWith("No prefix");
    Done wide = committed(0, Map.of(), Map.of(1L, List.of(10L), 2L, List.of(20L)));
    assertThat(History.left(List.of(wide), 0, before, Map.of(1L, List.of(10L))).problems())
        .singleElement()
        .asString()
        .startsWith("Left in part");
    assertThat(History.left(List.of(first), 0, before, Map.of(1L, List.of(11L))).problems())
        .anyMatch(problem -> problem.contains("which it never was"));
  }
}
