package dev.fulgur.store;

import dev.fulgur.log.FaultyStorage;
import dev.fulgur.log.LogStorage;
import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicInteger;

/// One call on the files of a log fails with an I/O error. No power is lost, so nothing is forced.
final class FailingDisk implements FaultyStorage.Fault {
  private final AtomicInteger left;

  /// Whether all forces of files fail from now on.
  volatile boolean forcesFail;

  /// What else happens before the place is locked, and before it is given free.
  volatile Runnable locking = () -> {};

  volatile Runnable unlocking = () -> {};

  /// @param left which call fails; none if it is 0
  FailingDisk(AtomicInteger left) {
    this.left = left;
  }

  LogStorage in(Path path) {
    return new FaultyStorage(LogStorage.in(path), this);
  }

  @Override
  public void before(FaultyStorage.Call call, String file) throws IOException {
    boolean here = call != FaultyStorage.Call.USABLE && left.decrementAndGet() == 0;
    if (here || (forcesFail && call == FaultyStorage.Call.FORCE)) {
      throw new IOException("Input/output error at " + call + " of " + file);
    }
  }

  @Override
  public boolean lies(FaultyStorage.Call call) {
    return true;
  }

  @Override
  public void beforeLocking() {
    locking.run();
  }

  @Override
  public void beforeUnlocking() {
    unlocking.run();
  }
}
