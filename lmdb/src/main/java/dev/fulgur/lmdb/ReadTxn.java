package dev.fulgur.lmdb;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import org.jspecify.annotations.Nullable;

/// A snapshot to read. It sees the commits that were made before it began, and nothing later.
///
/// For many short reads keep one and let it [#reset()] and [#renew()] instead of beginning anew: it
/// then keeps its slot in the reader table and takes a fresh snapshot without any lock. While it is
/// reset it belongs to nobody, and the next thread to renew it owns it. A snapshot that is held for
/// long keeps the file growing, since pages that it can see are not used again.
@SuppressWarnings("ReferenceEquality") // a thread is itself and no other
public final class ReadTxn extends Txn {
  private static final int ACTIVE = 0;
  private static final int RESET = 1;
  private static final int CLOSED = 2;

  private static final VarHandle STATE;

  static {
    try {
      STATE = MethodHandles.lookup().findVarHandle(ReadTxn.class, "state", int.class);
    } catch (ReflectiveOperationException e) {
      throw new ExceptionInInitializerError(e);
    }
  }

  /// Who turns it from [#RESET] to anything else does so by compare-and-set, and so is alone.
  @SuppressWarnings("UnusedVariable")
  private volatile int state = ACTIVE;

  /// Who renewed it last; set only by who has the right to.
  private volatile Thread thread = Thread.currentThread();

  private final Usage usage;
  private final @Nullable TreeSearch search;
  private final String opener = Thread.currentThread().getName();

  ReadTxn(Env env, Block block, long serial, long pointer) {
    super(env, block, serial);
    this.usage = env.usage();
    this.search = TreeSearch.of(this, env.pageSize());
    this.pointer = pointer;
    this.owner = thread.threadId();
  }

  @Override
  Thread thread() {
    return thread;
  }

  /// Gives up the snapshot but keeps the handle and its reader slot for [#renew()].
  ///
  /// @throws IllegalStateException if this thread does not own the transaction now
  public void reset() {
    live();
    invalidate();
    life++;
    owner = 0;
    try {
      Native.txnReset(pointer);
    } finally {
      STATE.setRelease(this, RESET);
    }
  }

  /// Takes a fresh snapshot after [#reset()]; the calling thread then owns the transaction.
  ///
  /// @throws IllegalStateException if the transaction is not reset
  /// @throws LmdbException.MapResized if another process made the file larger than the map
  public void renew() {
    claim();
    boolean renewed = false;
    try {
      int rc = Native.txnRenew(pointer);
      if (rc != 0) {
        throw failure(rc, "mdb_txn_renew");
      }
      renewed = true;
    } finally {
      if (!renewed) {
        STATE.setRelease(this, RESET);
      }
    }
    stamp++;
    life++;
    forgetSizes();
    Thread current = Thread.currentThread();
    if (thread != current) {
      thread = current;
    }
    owner = current.threadId();
  }

  /// The compare-and-set is a full fence: either the thread that closes the gate sees this one as
  /// active, or this one sees the gate closed.
  private void claim() {
    while (true) {
      if (!STATE.compareAndSet(this, RESET, ACTIVE)) {
        throw misuse();
      }
      if (!usage.gateClosed()) {
        return;
      }
      STATE.setVolatile(this, RESET);
      usage.checkUsable();
    }
  }

  @Override
  @Nullable TreeSearch search() {
    return search;
  }

  @Override
  boolean active() {
    return state == ACTIVE;
  }

  boolean open() {
    return state != CLOSED;
  }

  @Override
  public void close() {
    end(false);
  }

  /// Ends the transaction so that database handles which it opened stay.
  void commit() {
    live();
    end(true);
  }

  private void end(boolean commit) {
    if (mine()) {
      invalidate();
      owner = 0;
      STATE.setVolatile(this, CLOSED);
    } else if (STATE.compareAndSet(this, RESET, CLOSED)) {
      stamp++;
    } else if (state == CLOSED) {
      return;
    } else if (forsaken() && STATE.compareAndSet(this, ACTIVE, CLOSED)) {
      forsake();
      owner = 0;
    } else {
      throw misuse();
    }
    life++;
    int rc = 0;
    try {
      if (commit) {
        rc = Native.txnCommit(pointer);
      } else {
        Native.txnAbort(pointer);
      }
    } finally {
      env.ended(this);
    }
    if (rc != 0) {
      throw failure(rc, "mdb_txn_commit");
    }
  }

  /// True if its thread ended while it held the snapshot. A thread's end comes after all that it
  /// did, so that the owner read after it is the last that it set.
  private boolean forsaken() {
    Thread last = thread;
    return !last.isAlive() && owner == last.threadId();
  }

  @Override
  IllegalStateException misuse() {
    if (state == CLOSED) {
      return new IllegalStateException(this + " is closed; begin another");
    } else if (state == RESET) {
      return new IllegalStateException(this + " is reset; renew it first");
    } else if (mine()) {
      return new IllegalStateException(this + " holds a snapshot; reset it first");
    } else if (owner == 0) {
      return new IllegalStateException(this + " is being renewed or ended by another thread");
    }
    return wrongThread(thread);
  }

  @Override
  public String toString() {
    return "the read transaction on " + env.path() + " (opened by thread " + opener + ")";
  }
}
