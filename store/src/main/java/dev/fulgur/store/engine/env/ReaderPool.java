package dev.fulgur.store.engine.env;

import dev.fulgur.lmdb.LmdbException;
import dev.fulgur.lmdb.ReadTxn;
import dev.fulgur.store.StoreException;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/// Read transactions that are reset and renewed instead of begun, each used by one view at a time.
///
/// Taking one is a compare-and-set on the slot that the thread had last. A thread that finds it
/// taken goes on to another and stays with that one, so that threads which read at the same time
/// come to slots of their own and write to no cache line that another one reads. There is no queue:
/// who finds all slots taken and may not make another looks again after a moment, so that giving
/// one back costs no more than a store.
///
/// **The kept one.** Views may take every slot and hold it for as long as they like. Where commits
/// need a look at the file before they can be made, the first slot is kept for that, so that views
/// never hold commits up.
///
/// **The gate.** While it is closed nobody takes a slot, save threads that have one already or are
/// in a write, which would never end. Whoever closed it waits until none is taken; then nothing of
/// this process reads the map.
final class ReaderPool {

  private static final Duration PATIENCE = Duration.ofSeconds(10);
  private static final long LOOK_AGAIN_NANOS = 200_000;

  /// How many threads are told apart where they remember their slots; a power of two.
  private static final int REMEMBERED = 1024;

  private final Environment environment;
  private final int max;

  /// The place of the slot that a thread had last, plus one, under its id. A hint: threads may have
  /// an entry in common, and see late what another one wrote.
  private final int[] last = new int[REMEMBERED];

  private final ReentrantLock growing = new ReentrantLock();
  private volatile ReadSlot[] slots = new ReadSlot[0];

  /// How many slots at the front are kept, none or one. Set before anyone else has the pool.
  private int kept;

  private volatile boolean gateClosed;

  ReaderPool(Environment environment, int max) {
    this.environment = environment;
    this.max = max;
  }

  /// A slot with a snapshot of now.
  ///
  /// @throws StoreException.ReadersFull if none comes free for ten seconds
  ReadSlot take() {
    return take(true);
  }

  /// A slot whose snapshot is taken when [ReadSlot#renew] asks for it.
  ///
  /// @throws StoreException.ReadersFull if none comes free for ten seconds
  ReadSlot hold() {
    return take(false);
  }

  /// Keeps a slot for [#takeKept], unless it would be the only one.
  void keepOne() {
    if (max > 1) {
      take().end();
      kept = 1;
    }
  }

  /// The slot that is kept, with a snapshot of now; one thread at a time. Waits for the gate alone.
  ReadSlot takeKept() {
    if (kept == 0) {
      return take();
    }
    Thread me = Thread.currentThread();
    while (true) {
      environment.checkOpen();
      ReadSlot slot = slots[0];
      if (slot.claim()) {
        if (gateClosed && !admitted(me)) {
          slot.unclaim();
        } else if (begin(slot, me)) {
          return slot;
        }
      }
      LockSupport.parkNanos(LOOK_AGAIN_NANOS);
    }
  }

  private ReadSlot take(boolean now) {
    Thread me = Thread.currentThread();
    long deadline = 0;
    while (true) {
      ReadSlot slot = free(me);
      if (slot == null && !gateClosed) {
        slot = another(me);
        if (slot != null) {
          return now ? slot : slot.emptied();
        }
      } else if (slot != null) {
        if (gateClosed && !admitted(me)) {
          slot.unclaim();
        } else if (!now) {
          slot.hold(me);
          return slot;
        } else if (begin(slot, me)) {
          return slot;
        } else {
          deadline = 0;
          continue;
        }
      } else if (admitted(me)) {
        slot = another(me);
        if (slot != null) {
          return now ? slot : slot.emptied();
        }
      }
      environment.checkOpen();
      long time = System.nanoTime();
      if (deadline == 0) {
        deadline = time + PATIENCE.toNanos();
      } else if (time - deadline > 0 && !gateClosed) {
        throw new StoreException.ReadersFull(Math.min(max, slots.length));
      }
      LockSupport.parkNanos(LOOK_AGAIN_NANOS);
    }
  }

  private @Nullable ReadSlot free(Thread me) {
    ReadSlot[] now = slots;
    int end = now.length;
    int count = end - kept;
    if (count <= 0) {
      return null;
    }
    int entry = (int) me.threadId() & (REMEMBERED - 1);
    int had = last[entry] - 1;
    if (had >= kept && had < end && now[had].claim()) {
      return now[had];
    }
    int start = kept + (int) ((((me.threadId() * 0x9E37_79B9_7F4A_7C15L) >>> 32) * count) >>> 32);
    for (int i = 0; i < count; i++) {
      int at = start + i < end ? start + i : start + i - count;
      if (now[at].claim()) {
        last[entry] = at + 1;
        return now[at];
      }
    }
    return null;
  }

  /// False if the map had to be taken over from another process, and it is to be tried again.
  private boolean begin(ReadSlot slot, Thread me) {
    boolean begun = false;
    try {
      slot.begin(me);
      begun = true;
      return true;
    } catch (LmdbException.MapResized e) {
      slot.unclaim();
      begun = true;
      environment.adoptMapSize(() -> {});
      return false;
    } catch (LmdbException e) {
      throw environment.failed(e);
    } finally {
      if (!begun) {
        slot.unclaim();
      }
    }
  }

  /// A slot of a new transaction, or null if there may be no more.
  private @Nullable ReadSlot another(Thread me) {
    growing.lock();
    try {
      environment.checkOpen();
      ReadSlot[] now = slots;
      if (now.length >= max) {
        return null;
      }
      ReadTxn txn;
      try {
        txn = environment.beginRead();
      } catch (LmdbException.ReadersFull e) {
        return null;
      } catch (LmdbException.MapResized e) {
        txn = null;
      } catch (LmdbException e) {
        throw environment.failed(e);
      }
      if (txn != null) {
        ReadSlot slot = new ReadSlot(environment, txn);
        slot.begun(me);
        ReadSlot[] more = Arrays.copyOf(now, now.length + 1);
        more[now.length] = slot;
        slots = more;
        last[(int) me.threadId() & (REMEMBERED - 1)] = more.length;
        if (!gateClosed || has(me, slot) || environment.writesHere()) {
          return slot;
        }
        slot.end();
        return null;
      }
    } finally {
      growing.unlock();
    }
    environment.adoptMapSize(() -> {});
    return null;
  }

  /// Whether a thread passes the closed gate: what it has must end before the gate can open.
  private boolean admitted(Thread me) {
    return has(me) || environment.writesHere();
  }

  /// Whether a thread has a slot.
  boolean has(Thread thread) {
    return has(thread, null);
  }

  @SuppressWarnings("ReferenceEquality") // threads and slots are themselves
  private boolean has(Thread thread, @Nullable ReadSlot except) {
    for (ReadSlot slot : slots) {
      if (slot != except && slot.owner() == thread && slot.isTaken()) {
        return true;
      }
    }
    return false;
  }

  void closeGate() {
    gateClosed = true;
  }

  void openGate() {
    gateClosed = false;
  }

  /// Whether no slot is taken; of use while the gate is closed.
  boolean isDrained() {
    for (ReadSlot slot : slots) {
      if (slot.isTaken()) {
        return false;
      }
    }
    return true;
  }

  /// Waits until no slot is taken, while the gate is closed.
  ///
  /// @param meanwhile called again and again
  /// @return false if it took longer than `patience`
  boolean drain(Duration patience, Runnable meanwhile) {
    long deadline = System.nanoTime() + patience.toNanos();
    while (!isDrained()) {
      meanwhile.run();
      if (System.nanoTime() - deadline > 0) {
        return false;
      }
      LockSupport.parkNanos(TimeUnit.MICROSECONDS.toNanos(50));
    }
    return true;
  }

  /// Does it while no slot is taken and none can be made; waits for that once more, which can only
  /// be a moment while the gate is closed.
  void whileDrained(Runnable action) {
    while (true) {
      growing.lock();
      try {
        if (isDrained()) {
          action.run();
          return;
        }
      } finally {
        growing.unlock();
      }
      LockSupport.parkNanos(TimeUnit.MICROSECONDS.toNanos(50));
    }
  }

  /// The oldest commit that a view reads with; see [ReadSlot#pinned].
  long oldestPinned() {
    long oldest = ReadSlot.UNPINNED;
    for (ReadSlot slot : slots) {
      oldest = Math.min(oldest, slot.pinned());
    }
    return oldest;
  }

  /// Whether a view reads with an older commit than this; one that is only just taken does not.
  boolean hasOlderThan(long commit) {
    for (ReadSlot slot : slots) {
      long pinned = slot.pinned();
      if (pinned > 0 && pinned < commit) {
        return true;
      }
    }
    return false;
  }

  List<ReadSlot> slots() {
    return List.of(slots);
  }

  int max() {
    return max;
  }

  /// Ends all transactions; none is taken, and none will be.
  void close() {
    growing.lock();
    try {
      for (ReadSlot slot : slots) {
        slot.close();
      }
      slots = new ReadSlot[0];
    } finally {
      growing.unlock();
    }
  }
}
