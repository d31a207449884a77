package dev.fulgur.log;

import java.io.IOException;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.LockSupport;
import java.util.concurrent.locks.ReentrantLock;
import org.jctools.queues.varhandle.MpscVarHandleArrayQueue;
import org.jspecify.annotations.Nullable;

/// What both ways of acknowledging share: the bounded queue that commits wait in, the thread that
/// owns the journal, and the end of both.
///
/// *Waking.* A thread that adds to the queue looks at `parked` afterwards; the log's thread sets
/// `parked` and looks at the queue afterwards. Each does the two in this order with a full fence
/// between, so one of them sees the other: no wake-up is lost, and none is sent while the log's
/// thread is busy.
///
/// *A full queue.* The same with `held` and the queue's room: who finds the queue full counts
/// itself in and looks again before it waits; the log's thread takes from the queue and looks at
/// the count afterwards.
///
/// *The end.* After `ended` is set, the log's thread empties the queue once more; who adds later
/// sees `ended` and empties it as well. A commit in the queue is always answered.
abstract class Writer<C extends Commit> implements Runnable {
  /// How many commits are taken from the queue at once.
  static final int BATCH = 8192;

  private static final VarHandle PARKED;
  private static final VarHandle PUBLISHED;

  static {
    try {
      PUBLISHED = MethodHandles.lookup().findVarHandle(Writer.class, "published", long.class);
      PARKED = MethodHandles.lookup().findVarHandle(Writer.class, "parked", boolean.class);
    } catch (ReflectiveOperationException e) {
      throw new ExceptionInInitializerError(e);
    }
  }

  final LogOptions options;
  final String place;
  final Sequencer<C> sequencer;
  final Journal journal;
  final MpscVarHandleArrayQueue<C> queue;

  private final Thread thread;
  private volatile boolean parked;

  /// Held by whoever takes from the queue, where that is not the log's thread alone.
  final ReentrantLock turn = new ReentrantLock();

  private final ReentrantLock gate = new ReentrantLock();
  private final Condition room = gate.newCondition();
  private final AtomicInteger held = new AtomicInteger();

  volatile boolean closing;
  private volatile boolean ended;
  private volatile @Nullable Throwable failure;

  volatile long published;
  volatile long forced;

  Writer(LogOptions options, String place, Sequencer<C> sequencer, Journal journal, long sequence) {
    this.options = options;
    this.place = place;
    this.sequencer = sequencer;
    this.journal = journal;
    this.queue = new MpscVarHandleArrayQueue<>(options.queueCapacity());
    this.published = sequence;
    this.forced = sequence;
    this.thread = Thread.ofPlatform().name("fulgur-log").daemon().unstarted(this);
  }

  final void start() {
    thread.start();
  }

  /// Takes a commit in; it is answered later or by now.
  abstract void submit(C commit);

  /// Without the fence of a volatile write, which each relaxed commit would pay for: who may see a
  /// commit was told of it by other means.
  final void published(long sequence) {
    PUBLISHED.setRelease(this, sequence);
  }

  /// Refuses a commit when nothing is written any more.
  final void checkOpen() {
    Throwable cause = failure;
    if (cause != null) {
      throw new LogException.Failed(place, cause);
    }
    if (closing) {
      throw new LogException.Closed(place);
    }
  }

  /// Puts the commit into the queue, waiting for room.
  final void enqueue(C commit) {
    checkOpen();
    while (!queue.offer(commit)) {
      awaitRoom();
    }
    VarHandle.fullFence();
    if (ended) {
      failLeftovers();
    }
  }

  /// To be called after [#enqueue], whose fence stands between the two.
  final void wakeIfParked() {
    if (parked && PARKED.compareAndSet(this, true, false)) {
      LockSupport.unpark(thread);
    }
  }

  private void awaitRoom() {
    gate.lock();
    try {
      held.incrementAndGet();
      VarHandle.fullFence();
      while (queue.size() >= queue.capacity() && !ended) {
        room.awaitUninterruptibly();
      }
      held.decrementAndGet();
    } finally {
      gate.unlock();
    }
  }

  /// Takes commits from the queue and lets those in that are held back.
  final int drain(List<C> into) {
    int taken = queue.drain(into::add, BATCH);
    if (taken > 0) {
      VarHandle.fullFence();
      if (held.get() > 0) {
        letIn();
      }
    }
    return taken;
  }

  private void letIn() {
    gate.lock();
    try {
      room.signalAll();
    } finally {
      gate.unlock();
    }
  }

  /// Waits for work, at most `nanos` if that is above zero. May return without any.
  final void park(long nanos) {
    parked = true;
    VarHandle.fullFence();
    if (queue.isEmpty() && !closing) {
      if (nanos > 0) {
        LockSupport.parkNanos(this, nanos);
      } else {
        LockSupport.park(this);
      }
    }
    parked = false;
  }

  /// Nothing is written from now on. The first cause stays.
  final void poison(Throwable cause) {
    if (failure == null) {
      failure = cause;
    }
  }

  final @Nullable Throwable failure() {
    return failure;
  }

  final LogException.Failed failed(Throwable cause) {
    return new LogException.Failed(place, cause);
  }

  /// Answers everyone in `commits`. Futures are completed by threads of their own, because what
  /// hangs on them is the callers' code.
  final void answer(List<C> commits) {
    if (commits.isEmpty()) {
      return;
    }
    @Nullable List<C> futures = null;
    @Nullable Wakeup wakeup = null;
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
        commit.done(waiting, wakeup);
      }
    }
    if (wakeup != null) {
      wakeup.wakeRoots();
    }
    if (futures != null) {
      List<C> waiting = futures;
      Thread.ofVirtual().name("fulgur-log-futures").start(() -> complete(waiting));
    }
  }

  /// Each by a thread of its own, save the last: what hangs on one may wait for another.
  private static <C extends Commit> void complete(List<C> commits) {
    int last = commits.size() - 1;
    for (int i = 0; i < last; i++) {
      C commit = commits.get(i);
      Thread.ofVirtual().name("fulgur-log-future").start(() -> complete(commit));
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

  private void failLeftovers() {
    turn.lock();
    try {
      List<C> left = new ArrayList<>();
      while (drain(left) > 0) {
        Throwable cause = failure;
        for (C commit : left) {
          commit.fail(cause != null ? failed(cause) : new LogException.Closed(place));
        }
        answer(left);
        left.clear();
      }
    } finally {
      turn.unlock();
    }
  }

  /// The last thing that the log's thread does: everything in the queue has been dealt with.
  final void end() {
    try {
      if (failure == null) {
        journal.seal();
        journal.force();
      }
      journal.close();
    } catch (IOException e) {
      poison(e);
    }
    ended = true;
    VarHandle.fullFence();
    failLeftovers();
    letIn();
  }

  /// Waits until all that is acknowledged is on disk.
  abstract void flush();

  /// Tells the log's thread to end.
  void close() {
    closing = true;
    VarHandle.fullFence();
    wakeIfParked();
    boolean interrupted = false;
    while (thread.isAlive()) {
      try {
        thread.join();
      } catch (InterruptedException e) {
        interrupted = true;
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }
}
