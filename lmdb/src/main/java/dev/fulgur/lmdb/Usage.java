package dev.fulgur.lmdb;

import java.lang.foreign.Arena;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.LinkedHashSet;
import java.util.Set;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Function;
import java.util.function.LongToIntFunction;
import org.jspecify.annotations.Nullable;

/// Who uses one environment at this moment: its transactions, each with the memory that is lent to
/// it, and its calls. What LMDB allows only while none of them is active is done here.
///
/// For all threads. The lock is held for short native calls only, never while waiting.
@SuppressWarnings("ReferenceEquality") // a transaction is itself and no other
final class Usage {
  private final Path path;
  private final long pointer;
  private final int maxKeySize;
  private final Arena arena = Arena.ofShared();
  private final TxnIdReader txnIds = new TxnIdReader(arena);

  /// Guards all below.
  private final ReentrantLock lock = new ReentrantLock();

  private final Set<Txn> open = new LinkedHashSet<>();
  private final Deque<Block> blocks = new ArrayDeque<>();
  private final Block scratch;
  private long serial;
  private int calls;
  private boolean closed;

  /// Why the environment can only be closed, or null while it is whole.
  private @Nullable String broken;

  /// Counts what is done while no transaction is active: maps that move, handles that are closed.
  private long changes;

  /// While it is true no read transaction can become active. It stays so once the map is lost.
  private volatile boolean gate;

  Usage(Path path, long pointer, int maxKeySize) {
    this.path = path;
    this.pointer = pointer;
    this.maxKeySize = maxKeySize;
    this.scratch = new Block(arena, maxKeySize);
  }

  boolean gateClosed() {
    return gate;
  }

  /// Another number once the map may have moved or a handle been closed; for a transaction that is
  /// active, beside which neither happens.
  long changes() {
    return changes;
  }

  /// Waits for what closed the gate, which holds the lock.
  ///
  /// @throws IllegalStateException if the environment is closed or has lost its map
  void checkUsable() {
    lock.lock();
    try {
      check();
    } finally {
      lock.unlock();
    }
  }

  private void check() {
    if (closed) {
      throw new IllegalStateException("the environment " + path + " is closed; open it again");
    }
    if (broken != null) {
      throw new IllegalStateException(
          "the environment " + path + " lost its map (" + broken + "); close it and open it again");
    }
  }

  /// Begins a transaction with memory that is lent to it.
  @FunctionalInterface
  interface Beginning<T extends Txn> {
    T begin(Block block, long serial);
  }

  /// Begins a transaction that is without a parent, and counts it as open.
  <T extends Txn> T begin(Beginning<T> beginning) {
    lock.lock();
    try {
      check();
      T txn = beginChild(beginning);
      open.add(txn);
      return txn;
    } finally {
      lock.unlock();
    }
  }

  /// Begins a transaction that is open only within another.
  <T extends Txn> T beginChild(Beginning<T> beginning) {
    lock.lock();
    try {
      Block free = blocks.poll();
      Block block = free == null ? new Block(arena, maxKeySize) : free;
      T txn = null;
      try {
        txn = beginning.begin(block, ++serial);
        return txn;
      } finally {
        if (txn == null) {
          blocks.push(block);
        }
      }
    } finally {
      lock.unlock();
    }
  }

  /// Called by each transaction when its native one is gone.
  void ended(Txn txn) {
    lock.lock();
    try {
      open.remove(txn);
      blocks.push(txn.block);
    } finally {
      lock.unlock();
    }
  }

  /// Takes the right to end a write transaction whose thread has ended; one caller gets it.
  boolean claimForsaken(WriteTxn txn) {
    lock.lock();
    try {
      return open.contains(txn) && txn.claim();
    } finally {
      lock.unlock();
    }
  }

  /// Runs a short call, which has the block to itself.
  <R> R shortCall(Function<Block, R> call) {
    lock.lock();
    try {
      check();
      return call.apply(scratch);
    } finally {
      lock.unlock();
    }
  }

  /// Runs a call that may take long, beside which the environment is not closed or resized.
  int longCall(LongToIntFunction call) {
    lock.lock();
    try {
      check();
      calls++;
    } finally {
      lock.unlock();
    }
    try {
      return call.applyAsInt(pointer);
    } finally {
      lock.lock();
      try {
        calls--;
      } finally {
        lock.unlock();
      }
    }
  }

  /// The id of the last transaction without a lock, or -1 where that has to be taken.
  long lastTxnId() {
    return txnIds.read(pointer);
  }

  /// Does something that LMDB allows only while no transaction of this process is active.
  ///
  /// @param except a transaction that may be active, or null
  int whenQuiet(String what, @Nullable Txn except, LongToIntFunction action) {
    lock.lock();
    try {
      check();
      gate = true;
      for (Txn txn : open) {
        if (txn != except && txn.active()) {
          throw new IllegalStateException(
              what + " needs that no transaction is active, and " + txn + " is; end or reset it");
        }
      }
      if (calls > 0) {
        throw new IllegalStateException(
            what + " needs that nothing else runs, and a copy or sync does; wait for it");
      }
      changes++;
      txnIds.hold();
      try {
        return action.applyAsInt(pointer);
      } finally {
        if (broken == null) {
          txnIds.release();
        }
      }
    } finally {
      gate = broken != null;
      lock.unlock();
    }
  }

  /// Gives the map another size; 0 takes over the one that another process gave it.
  int resize(String what, long bytes) {
    return whenQuiet(
        what,
        null,
        env -> {
          int rc = Native.envSetMapSize(env, bytes);
          if (rc != 0 && rc != Errno.EINVAL) {
            broken = what + " failed with " + Native.errorText(rc);
          }
          return rc;
        });
  }

  /// Closes the native environment, and then runs `after`. Does nothing the second time.
  ///
  /// @throws IllegalStateException while a transaction is open or a long call runs
  void close(Runnable after) {
    lock.lock();
    try {
      if (closed) {
        return;
      }
      gate = true;
      if (!open.isEmpty()) {
        throw new IllegalStateException(
            open.size()
                + " transactions on "
                + path
                + " are open, the first being "
                + open.iterator().next()
                + "; close them first");
      }
      if (calls > 0) {
        throw new IllegalStateException("a copy or sync of " + path + " is running; wait for it");
      }
      closed = true;
      if (broken == null) {
        txnIds.hold();
      }
      Native.envClose(pointer);
      after.run();
      arena.close();
    } finally {
      gate = broken != null;
      lock.unlock();
    }
  }
}
