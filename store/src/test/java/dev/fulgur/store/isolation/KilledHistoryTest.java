package dev.fulgur.store.isolation;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fulgur.store.Durability;
import dev.fulgur.store.Store;
import dev.fulgur.store.isolation.History.Done;
import dev.fulgur.store.isolation.HistoryChild.Told;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
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
/// commit and was never told may be in it whole or not at all. `-Dsoak` kills more often, `-Dseed`
/// repeats.
final class KilledHistoryTest {

  @TempDir Path folder;

  private final List<Done> history = new ArrayList<>();

  /// Those of which nobody knows whether they were committed.
  private final List<Done> open = new ArrayList<>();

  @ParameterizedTest
  @EnumSource(
      value = Durability.class,
      names = {"DIRECT", "SYNCED"})
  void transactions_ofAProcessThatIsKilled_areSerializable(Durability durability)
      throws IOException {
    long seed = Long.getLong("seed", System.nanoTime());
    System.out.println("KilledHistoryTest: -Dseed=" + seed);
    Random random = new Random(seed);
    int kills = Boolean.getBoolean("soak") ? 1_000 : 7;
    Map<Long, List<Long>> end = Map.of();
    for (int kill = 0; kill < kills; kill++) {
      long lastKey = end.keySet().stream().mapToLong(key -> key).max().orElse(0);
      runAndKill(durability, random, Session.base(lastKey), (kill + 1) * 1_000_000L);
      try (Store store = Lists.open(folder, durability)) {
        end = store.read(Lists::all);
        assertThat(store.check().problems()).isEmpty();
      }
      settle(end);
      assertThat(History.problems(history, end)).as("kill %d, -Dseed=%d", kill, seed).isEmpty();
    }
    long committed = history.stream().filter(Done::committed).count();
    assertThat(committed).isGreaterThan(kills);
    System.out.println(
        "reliability: isolation | %s, %d kills | %d | %d"
            .formatted(durability.name().toLowerCase(Locale.ROOT), kills, history.size(), seed));
  }

  private void runAndKill(Durability durability, Random random, long firstKey, long firstNumber)
      throws IOException {
    Process process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "--enable-native-access=ALL-UNNAMED",
                "-XX:TieredStopAtLevel=1",
                "-XX:+UseSerialGC",
                "-XX:-UsePerfData",
                "-Xmx128m",
                "-cp",
                System.getProperty(
                    "surefire.test.class.path", System.getProperty("java.class.path")),
                HistoryChild.class.getName(),
                folder.toString(),
                durability.name(),
                Long.toString(random.nextLong()),
                Long.toString(firstKey),
                Long.toString(firstNumber))
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    int last = 1 + random.nextInt(1_500);
    Map<Integer, Done> asked = new TreeMap<>();
    int heard = 0;
    try (DataInputStream in = new DataInputStream(process.getInputStream())) {
      while (true) {
        Told told = Told.readFrom(in);
        if (told.known()) {
          asked.remove(told.done().session());
          history.add(told.done());
        } else {
          asked.put(told.done().session(), told.done());
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

  /// Finds out, of those that had asked, what became of them: what they appended tells.
  private void settle(Map<Long, List<Long>> end) {
    for (Done done : open) {
      boolean there = false;
      for (Map.Entry<Long, List<Long>> list : done.appends().entrySet()) {
        Set<Long> found = new HashSet<>(end.getOrDefault(list.getKey(), List.of()));
        there |= list.getValue().stream().anyMatch(found::contains);
      }
      history.add(new Done(done.session(), there, done.reads(), done.appends()));
    }
    open.clear();
  }
}
