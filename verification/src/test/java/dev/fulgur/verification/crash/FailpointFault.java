package dev.fulgur.verification.crash;

import dev.fulgur.log.FaultyStorage;
import dev.fulgur.store.scenario.CrashChild;
import dev.fulgur.store.scenario.CrashScenario;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;

/// The process asks to be killed the nth time that it comes to a failpoint, and goes no further.
final class FailpointFault implements FaultyStorage.Fault {
  private final Failpoint failpoint;
  private final AtomicInteger left;
  private volatile boolean opened;

  /// Files that were created and not forced yet: zeros go into them, and no frames.
  private final Set<String> prepared = ConcurrentHashMap.newKeySet();

  FailpointFault(Failpoint failpoint, int nth) {
    this.failpoint = failpoint;
    this.left = new AtomicInteger(nth);
  }

  /// The store is open: what comes now is no recovery any more.
  void opened() {
    opened = true;
  }

  private void reached(Failpoint place) {
    if (place == failpoint && left.decrementAndGet() == 0) {
      CrashChild.tell(System.out, CrashScenario.KILL_ME);
      while (true) {
        LockSupport.park(this);
      }
    }
  }

  @Override
  public void before(FaultyStorage.Call call, String file) {
    if (!opened && (call == FaultyStorage.Call.CREATE || call == FaultyStorage.Call.DELETE)) {
      reached(Failpoint.RECOVERY_AFTER_READING);
    }
    switch (call) {
      case CREATE -> prepared.add(file);
      case READ -> reached(Failpoint.RECOVERY_WHILE_READING);
      case WRITE ->
          reached(
              prepared.contains(file)
                  ? Failpoint.WHILE_PREPARING_A_SEGMENT
                  : Failpoint.BEFORE_WRITE);
      case FORCE -> {
        if (!prepared.contains(file)) {
          reached(Failpoint.BEFORE_FORCE);
        }
      }
      case RENAME -> reached(Failpoint.BEFORE_RENAME);
      case DELETE -> reached(Failpoint.AFTER_A_SLICE);
      case OPEN, SYNC_FOLDER, LIST, USABLE -> {}
    }
  }

  @Override
  public void after(FaultyStorage.Call call, String file) {
    switch (call) {
      case FORCE -> {
        if (!prepared.remove(file)) {
          reached(Failpoint.AFTER_FORCE);
        }
      }
      case RENAME -> reached(Failpoint.AFTER_RENAME);
      case DELETE -> reached(Failpoint.AFTER_A_DELETION);
      case CREATE, OPEN, READ, WRITE, SYNC_FOLDER, LIST, USABLE -> {}
    }
  }
}
