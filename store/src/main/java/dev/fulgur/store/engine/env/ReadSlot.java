package dev.fulgur.store.engine.env;

import dev.fulgur.lmdb.LmdbException;
import dev.fulgur.lmdb.ReadTxn;
import dev.fulgur.store.engine.Rows;
import dev.fulgur.store.engine.Scratch;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import org.jspecify.annotations.Nullable;

/// A read transaction of the pool, with what one view at a time needs.
public final class ReadSlot {

  private static final int FREE = 0;
  private static final int TAKEN = 1;

  /// Above the number of any commit.
  public static final long UNPINNED = Long.MAX_VALUE;

  private static final VarHandle STATE;
  private static final VarHandle OWNER;
  private static final VarHandle PINNED;

  static {
    try {
      STATE = MethodHandles.lookup().findVarHandle(ReadSlot.class, "state", int.class);
      OWNER = MethodHandles.lookup().findVarHandle(ReadSlot.class, "owner", Thread.class);
      PINNED = MethodHandles.lookup().findVarHandle(ReadSlot.class, "pinned", long.class);
    } catch (ReflectiveOperationException e) {
      throw new ExceptionInInitializerError(e);
    }
  }

  private final ReadTxn txn;
  private final LmdbRows rows;
  private final Scratch scratch = new Scratch();

  @SuppressWarnings("UnusedVariable") // by STATE
  private volatile int state;

  /// Whether the transaction has a snapshot. Of its owner.
  private boolean live;

  /// The commit that its view reads with, below which nothing may be let go of; [#UNPINNED] while
  /// there is no snapshot, and 0 from before a snapshot is taken until its commit is known.
  private volatile long pinned;

  /// Who has it, for those that look from outside; only a hint while it changes hands. Set without
  /// the fence of a volatile write, which every read would pay for: a thread sees what it set
  /// itself, and others see what a thread set before it handed them something.
  private volatile @Nullable Thread owner;

  /// How often it was given back, so that a view can be told from the one before. Whoever looks
  /// from outside may see it late.
  private long uses;

  /// Whether its view outlived the age limit and is to fail at its next use.
  private volatile boolean expired;

  /// Set by a view that its caller holds, for reports about views that grow old.
  private volatile @Nullable OpenedAt openedAt;

  /// When and where a view was opened.
  ///
  /// @param nanos by the monotonic clock
  /// @param where holds the stack
  public record OpenedAt(long nanos, Throwable where) {}

  ReadSlot(Environment environment, ReadTxn txn) {
    this.txn = txn;
    this.rows = new LmdbRows(environment, txn);
  }

  /// A full fence: either the one who closes the pool's gate sees it taken, or its taker sees the
  /// gate.
  boolean claim() {
    return state == FREE && STATE.compareAndSet(this, FREE, TAKEN);
  }

  void unclaim() {
    STATE.setRelease(this, FREE);
  }

  boolean isTaken() {
    return state == TAKEN;
  }

  void begin(Thread thread) {
    txn.renew();
    live = true;
    if (expired) {
      expired = false;
    }
    OWNER.setRelease(this, thread);
  }

  /// Takes it without a snapshot.
  void hold(Thread thread) {
    PINNED.setRelease(this, UNPINNED);
    if (expired) {
      expired = false;
    }
    OWNER.setRelease(this, thread);
  }

  /// Gives up the snapshot that it was begun with.
  ReadSlot emptied() {
    live = false;
    txn.reset();
    pinned = UNPINNED;
    return this;
  }

  /// Takes the snapshot, if that was not done before.
  ///
  /// @throws LmdbException if it cannot be taken; the slot is still its owner's
  public void renew() {
    if (!live) {
      pinned = 0;
      txn.renew();
      live = true;
    }
  }

  /// For the transaction's first use, which it is begun with.
  void begun(Thread thread) {
    STATE.setVolatile(this, TAKEN);
    live = true;
    owner = thread;
  }

  /// Ends the snapshot and gives the slot back. Only its owner calls it.
  void end() {
    rows.closeCursors();
    if (openedAt != null) {
      openedAt = null;
    }
    OWNER.setRelease(this, (Thread) null);
    uses++;
    if (pinned != 0) {
      PINNED.setRelease(this, 0L);
    }
    try {
      if (live) {
        live = false;
        txn.reset();
      }
    } finally {
      STATE.setRelease(this, FREE);
    }
  }

  /// Notes the commit that the view reads with.
  public void pin(long sequence) {
    pinned = sequence;
  }

  /// The commit below which its view needs nothing.
  ///
  /// Whoever took the slot did so with a full fence and before it learned its commit. So who sees
  /// it free may take every later view to begin with what is published now.
  long pinned() {
    return state == FREE ? UNPINNED : pinned;
  }

  void close() {
    rows.closeKept();
    txn.close();
  }

  @Nullable Thread owner() {
    return owner;
  }

  /// Whether its view is to fail at its next use.
  public boolean isExpired() {
    return expired;
  }

  /// Makes the view that has had it since `sinceUses` fail at its next use.
  void expire(long sinceUses) {
    if (uses == sinceUses) {
      expired = true;
    }
  }

  long uses() {
    return uses;
  }

  @Nullable OpenedAt openedAt() {
    return openedAt;
  }

  /// Notes where a view was opened that its caller holds.
  public void openedAt(OpenedAt where) {
    openedAt = where;
  }

  /// The rows of the snapshot.
  public Rows rows() {
    return rows;
  }

  /// What to encode and decode with.
  public Scratch scratch() {
    return scratch;
  }
}
