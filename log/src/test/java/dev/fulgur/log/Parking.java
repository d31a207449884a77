package dev.fulgur.log;

/// Parking as Lincheck can judge it. It lets a parked thread go on at any time, as it may by its
/// contract, so that a wake-up that is lost does no harm there; here a thread sleeps until it is
/// woken.
@SuppressWarnings("ReferenceEquality") // threads are themselves
public final class Parking {
  private static final int THREADS = 8;
  private static final Object MONITOR = new Object();
  private static final Thread[] PERMITS = new Thread[THREADS];

  private Parking() {}

  static void reset() {
    for (int i = 0; i < THREADS; i++) {
      PERMITS[i] = null;
    }
  }

  /// In place of [java.util.concurrent.locks.LockSupport#park(Object)].
  public static void park(Object blocker) {
    Thread self = Thread.currentThread();
    synchronized (MONITOR) {
      while (!taken(self)) {
        try {
          MONITOR.wait();
        } catch (InterruptedException e) {
          throw new IllegalStateException(e);
        }
      }
    }
  }

  private static boolean taken(Thread thread) {
    for (int i = 0; i < THREADS; i++) {
      if (PERMITS[i] == thread) {
        PERMITS[i] = null;
        return true;
      }
    }
    return false;
  }

  /// In place of [java.util.concurrent.locks.LockSupport#unpark].
  public static void unpark(Thread thread) {
    synchronized (MONITOR) {
      int free = 0;
      for (int i = 0; i < THREADS; i++) {
        if (PERMITS[i] == thread) {
          return;
        }
        if (PERMITS[i] == null) {
          free = i;
        }
      }
      PERMITS[free] = thread;
      MONITOR.notifyAll();
    }
  }
}
