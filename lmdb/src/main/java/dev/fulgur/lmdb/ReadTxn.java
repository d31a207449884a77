package dev.fulgur.lmdb;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;

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

  private final String opener = Thread.currentThread().getName();

  ReadTxn(Env env, Block block, long serial, long pointer) {
    super(env, block, serial);
    this.pointer = pointer;
    this.owner = Thread.currentThread();
  }

  /// Gives up the snapshot but keeps the handle and its reader slot for [#renew()].
  ///
  /// @throws IllegalStateException if this thread does not own the transaction now
  public void reset() {
    live();
    invalidate();
    life++;
    owner = null;
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
    owner = Thread.currentThread();
  }

  /// The compare-and-set is a full fence: either the thread that closes the gate sees this one as
  /// active, or this one sees the gate closed.
  private void claim() {
    while (true) {
      if (!STATE.compareAndSet(this, RESET, ACTIVE)) {
        throw misuse();
      }
      if (!env.gateClosed()) {
        return;
      }
      STATE.setVolatile(this, RESET);
      env.awaitGate();
    }
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
    Thread thread = owner;
    if (thread == Thread.currentThread()) {
      invalidate();
      owner = null;
      STATE.setVolatile(this, CLOSED);
    } else if (STATE.compareAndSet(this, RESET, CLOSED)) {
      stamp++;
    } else if (state == CLOSED) {
      return;
    } else if (thread != null && !thread.isAlive() && STATE.compareAndSet(this, ACTIVE, CLOSED)) {
      forsake();
      owner = null;
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
      env.ended(this, block);
    }
    if (rc != 0) {
      throw failure(rc, "mdb_txn_commit");
    }
  }

  @Override
  IllegalStateException misuse() {
    Thread thread = owner;
    if (state == CLOSED) {
      return new IllegalStateException(this + " is closed; begin another");
    } else if (state == RESET) {
      return new IllegalStateException(this + " is reset; renew it first");
    } else if (thread == Thread.currentThread()) {
      return new IllegalStateException(this + " holds a snapshot; reset it first");
    } else if (thread == null) {
      return new IllegalStateException(this + " is being renewed or ended by another thread");
    }
    return wrongThread(thread);
  }

  @Override
  public String toString() {
    return "the read transaction on " + env.path() + " (opened by thread " + opener + ")";
  }
}
