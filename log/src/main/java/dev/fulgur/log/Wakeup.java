package dev.fulgur.log;

import java.util.concurrent.locks.LockSupport;

/// The threads that wait for one batch of commits, woken as a tree: the log's thread wakes the
/// first ones, each of them wakes two more before it goes on. So the log's thread is soon back at
/// its work, and waking goes on on all cores.
final class Wakeup {
  private static final int ROOTS = 2;

  private final Thread[] threads;
  private int size;

  Wakeup(int most) {
    threads = new Thread[most];
  }

  /// Takes a thread in and says its place, which is for [#wakeBelow].
  int add(Thread thread) {
    threads[size] = thread;
    return size++;
  }

  void wakeRoots() {
    for (int i = 0; i < Math.min(ROOTS, size); i++) {
      LockSupport.unpark(threads[i]);
    }
  }

  /// Wakes each, woken or not.
  void wakeAll() {
    for (int i = 0; i < size; i++) {
      LockSupport.unpark(threads[i]);
    }
  }

  /// Called once by the thread at `place`, woken or not.
  void wakeBelow(int place) {
    int below = ROOTS + 2 * place;
    for (int i = below; i < Math.min(below + 2, size); i++) {
      LockSupport.unpark(threads[i]);
    }
  }
}
