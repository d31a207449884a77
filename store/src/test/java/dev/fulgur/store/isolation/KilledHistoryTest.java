package dev.fulgur.store.isolation;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fulgur.store.Durability;
import dev.fulgur.store.JavaCommand;
import dev.fulgur.store.Store;
import dev.fulgur.store.isolation.History.Done;
import dev.fulgur.store.isolation.HistoryChild.Told;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// Transactions on lists, whose process is killed again and again, are serializable over all its
/// lives: one history, kept outside of the process that dies. A transaction that had asked for its
/// commit and was never told may be in it whole or not at all. A relaxed store may lose its last
/// ones, each before those that are left of none, and none that was on disk. `-Dsoak` kills more
/// often, `-Dseed` repeats.
final class KilledHistoryTest {

  @TempDir Path folder;

  /// All lives but the last, without what they lost.
  private List<Done> history = new ArrayList<>();

  /// The last life: what its transactions told when they knew.
  private final List<Done> life = new ArrayList<>();

  /// Those of it of which nobody knows whether they were committed.
  private final List<Done> open = new ArrayList<>();

  /// How many of [#life] were on disk.
  private int onDisk;

  @ParameterizedTest
  @EnumSource(Durability.class)
  void transactions_ofAProcessThatIsKilled_areSerializable(Durability durability)
      throws IOException {
    long seed = Long.getLong("seed", System.nanoTime());
    System.out.println("KilledHistoryTest: -Dseed=" + seed);
    Random random = new Random(seed);
    int kills = Boolean.getBoolean("soak") ? 1_000 : 7;
    Map<Long, List<Long>> end = Map.of();
    long kept = 0;
    int lost = 0;
    for (int kill = 0; kill < kills; kill++) {
      long lastKey = end.keySet().stream().mapToLong(key -> key).max().orElse(0);
      runAndKill(durability, random, Session.base(lastKey), (kill + 1) * 1_000_000L);
      try (Store store = Lists.open(folder, durability)) {
        end = store.read(Lists::all);
        assertThat(store.check().problems()).isEmpty();
      }
      if (durability != Durability.RELAXED) {
        onDisk = life.size();
      }
      kept += onDisk;
      History.Left left = left(end);
      assertThat(left.problems()).as("kill %d, -Dseed=%d", kill, seed).isEmpty();
      assertThat(History.problems(left.history(), end))
          .as("what is left, kill %d, -Dseed=%d", kill, seed)
          .isEmpty();
      lost += left.lost();
      history = new ArrayList<>(left.history());
    }
    assertThat(kept).as("surely kept").isGreaterThan(kills);
    if (durability == Durability.RELAXED) {
      System.out.println("of a relaxed store's transactions lost: " + lost);
    } else {
      assertThat(lost).isZero();
    }
    System.out.println(
        "reliability: isolation | %s, %d kills | %d | %d"
            .formatted(durability.name().toLowerCase(Locale.ROOT), kills, history.size(), seed));
  }

  private void runAndKill(Durability durability, Random random, long firstKey, long firstNumber)
      throws IOException {
    Process process =
        new ProcessBuilder(
                JavaCommand.of(
                    List.of("-XX:+UseSerialGC", "-Xmx128m"),
                    JavaCommand.classPath(),
                    HistoryChild.class,
                    folder,
                    durability,
                    random.nextLong(),
                    firstKey,
                    firstNumber))
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    // A relaxed store has many transactions behind it until the first of them is on disk.
    int last = 1 + random.nextInt(durability == Durability.RELAXED ? 3_000 : 1_500);
    Map<Integer, Done> asked = new TreeMap<>();
    life.clear();
    open.clear();
    onDisk = 0;
    int heard = 0;
    try (DataInputStream in = new DataInputStream(process.getInputStream())) {
      while (true) {
        Told told = Told.readFrom(in);
        switch (told.about()) {
          case ASKED -> asked.put(told.done().session(), told.done());
          case KNOWN -> {
            asked.remove(told.done().session());
            life.add(told.done());
          }
          case ON_DISK -> onDisk = told.onDisk();
        }
        if (++heard == last) {
          // By its handle: the process's own method would close the pipe, and what is still in it
          // with it.
          boolean _ = process.toHandle().destroyForcibly();
        }
      }
    } catch (EOFException e) {
      assertThat(heard).as("it did not end by itself").isGreaterThanOrEqualTo(last);
    } finally {
      Process _ = process.destroyForcibly().onExit().join();
    }
    open.addAll(asked.values());
  }

  /// What is left of all lives. Of those that had asked, what others read of them tells what became
  /// of them, and what is there.
  private History.Left left(Map<Long, List<Long>> end) {
    Map<Long, List<Long>> before = new HashMap<>(end);
    for (Done done : life) {
      if (done.committed()) {
        done.reads().forEach((key, list) -> longest(before, key, list));
        done.appends()
            .forEach(
                (key, list) -> {
                  List<Long> whole = new ArrayList<>(done.reads().getOrDefault(key, List.of()));
                  whole.addAll(list);
                  longest(before, key, whole);
                });
      }
    }
    Set<Long> seen = new HashSet<>();
    before.values().forEach(seen::addAll);
    int kept = history.size() + onDisk;
    List<Done> all = new ArrayList<>(history);
    all.addAll(life);
    for (Done done : open) {
      boolean committed =
          done.appends().values().stream().flatMap(List::stream).anyMatch(seen::contains);
      all.add(new Done(done.session(), committed, done.reads(), done.appends()));
    }
    return History.left(all, kept, before, end);
  }

  private static void longest(Map<Long, List<Long>> lists, long key, List<Long> list) {
    lists.merge(key, list, (one, other) -> one.size() < other.size() ? other : one);
  }
}
