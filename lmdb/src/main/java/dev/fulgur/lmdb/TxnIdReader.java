package dev.fulgur.lmdb;

import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.Arena;
import java.util.concurrent.atomic.AtomicIntegerArray;

/// Asks LMDB for the id of the last transaction without a lock. A thread claims a place, whose
/// native memory is its own for the call; threads use different ones, so that they do not wait for
/// each other. Who closes or resizes the map holds all places first: no call runs then.
///
/// For any number of threads, but [#hold] and [#release] for the owner of the environment's lock.
final class TxnIdReader {
  private static final int PLACES = 64;
  private static final int TRIES = 4;

  /// Places lie in different cache lines, and so does their memory.
  private static final int STRIDE = 16;

  private static final int PLACE_BYTES = 64;
  private static final int LAST_TXN_ID = 24;

  private static final int FREE = 0;
  private static final int BUSY = 1;
  private static final int HELD = 2;

  private final AtomicIntegerArray places = new AtomicIntegerArray(PLACES * STRIDE);
  private final long memory;

  TxnIdReader(Arena arena) {
    this.memory = arena.allocate((long) PLACES * PLACE_BYTES, PLACE_BYTES).address();
  }

  /// The id of the last transaction, or -1 where the lock has to be taken: no place was free.
  long read(long env) {
    int first = (int) Thread.currentThread().threadId();
    for (int i = 0; i < TRIES; i++) {
      int place = (first + i) & (PLACES - 1);
      if (places.compareAndSet(place * STRIDE, FREE, BUSY)) {
        long out = memory + (long) place * PLACE_BYTES;
        int rc = Native.envInfo(env, out);
        long id = rc == 0 ? Native.MEMORY.get(JAVA_LONG, out + LAST_TXN_ID) : -1;
        places.setRelease(place * STRIDE, FREE);
        return id;
      }
    }
    return -1;
  }

  /// Waits for the calls that run, each of which is short, and lets no other begin.
  void hold() {
    for (int place = 0; place < PLACES; place++) {
      while (!places.compareAndSet(place * STRIDE, FREE, HELD)) {
        Thread.onSpinWait();
      }
    }
  }

  /// Lets calls begin again.
  void release() {
    for (int place = 0; place < PLACES; place++) {
      places.setRelease(place * STRIDE, FREE);
    }
  }
}
