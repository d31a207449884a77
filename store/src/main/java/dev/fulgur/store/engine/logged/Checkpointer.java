package dev.fulgur.store.engine.logged;

import dev.fulgur.log.Log;
import dev.fulgur.log.LogException;
import dev.fulgur.store.StoreException;
import dev.fulgur.store.engine.Catalog;
import dev.fulgur.store.engine.LogNotes;
import dev.fulgur.store.engine.Outcomes;
import dev.fulgur.store.engine.Tree;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/// Brings ended generations into LMDB's file, oldest first, each as one transaction with the number
/// of its last commit inside, and lets go of them. Commits go on meanwhile.
///
/// A generation is a whole stretch of the order of commits, and only one whose last commit is
/// forced is brought in: LMDB never holds what the log could still lose.
final class Checkpointer implements Runnable {
  private static final System.Logger LOG = System.getLogger("dev.fulgur.store");

  private final Overlay overlay;
  private final Applier applier;
  private final List<Tree> trees;
  private final Log<LoggedCommit> log;
  private final DiskRoom disk;
  private final Duration interval;
  private final Thread thread;

  /// Held while a generation is brought in.
  private final ReentrantLock working = new ReentrantLock();

  private final ReentrantLock signals = new ReentrantLock();
  private final Condition work = signals.newCondition();
  private final Condition progress = signals.newCondition();
  private boolean wanted;
  private boolean closing;

  private volatile long applied;
  private volatile long lastNanos = System.nanoTime();
  private volatile @Nullable RuntimeException failure;

  Checkpointer(
      Overlay overlay,
      Applier applier,
      Catalog catalog,
      Log<LoggedCommit> log,
      DiskRoom disk,
      Duration interval,
      String name) {
    this.overlay = overlay;
    this.applier = applier;
    this.trees = catalog.trees();
    this.log = log;
    this.disk = disk;
    this.interval = interval;
    this.applied = overlay.published();
    this.thread = Thread.ofPlatform().name("fulgur-checkpoint " + name).daemon().unstarted(this);
  }

  void start() {
    thread.start();
  }

  /// There is an ended generation.
  void wake() {
    signals.lock();
    try {
      wanted = true;
      work.signal();
    } finally {
      signals.unlock();
    }
  }

  @Override
  public void run() {
    while (awaitWork()) {
      boolean failedBefore = failure != null;
      try {
        if (!closingNow()) {
          bringIn();
        }
      } catch (RuntimeException | Error e) {
        LOG.log(
            failedBefore ? System.Logger.Level.DEBUG : System.Logger.Level.WARNING,
            "A checkpoint failed and will be tried again",
            e);
      }
    }
  }

  private boolean closingNow() {
    signals.lock();
    try {
      return closing;
    } finally {
      signals.unlock();
    }
  }

  /// @return false at the end
  private boolean awaitWork() {
    signals.lock();
    try {
      long left = interval.toNanos();
      while (!wanted && !closing && left > 0) {
        left = work.awaitNanos(left);
      }
      boolean byTime = !wanted;
      wanted = false;
      if (closing) {
        return false;
      }
      if (!byTime) {
        return true;
      }
    } catch (InterruptedException e) {
      // Nobody is given this thread to interrupt; an early checkpoint is all that it can lead to.
      return true;
    } finally {
      signals.unlock();
    }
    return endGeneration();
  }

  /// Ends the newest generation at a point in the order of commits.
  private boolean endGeneration() {
    try {
      if (overlay.published() > applied && log.failure() == null) {
        log.commit(LoggedCommit.point());
      }
      return true;
    } catch (LogException.Closed e) {
      return false;
    } catch (LogException e) {
      LOG.log(System.Logger.Level.WARNING, "No checkpoint while the log does not write", e);
      return true;
    }
  }

  /// Brings in all that is committed by now.
  void now() {
    if (overlay.published() > applied) {
      log.commit(LoggedCommit.point());
    }
    bringIn();
  }

  /// Brings in what was committed last, once the log is closed and nobody commits any more.
  void rest() {
    overlay.endCurrent();
    bringIn();
  }

  /// Brings in all generations that have ended.
  private void bringIn() {
    working.lock();
    try {
      if (log.failure() == null && log.forcedSequence() < overlay.published()) {
        log.flush();
      }
      for (Overlay.Node node = overlay.oldest();
          node.generation.lastSequence() <= log.forcedSequence();
          node = overlay.oldest()) {
        bringIn(node);
      }
      failure = null;
      lastNanos = System.nanoTime();
    } catch (RuntimeException e) {
      failure = e;
      throw e;
    } catch (Error e) {
      // Writers that are held back must not wait for it for ever.
      failure = new StoreException.StorageFailed("A checkpoint failed (" + e + ").", e);
      throw e;
    } finally {
      working.unlock();
      signals.lock();
      try {
        progress.signalAll();
      } finally {
        signals.unlock();
      }
    }
  }

  private void bringIn(Overlay.Node node) {
    Generation generation = node.generation;
    long upTo = generation.lastSequence();
    if (!disk.isForGeneration(generation.bytes())) {
      throw disk.fullByViews();
    }
    applier.apply(
        rows -> generation.bringInto(rows, trees), new LogNotes.Note(true, log.id(), upTo));
    disk.measure(upTo);
    applied = upTo;
    overlay.letGo(node);
    log.release(upTo, disk.reusable());
    signals.lock();
    try {
      progress.signalAll();
    } finally {
      signals.unlock();
    }
  }

  /// Holds a writer back until the overlay is below its limit.
  ///
  /// @throws StoreException if checkpoints fail, so that waiting would have no end
  void awaitRoom(long overlayBytes) {
    if (overlay.bytes() <= overlayBytes) {
      return;
    }
    signals.lock();
    try {
      while (overlay.bytes() > overlayBytes && !closing && log.failure() == null) {
        RuntimeException failed = failure;
        wanted = true;
        work.signal();
        if (failed != null) {
          throw failed;
        }
        progress.awaitUninterruptibly();
      }
    } finally {
      signals.unlock();
    }
  }

  /// The last commit in LMDB's file.
  long applied() {
    return applied;
  }

  Duration sinceLast() {
    return Duration.ofNanos(System.nanoTime() - lastNanos);
  }

  @Nullable RuntimeException failure() {
    return failure;
  }

  /// Ends the thread.
  void close() {
    signals.lock();
    try {
      closing = true;
      work.signal();
      progress.signalAll();
    } finally {
      signals.unlock();
    }
    Outcomes.awaitEnd(thread);
  }
}
