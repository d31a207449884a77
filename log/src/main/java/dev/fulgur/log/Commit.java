package dev.fulgur.log;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/// One transaction on its way through the log. Made by the owner for each commit, given to
/// [Log#commit] or [Log#commitAsync] once, and not used again.
///
/// A commit without a payload takes no sequence number and leaves no frame: it is a point in the
/// order of commits at which [Sequencer#point] is called.
public abstract class Commit {
  /// What [#sequence] holds when the sequencer refused the commit.
  public static final long REFUSED = -1;

  private enum State {
    DONE
  }

  private static final VarHandle WAITER;

  static {
    try {
      WAITER = MethodHandles.lookup().findVarHandle(Commit.class, "waiter", Object.class);
    } catch (ReflectiveOperationException e) {
      throw new ExceptionInInitializerError(e);
    }
  }

  final byte @Nullable [] payload;
  final int length;

  /// The thread that waits, or DONE.
  @SuppressWarnings("unused") // by WAITER
  private volatile @Nullable Object waiter;

  /// Written before the commit is done, read after.
  private long sequence;

  private @Nullable Throwable failure;
  private @Nullable Wakeup wakeup;
  private int place;
  @Nullable CompletableFuture<Long> future;

  /// A commit of these bytes.
  ///
  /// @param payload what the frame carries, its first `length` bytes; neither changes afterwards
  protected Commit(byte @Nullable [] payload, int length) {
    this.payload = payload;
    this.length = length;
  }

  /// How many bytes the payload has.
  public final int payloadBytes() {
    return length;
  }

  /// The commit's sequence number, or [#REFUSED]; of a commit without a payload, the number of the
  /// last one before it. Meaningful once the commit is done.
  public final long sequence() {
    return sequence;
  }

  /// Waits without regard to interrupts, which are kept for the caller: a commit in the queue
  /// cannot be called back.
  final void await() {
    if (isDone()) {
      return;
    }
    boolean interrupted = false;
    Thread self = Thread.currentThread();
    if (WAITER.compareAndSet(this, null, self)) {
      while (waiter != State.DONE) {
        LockSupport.park(this);
        interrupted |= Thread.interrupted();
      }
      if (wakeup != null) {
        wakeup.wakeBelow(place);
      }
    }
    if (interrupted) {
      self.interrupt();
    }
  }

  final @Nullable Throwable failure() {
    return failure;
  }

  final boolean isDone() {
    return waiter == State.DONE;
  }

  final void sequence(long value) {
    sequence = value;
  }

  final void fail(Throwable cause) {
    failure = cause;
  }

  /// Called first when all is decided: tells the commit done if nobody waits for it yet. What waits
  /// on a future is not told here but by whoever completes futures.
  ///
  /// @return the thread that waits and is to be told by [#wakes] and [#doneIfAwaited], or null
  final @Nullable Thread doneUnlessAwaited() {
    if (waiter == null && WAITER.compareAndSet(this, null, State.DONE)) {
      return null;
    }
    return waiter instanceof Thread thread ? thread : null;
  }

  /// Tells the commit done whatever was told or noted before, and its thread if it waits.
  final void doneAlone() {
    Object waiting = WAITER.getAndSet(this, State.DONE);
    if (waiting instanceof Thread thread) {
      LockSupport.unpark(thread);
    }
  }

  /// Notes a thread that waits in `threads`, to be woken from there.
  final void wakes(Thread thread, Wakeup threads) {
    wakeup = threads;
    place = threads.add(thread);
  }

  /// Called last, when all threads are noted: tells the commit done if one was noted for it.
  final void doneIfAwaited() {
    if (wakeup != null) {
      waiter = State.DONE;
    }
  }
}
