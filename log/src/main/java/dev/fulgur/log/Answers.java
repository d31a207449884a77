package dev.fulgur.log;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/// Tells those who wait for commits that all is decided.
final class Answers {
  private static final long TRY_AGAIN_NANOS = TimeUnit.MILLISECONDS.toNanos(1);

  private Answers() {}

  /// Answers each commit, once. Futures are completed by threads of their own, because what hangs
  /// on them is the callers' code.
  ///
  /// Nobody is left waiting where there is no memory for that: threads that wait are then woken one
  /// by one, which takes none, and futures are tried again until there is some.
  static <C extends Commit> void give(List<C> commits) {
    @Nullable List<C> futures = null;
    @Nullable Wakeup wakeup = null;
    try {
      for (int i = 0; i < commits.size(); i++) {
        C commit = commits.get(i);
        if (commit.future != null) {
          if (futures == null) {
            futures = new ArrayList<>(commits.size() - i);
          }
          futures.add(commit);
        }
        Thread waiting = commit.doneUnlessAwaited();
        if (waiting != null) {
          if (wakeup == null) {
            wakeup = new Wakeup(commits.size() - i);
          }
          commit.wakes(waiting, wakeup);
        }
      }
      if (wakeup != null) {
        // Only now, when all are noted: who is told goes on at once, and wakes those below it.
        for (int i = 0; i < commits.size(); i++) {
          commits.get(i).doneIfAwaited();
        }
        wakeup.wakeRoots();
      }
      if (futures != null) {
        completeApart(futures);
      }
    } catch (OutOfMemoryError e) {
      giveOneByOne(commits, wakeup);
      throw e;
    }
  }

  private static <C extends Commit> void giveOneByOne(List<C> commits, @Nullable Wakeup wakeup) {
    if (wakeup != null) {
      wakeup.wakeAll();
    }
    boolean futures = false;
    for (int i = 0; i < commits.size(); i++) {
      C commit = commits.get(i);
      commit.doneAlone();
      futures |= commit.future != null;
    }
    while (futures) {
      try {
        completeApart(new ArrayList<>(commits));
        return;
      } catch (OutOfMemoryError e) {
        LockSupport.parkNanos(TRY_AGAIN_NANOS);
      }
    }
  }

  private static <C extends Commit> void completeApart(List<C> commits) {
    Thread.ofVirtual().name("fulgur-log-futures").start(() -> complete(commits));
  }

  /// Each by a thread of its own, save the last: what hangs on one may wait for another.
  private static <C extends Commit> void complete(List<C> commits) {
    int last = commits.size() - 1;
    for (int i = 0; i < last; i++) {
      C commit = commits.get(i);
      try {
        Thread.ofVirtual().name("fulgur-log-future").start(() -> complete(commit));
      } catch (OutOfMemoryError e) {
        complete(commit);
      }
    }
    complete(commits.get(last));
  }

  private static void complete(Commit commit) {
    CompletableFuture<Long> future = commit.future;
    if (future == null) {
      return;
    }
    Throwable cause = commit.failure();
    if (cause == null) {
      future.complete(commit.sequence());
    } else {
      future.completeExceptionally(cause);
    }
  }
}
