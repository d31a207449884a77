package dev.fulgur.store.scenario;

import dev.fulgur.store.CheckReport;
import dev.fulgur.store.Durability;
import dev.fulgur.store.LogHealth;
import dev.fulgur.store.Range;
import dev.fulgur.store.Store;
import dev.fulgur.store.View;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.TreeSet;
import java.util.function.Consumer;
import java.util.function.IntFunction;

/// A crash and a recovery, over and over: a process of its own commits, is killed with SIGKILL at a
/// random time, and the store is opened again and compared with what the process had told before it
/// died. What it told is kept here, outside of the process that dies.
///
/// The process may also ask to be killed at a place of its choice, by telling [#KILL_ME], and wait
/// there.
///
/// A transaction writes a record into each of two tables, an index row, and a counter. It must be
/// there whole or not at all; if it was acknowledged as durable it must be there.
public final class CrashScenario {
  /// What a process tells that wants to be killed here and now.
  public static final long KILL_ME = -1;

  private final Path folder;
  private final Durability durability;
  private final IntFunction<List<String>> child;

  /// How many transactions a process may tell before it is killed wherever it is.
  private final int most;

  private final Random random;
  private final Consumer<String> told;
  private final TreeSet<Long> acknowledged = new TreeSet<>();
  private final List<String> problems = new ArrayList<>();
  private long next = 1;
  private long there;
  private long replayed;
  private int asked;
  private Duration recovering = Duration.ZERO;

  /// What came of it.
  ///
  /// @param kills how often the process was killed
  /// @param asked how often it had asked for it
  /// @param acknowledged transactions that had been acknowledged
  /// @param there transactions that are in the store at the end
  /// @param replayed transactions that were brought in from the log, over all kills
  /// @param recovering how long the openings after a kill took together
  /// @param problems everything that should not be, empty if all is well
  public record Report(
      int kills,
      int asked,
      long acknowledged,
      long there,
      long replayed,
      Duration recovering,
      List<String> problems) {

    /// Copies the list.
    public Report {
      problems = List.copyOf(problems);
    }

    /// Whether nothing acknowledged was lost and everything is whole.
    public boolean isClean() {
      return problems.isEmpty();
    }
  }

  /// @param folder an empty folder, or one that does not exist
  /// @param seed decides when the process is killed
  /// @param told called with one line about each kill
  public CrashScenario(Path folder, Durability durability, long seed, Consumer<String> told) {
    this(folder, durability, seed, told, _ -> List.of(CrashChild.class.getName()), 400);
  }

  /// The same with a process of another kind.
  ///
  /// @param child its class and first arguments for each kill, from 1 on; those of [CrashChild]
  ///   follow
  /// @param most how many transactions it may tell before it is killed wherever it is; the number
  ///   is drawn from 1 to this
  public CrashScenario(
      Path folder,
      Durability durability,
      long seed,
      Consumer<String> told,
      IntFunction<List<String>> child,
      int most) {
    this.child = child;
    this.most = most;
    this.folder = folder;
    this.durability = durability;
    this.random = new Random(seed);
    this.told = told;
  }

  /// Kills as often as that, and compares after each.
  ///
  /// @throws IOException if the process cannot be started
  public Report run(int kills) throws IOException {
    for (int i = 1; i <= kills; i++) {
      int before = acknowledged.size();
      commitAndKill(child.apply(i));
      compare();
      told.accept(
          "kill %d: %d transactions acknowledged, %d in the store, %d of them from the log"
              .formatted(i, acknowledged.size() - before, there, replayed));
    }
    return new Report(kills, asked, acknowledged.size(), there, replayed, recovering, problems);
  }

  private void commitAndKill(List<String> arguments) throws IOException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.add("--enable-native-access=ALL-UNNAMED");
    command.add("-XX:TieredStopAtLevel=1");
    command.add("-XX:+UseSerialGC");
    command.add("-XX:-UsePerfData");
    command.add("-Xmx128m");
    command.add("-cp");
    command.add(System.getProperty("java.class.path"));
    command.addAll(arguments);
    command.add(folder.toString());
    command.add(durability.name());
    command.add(Long.toString(next));
    Process process =
        new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT).start();
    int last = 1 + random.nextInt(most);
    int heard = 0;
    try (DataInputStream in = new DataInputStream(process.getInputStream())) {
      while (true) {
        long number = in.readLong();
        if (number == KILL_ME) {
          asked++;
          heard = last;
          boolean _ = process.toHandle().destroyForcibly();
          continue;
        }
        acknowledged.add(number);
        next = Math.max(next, number + 1);
        heard++;
        if (heard == last) {
          // What it tells between here and its death is still in the pipe, and is read as well.
          // By its handle: the process's own method would close the pipe with it.
          boolean _ = process.toHandle().destroyForcibly();
        }
      }
    } catch (EOFException e) {
      if (heard < last) {
        problems.add("The process ended by itself after " + heard + " transactions.");
      }
    } finally {
      Process _ = process.destroyForcibly().onExit().join();
    }
    // Numbers that were taken and never told may be in the store too.
    next += 1_000;
  }

  private void compare() {
    long begun = System.nanoTime();
    try (Store store = Store.open(folder, Mark.SCHEMA, CrashChild.options(durability))) {
      recovering = recovering.plusNanos(System.nanoTime() - begun);
      LogHealth log = store.stats().log();
      replayed += log == null ? 0 : log.recovery().committed();
      store.read(
          view -> {
            compare(view);
            return true;
          });
      CheckReport report = store.check();
      problems.addAll(report.problems());
    }
  }

  private void compare(View view) {
    TreeSet<Long> left = new TreeSet<>(view.keys(Mark.LEFT, Range.all(), Integer.MAX_VALUE));
    TreeSet<Long> right = new TreeSet<>(view.keys(Mark.RIGHT, Range.all(), Integer.MAX_VALUE));
    there = left.size();
    if (!left.equals(right)) {
      problems.add("A transaction is there in part: the two tables differ.");
    }
    if (view.get(Mark.COUNT) != there) {
      problems.add(
          "The counter says %d, and %d transactions are there."
              .formatted(view.get(Mark.COUNT), there));
    }
    for (long number : left) {
      if (!Mark.of(number).equals(view.get(Mark.LEFT, number))
          || !Mark.of(number).equals(view.get(Mark.RIGHT, number))) {
        problems.add("Transaction %d has another content.".formatted(number));
      }
    }
    long lost = acknowledged.stream().filter(number -> !left.contains(number)).count();
    if (lost > 0 && durability != Durability.RELAXED) {
      problems.add("%d acknowledged transactions are lost.".formatted(lost));
    }
    // What a relaxed store lost once is not looked for again.
    if (durability == Durability.RELAXED) {
      acknowledged.retainAll(left);
    }
  }
}
