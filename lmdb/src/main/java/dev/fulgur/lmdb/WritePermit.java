package dev.fulgur.lmdb;

import java.nio.file.Path;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/// The right of one thread of this process to write to an environment. LMDB's write lock belongs to
/// the operating-system thread, so waiting for it within the process is done here, where virtual
/// threads and interrupts are understood.
@SuppressWarnings("ReferenceEquality") // a thread is itself and no other
final class WritePermit {
  private final Path path;
  private final Semaphore free = new Semaphore(1, true);
  private volatile @Nullable Thread holder;

  WritePermit(Path path) {
    this.path = path;
  }

  boolean isMine() {
    return holder == Thread.currentThread();
  }

  /// Waits until the permit is free. An interrupt is kept for later.
  ///
  /// @throws IllegalStateException if this thread has it already, or its holder has ended with it
  void take() {
    if (isMine()) {
      throw new IllegalStateException(
          "this thread has a write transaction on "
              + path
              + " already; end it, or begin a child of it");
    }
    boolean interrupted = false;
    try {
      while (true) {
        try {
          if (free.tryAcquire(1, TimeUnit.SECONDS)) {
            holder = Thread.currentThread();
            return;
          }
        } catch (InterruptedException e) {
          interrupted = true;
        }
        checkHolder();
      }
    } finally {
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }

  private void checkHolder() {
    Thread last = holder;
    if (last != null && !last.isAlive()) {
      throw new IllegalStateException(
          "the thread "
              + last.getName()
              + " ended with a write transaction on "
              + path
              + " open; close that transaction");
    }
  }

  void give() {
    holder = null;
    free.release();
  }
}
