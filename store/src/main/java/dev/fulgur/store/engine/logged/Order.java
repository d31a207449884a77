package dev.fulgur.store.engine.logged;

import dev.fulgur.log.Sequencer;
import dev.fulgur.store.Counter;
import dev.fulgur.store.LogSettings;
import dev.fulgur.store.StoreException;
import dev.fulgur.store.engine.Catalog;
import dev.fulgur.store.engine.Counters;
import dev.fulgur.store.engine.ReadSet;
import dev.fulgur.store.engine.env.Environment;
import dev.fulgur.store.engine.env.ReadSlot;
import java.lang.foreign.MemorySegment;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.LongSupplier;

/// Decides in which order commits take effect, and whether they may.
///
/// **Validation.** What a transaction read must still be so with every commit before it applied,
/// published or not. A tree that nobody changed since its snapshot needs no look; else the reads
/// are made once more. Values are compared, so it does not matter what a checkpoint has let go of
/// meanwhile.
///
/// **Counters.** What is added is added to the value that the commit before left, in order. It is
/// never part of what was read.
///
/// Thread rule: as [Sequencer] says, one call at a time.
final class Order implements Sequencer<LoggedCommit> {
  /// How many generations the overlay has room for: one that grows, and others on their way into
  /// LMDB's file, so that no writer waits for those.
  private static final int GENERATIONS = 3;

  private final Environment environment;
  private final Overlay overlay;
  private final AppliedMap applied;
  private final LogSettings settings;
  private final LongSupplier diskBytes;
  private final Runnable generationEnded;

  private final long[] changedAt;
  private final Map<String, Long> counters = new HashMap<>();
  private long last;

  /// No view reads, or will read, with an older commit. Written when commits are published.
  private volatile long oldestPinned;

  /// @param diskBytes how large a generation the disk allows
  /// @param generationEnded told of each that is as large as one may be
  Order(
      Environment environment,
      Catalog catalog,
      Overlay overlay,
      AppliedMap applied,
      LogSettings settings,
      LongSupplier diskBytes,
      Runnable generationEnded) {
    this.environment = environment;
    this.overlay = overlay;
    this.applied = applied;
    this.settings = settings;
    this.diskBytes = diskBytes;
    this.generationEnded = generationEnded;
    this.changedAt = new long[catalog.trees().size()];
    this.last = overlay.published();
  }

  @Override
  public boolean validate(LoggedCommit commit) {
    try {
      readCounters(commit);
      if (commit.reads != null
          && commit.reads.readAny(tree -> changedAt[tree.number()] > commit.version)) {
        readAgain(commit.reads);
      }
      return true;
    } catch (StoreException e) {
      commit.refusal = e;
      return false;
    }
  }

  private void readAgain(ReadSet reads) {
    Overlay.Node from = overlay.oldest();
    ReadSlot slot = environment.takeKept();
    try {
      reads.validate(
          new LoggedRows(slot.rows(), Overlay.between(from, appliedOf(slot), last), last));
    } finally {
      environment.end(slot);
    }
  }

  /// So that a commit is refused whose counter cannot be read: once it is applied it must succeed.
  private void readCounters(LoggedCommit commit) {
    List<Change> changes = commit.changes;
    // They stand behind all other changes.
    for (int i = changes.size() - 1; i >= 0 && changes.get(i).kind() == Change.Kind.ADD; i--) {
      long _ = counter(new String(changes.get(i).key(), StandardCharsets.UTF_8));
    }
  }

  private long appliedOf(ReadSlot slot) {
    return AppliedLookup.of(applied, slot);
  }

  @Override
  public void apply(LoggedCommit commit, long sequence) {
    Generation generation = overlay.current();
    long bytes = 0;
    int tree = -1;
    Rowset rows = null;
    for (int i = 0; i < commit.changes.size(); i++) {
      Change change = commit.changes.get(i);
      if (rows == null || change.tree().number() != tree) {
        tree = change.tree().number();
        changedAt[tree] = sequence;
        rows = generation.ofChanged(tree);
      }
      switch (change.kind()) {
        case PUT, DELETE ->
            bytes +=
                rows.change(change.place, change.key(), change.value(), sequence, oldestPinned);
        case CLEAR -> rows.clear(sequence);
        case ADD -> {
          byte[] sum = added(change.key(), change.delta());
          bytes += rows.change(change.place, change.key(), sum, sequence, oldestPinned);
        }
      }
    }
    generation.addBytes(bytes);
    generation.addLogBytes(commit.payloadBytes());
    last = sequence;
  }

  private byte[] added(byte[] name, long delta) {
    String text = new String(name, StandardCharsets.UTF_8);
    long sum = counter(text) + delta;
    counters.put(text, sum);
    return Counters.write(MemorySegment.ofArray(name), sum)
        .toArray(java.lang.foreign.ValueLayout.JAVA_BYTE);
  }

  /// The value that the newest commit left. Nobody else writes counters while the store is open.
  private long counter(String name) {
    Long known = counters.get(name);
    if (known != null) {
      return known;
    }
    Overlay.Node from = overlay.oldest();
    ReadSlot slot = environment.takeKept();
    try {
      LoggedRows now =
          new LoggedRows(slot.rows(), Overlay.between(from, appliedOf(slot), last), last);
      long value = Counters.get(now, slot.scratch(), new Counter(name));
      counters.put(name, value);
      return value;
    } finally {
      environment.end(slot);
    }
  }

  @Override
  public void revoke(LoggedCommit commit, long sequence) {
    Generation generation = overlay.current();
    for (Change change : commit.changes.reversed()) {
      Rowset rows = generation.ofChanged(change.tree().number());
      switch (change.kind()) {
        case PUT, DELETE -> generation.addBytes(-rows.revoke(change.key(), sequence));
        case CLEAR -> rows.revokeClear(sequence);
        case ADD -> {
          generation.addBytes(-rows.revoke(change.key(), sequence));
          counters.remove(new String(change.key(), StandardCharsets.UTF_8));
        }
      }
    }
    generation.addLogBytes(-commit.payloadBytes());
    last = sequence - 1;
  }

  @Override
  public void publish(long sequence) {
    overlay.publish(sequence);
    oldestPinned = Math.min(sequence, environment.oldestPinned());
  }

  /// Whether the newest generation is as large as one may be.
  @Override
  public boolean wantsPoint() {
    Generation current = overlay.current();
    return current.logBytes() >= settings.checkpointBytes()
        || current.bytes()
            >= Math.min(settings.overlayBytes() / GENERATIONS, diskBytes.getAsLong());
  }

  @Override
  public void point(long sequence) {
    boolean full = wantsPoint();
    overlay.endCurrent();
    if (full) {
      generationEnded.run();
    }
  }
}
