package dev.fulgur.store.engine.logged;

import java.lang.reflect.Method;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import org.jetbrains.kotlinx.lincheck.Actor;
import org.jetbrains.kotlinx.lincheck.execution.ExecutionScenario;
import org.jetbrains.lincheck.LincheckAssertionError;
import org.jetbrains.lincheck.datastructures.ModelCheckingOptions;
import org.jetbrains.lincheck.datastructures.Operation;
import org.jspecify.annotations.Nullable;

/// Commits, checkpoints and views over the overlay, for Lincheck to interleave step by step: each
/// view must answer what it would between two whole commits, of two keys that change together.
///
/// The data file is a map that is replaced as a whole, and the pinned commit of a view one number,
/// as in a slot of the pool. Keys have one byte, since Lincheck does not know the handles with
/// which eight bytes are read at once.
public class OverlayViews {

  /// Rules of a view, each left out in turn.
  enum Mutant {
    NONE,
    /// The chain is taken hold of after the snapshot.
    HOLD_AFTER_SNAPSHOT,
    /// The published number is taken before the snapshot.
    PUBLISHED_BEFORE_SNAPSHOT,
    /// Versions are let go of although a view reads them.
    PINS_UNHEEDED
  }

  private record File(long applied, Map<Integer, Integer> rows) {}

  private static final Mutant MUTANT = Mutant.valueOf(System.getProperty("mutant", "NONE"));
  private static final byte[][] KEYS = {{1}, {2}};

  private final Overlay overlay = new Overlay(1, 0);
  private final AtomicLong pinned = new AtomicLong(Long.MAX_VALUE);
  private volatile File file = new File(0, Map.of());
  private long last;
  private long oldestPinned;

  /// Made by Lincheck.
  public OverlayViews() {}

  /// One thread at a time, as the log's.
  @Operation(nonParallelGroup = "sequencer")
  public long commit() {
    long sequence = ++last;
    for (byte[] key : KEYS) {
      byte[] value = {(byte) sequence};
      overlay.current().ofChanged(0).change(key, value, sequence, oldestPinned);
    }
    overlay.publish(sequence);
    oldestPinned = MUTANT == Mutant.PINS_UNHEEDED ? sequence : Math.min(sequence, pinned.get());
    return sequence;
  }

  /// A commit behind which a generation ends.
  @Operation(nonParallelGroup = "sequencer")
  public long commitAndEnd() {
    long sequence = commit();
    overlay.endCurrent();
    return sequence;
  }

  /// Brings in the generations that have ended.
  @Operation(nonParallelGroup = "checkpoint")
  public void checkpoint() {
    for (Overlay.Node node = overlay.oldest();
        node.generation.lastSequence() != Long.MAX_VALUE;
        node = overlay.oldest()) {
      Map<Integer, Integer> rows = new HashMap<>(file.rows());
      Rowset changed = node.generation.of(0);
      for (int i = 0; i < KEYS.length; i++) {
        Rowset.Entry entry = changed == null ? null : changed.find(KEYS[i]);
        Rowset.Version newest = entry == null ? null : entry.newest;
        if (newest != null) {
          rows.put(i, number(newest));
        }
      }
      file = new File(node.generation.lastSequence(), rows);
      overlay.letGo(node);
    }
  }

  /// A view: the commit that it reads with, and what both keys have.
  @Operation(nonParallelGroup = "reader")
  public String view() {
    pinned.set(0);
    try {
      Overlay.@Nullable Node from = MUTANT == Mutant.HOLD_AFTER_SNAPSHOT ? null : overlay.oldest();
      long early = MUTANT == Mutant.PUBLISHED_BEFORE_SNAPSHOT ? overlay.published() : 0;
      File snapshot = file;
      Overlay.Node held = from == null ? overlay.oldest() : from;
      long published = MUTANT == Mutant.PUBLISHED_BEFORE_SNAPSHOT ? early : overlay.published();
      pinned.set(published);
      Generation[] above = Overlay.between(held, snapshot.applied(), published);
      return published
          + ": "
          + get(above, snapshot, 0, published)
          + " "
          + get(above, snapshot, 1, published);
    } finally {
      pinned.set(Long.MAX_VALUE);
    }
  }

  private static @Nullable Integer get(Generation[] above, File below, int key, long sequence) {
    for (Generation generation : above) {
      Rowset rows = generation.of(0);
      Rowset.Entry entry = rows == null ? null : rows.find(KEYS[key]);
      Rowset.Version version = entry == null ? null : entry.at(sequence);
      if (version != null) {
        return number(version);
      }
    }
    return below.rows().get(key);
  }

  private static int number(Rowset.Version version) {
    byte[] value = version.value;
    return value == null ? 0 : value[0];
  }

  private static List<Actor> thread(String... operations) {
    return Arrays.stream(operations).map(name -> new Actor(method(name), List.of())).toList();
  }

  private static Method method(String name) {
    try {
      return OverlayViews.class.getMethod(name);
    } catch (NoSuchMethodException e) {
      throw new IllegalArgumentException(e);
    }
  }

  private static ExecutionScenario scenario(List<List<Actor>> threads) {
    return new ExecutionScenario(List.of(), threads, List.of(), null);
  }

  /// Says `linearizable`, or `not linearizable` and how.
  ///
  /// @param arguments how many interleavings of each scenario to look at
  public static void main(String[] arguments) {
    try {
      new ModelCheckingOptions()
          .iterations(0)
          .invocationsPerIteration(Integer.parseInt(arguments[0]))
          .minimizeFailedScenario(false)
          .addCustomScenario(
              scenario(List.of(thread("commitAndEnd", "checkpoint", "commit"), thread("view"))))
          .addCustomScenario(
              scenario(List.of(thread("commit", "commit", "commit"), thread("view", "view"))))
          .check(OverlayViews.class);
      System.out.println("linearizable");
    } catch (LincheckAssertionError e) {
      System.out.println("not linearizable: " + e.getMessage());
    }
    System.out.flush();
    Runtime.getRuntime().halt(0);
  }
}
