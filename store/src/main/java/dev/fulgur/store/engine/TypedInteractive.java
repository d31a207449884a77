package dev.fulgur.store.engine;

import dev.fulgur.store.Counter;
import dev.fulgur.store.InteractiveTransaction;
import dev.fulgur.store.View;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/// A transaction that its caller drives, over a snapshot: what it reads is noted and what it writes
/// is kept before the snapshot, until an engine validates the one and applies the other.
@SuppressWarnings("ReferenceEquality") // threads are themselves
public abstract class TypedInteractive extends TypedTransaction implements InteractiveTransaction {

  /// The most that a transaction may write or note.
  protected static final long MAX_BYTES = 32L << 20;

  private final Thread owner = Thread.currentThread();
  private final Rows snapshot;
  private final ReadSet reads;
  private final OverlayRows writes;

  /// Made when first needed.
  private Map<Counter, Long> deltas = Map.of();

  private State state = State.ACTIVE;
  private boolean busy;

  /// Over a snapshot that belongs to the calling thread.
  protected TypedInteractive(Catalog catalog, Scratch scratch, Rows snapshot) {
    super(catalog, scratch);
    this.snapshot = snapshot;
    this.reads = new ReadSet(snapshot);
    this.writes = new OverlayRows(reads, MAX_BYTES);
  }

  /// Gives the snapshot back. Called once, when the transaction stops being active.
  protected abstract void release();

  /// Hands reads and writes to the engine, when the snapshot has been given back.
  protected abstract CompletableFuture<@Nullable Void> submit(Work work, boolean waits);

  /// What a transaction has read and wants to write.
  ///
  /// @param version of the snapshot that it read; 0 if it read nothing
  /// @param reads what must still be so
  /// @param writes what to change
  /// @param deltas what to add to counters
  public record Work(long version, ReadSet reads, OverlayRows writes, Map<Counter, Long> deltas) {

    /// Whether there is nothing to write.
    public boolean isEmpty() {
      return writes.isEmpty() && deltas.isEmpty();
    }

    /// Makes the changes.
    public void applyTo(MutableRows rows, Scratch scratch) {
      writes.applyTo(rows);
      for (Map.Entry<Counter, Long> delta : deltas.entrySet()) {
        long _ = Counters.add(rows, scratch, delta.getKey(), delta.getValue());
      }
    }
  }

  @Override
  protected MutableRows enter() {
    check();
    if (reads.sizeBytes() > MAX_BYTES) {
      throw new dev.fulgur.store.StoreException.TransactionTooLarge(reads.sizeBytes(), MAX_BYTES);
    }
    busy = true;
    return writes;
  }

  private void check() {
    if (owner != Thread.currentThread()) {
      throw new IllegalStateException(
          "This transaction belongs to the thread %s; begin one of your own."
              .formatted(owner.getName()));
    }
    if (state != State.ACTIVE) {
      throw new IllegalStateException(
          state == State.COMMITTED
              ? "This transaction has been committed; begin another."
              : "This transaction has been aborted; begin another.");
    }
    if (busy) {
      throw new IllegalStateException(
          "A codec or index function may not use the transaction that calls it; give it what it needs.");
    }
  }

  @Override
  protected void exit() {
    busy = false;
  }

  @Override
  protected boolean enterToClose() {
    if (state != State.ACTIVE || busy) {
      return false;
    }
    check();
    busy = true;
    return true;
  }

  @Override
  protected void addTo(MutableRows rows, Counter counter, long delta) {
    if (deltas.isEmpty()) {
      deltas = new HashMap<>();
    }
    deltas.merge(counter, delta, Long::sum);
  }

  @Override
  protected long valueOf(Rows rows, Counter counter) {
    return super.valueOf(rows, counter) + deltas.getOrDefault(counter, 0L);
  }

  @Override
  public View snapshot() {
    check();
    return new Unnoted();
  }

  /// Reads the snapshot itself, so that nothing is noted.
  private final class Unnoted extends TypedView {
    Unnoted() {
      super(TypedInteractive.this.catalog, TypedInteractive.this.scratch);
    }

    @Override
    protected Rows enter() {
      check();
      busy = true;
      return snapshot;
    }

    @Override
    protected void exit() {
      TypedInteractive.this.exit();
    }

    @Override
    protected boolean enterToClose() {
      return TypedInteractive.this.enterToClose();
    }
  }

  @Override
  public State state() {
    return state;
  }

  @Override
  public void commit() {
    CompletableFuture<@Nullable Void> outcome = committed(true);
    Outcomes.await(outcome);
  }

  @Override
  public CompletableFuture<@Nullable Void> commitAsync() {
    return committed(false);
  }

  private CompletableFuture<@Nullable Void> committed(boolean waits) {
    check();
    long version = reads.isEmpty() ? 0 : snapshot.version();
    state = State.COMMITTED;
    release();
    return submit(new Work(version, reads, writes, deltas), waits);
  }

  @Override
  public void abort() {
    check();
    state = State.ABORTED;
    release();
  }

  @Override
  public void close() {
    if (state == State.ACTIVE) {
      abort();
    }
  }
}
