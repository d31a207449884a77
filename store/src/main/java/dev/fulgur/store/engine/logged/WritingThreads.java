package dev.fulgur.store.engine.logged;

import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicReferenceArray;

/// The threads that are in a closure of a write, so that a write inside of a write is noticed.
///
/// A thread notes itself in one of a few places that its id points at, and in a map if those are
/// taken by others.
///
/// Thread rule: any thread, each for itself alone.
@SuppressWarnings("ReferenceEquality") // threads are themselves
final class WritingThreads {
  private static final int SIZE = 1 << 12;
  private static final int PLACES = 4;
  private static final int ELSEWHERE = -1;

  private final AtomicReferenceArray<Thread> threads = new AtomicReferenceArray<>(SIZE);
  private final ConcurrentHashMap<Thread, Boolean> more = new ConcurrentHashMap<>();

  private static int first(Thread thread) {
    return (int) ((thread.threadId() * 0x9E37_79B9_7F4A_7C15L) >>> 40) & (SIZE - 1);
  }

  /// Notes a thread, and says where, for [#leave].
  int enter(Thread thread) {
    int first = first(thread);
    for (int i = 0; i < PLACES; i++) {
      int place = (first + i) & (SIZE - 1);
      if (threads.getPlain(place) == null && threads.compareAndSet(place, null, thread)) {
        return place;
      }
    }
    more.put(thread, true);
    return ELSEWHERE;
  }

  void leave(Thread thread, int place) {
    if (place == ELSEWHERE) {
      more.remove(thread);
    } else {
      threads.setRelease(place, null);
    }
  }

  /// Whether the calling thread is one of them.
  boolean has(Thread thread) {
    int first = first(thread);
    for (int i = 0; i < PLACES; i++) {
      if (threads.getPlain((first + i) & (SIZE - 1)) == thread) {
        return true;
      }
    }
    return !more.isEmpty() && more.containsKey(thread);
  }
}
