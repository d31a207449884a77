package dev.fulgur.log;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/// Where commits that have their place in the order wait for the log's thread.
///
/// One side puts them in, in order: whoever has the turn. The other takes all that is there, makes
/// it durable, and reports. The side with the turn may wait for the other and never the other way
/// round, unless [#refuse] was called, after which nobody waits here.
///
/// Thread rule: [#put], [#settle] and [#askForRoom] by whoever has the turn, [#await], [#take],
/// [#report], [#idle] and [#refuse] by the log's thread, the others by any.
final class Handover<C extends Commit> {
  /// Bytes that wait before the log's thread begins without waiting for the flush interval.
  private static final long EARLY_BYTES = 256 << 10;

  /// Bytes that wait before commits are held back.
  private static final long MOST_BYTES = 8 << 20;

  /// What the log's thread is to do.
  enum Call {
    /// Take what is there, if anything, and report.
    WORK,
    /// Nothing came for a while.
    QUIET,
    /// Nothing will come any more.
    END
  }

  /// The room for frames in the segment that the frame in question would go to.
  ///
  /// @param bytes what is left in this segment if there is none behind it
  /// @param full why there is none, or null
  record Room(long bytes, LogStorage.@Nullable NoSpaceException full) {}

  private final LogState state;
  private final long intervalNanos;
  private final boolean synced;
  private final int mostCommits;

  private final ReentrantLock lock = new ReentrantLock();
  private final Condition work = lock.newCondition();
  private final Condition reported = lock.newCondition();

  // Guarded by lock.
  private List<C> waiting = new ArrayList<>();
  private long waitingBytes;
  private long waitingSince;
  private boolean taken;
  private boolean hurry;
  private boolean closing;
  private boolean called;
  private LogStorage.@Nullable NoSpaceException refusing;

  /// The bytes of the frame for which room is asked, or 0; and the answer.
  private long roomWanted;

  private @Nullable Room room;

  /// Whether the log's thread waits for work, or is about to.
  private volatile boolean idle;

  /// The log's thread, and what it does instead of waiting for itself.
  private final Thread owner;

  private final Runnable workNow;

  Handover(LogState state, LogOptions options, Thread owner, Runnable workNow) {
    this.state = state;
    this.owner = owner;
    this.workNow = workNow;
    this.intervalNanos = options.flushInterval().toNanos();
    this.synced = options.durability() == Durability.SYNCED;
    this.mostCommits = synced ? options.queueCapacity() : Integer.MAX_VALUE;
  }

  /// Gives commits over, waiting if the log's thread is behind.
  ///
  /// @param bytes of their frames
  void put(List<C> commits, long bytes) {
    lock.lock();
    try {
      while (isBehind() && goesOn() && !isOwner()) {
        reported.awaitUninterruptibly();
      }
      boolean first = waiting.isEmpty();
      for (int i = 0; i < commits.size(); i++) {
        waiting.add(commits.get(i));
      }
      if (first) {
        waitingSince = System.nanoTime();
        work.signal();
      } else if (waitingBytes < EARLY_BYTES && waitingBytes + bytes >= EARLY_BYTES) {
        work.signal();
      }
      waitingBytes += bytes;
    } finally {
      lock.unlock();
    }
  }

  private boolean isBehind() {
    return waitingBytes > MOST_BYTES || waiting.size() >= mostCommits;
  }

  @SuppressWarnings("ReferenceEquality") // threads are themselves
  private boolean isOwner() {
    return Thread.currentThread() == owner;
  }

  private boolean goesOn() {
    return refusing == null && state.failure() == null;
  }

  /// Waits until all that was given over is done with.
  ///
  /// @return null, or why that was not waited for
  LogStorage.@Nullable NoSpaceException settle() {
    if (isOwner()) {
      workNow.run();
      return null;
    }
    lock.lock();
    try {
      hurry = true;
      work.signal();
      while ((taken || !waiting.isEmpty()) && goesOn()) {
        reported.awaitUninterruptibly();
      }
      return refusing;
    } finally {
      lock.unlock();
    }
  }

  /// Waits until all that was given over is done with and it is known whether a frame of so many
  /// bytes has room behind it.
  ///
  /// @return null if the log stopped
  @Nullable Room askForRoom(long bytes) {
    want(bytes);
    try {
      if (isOwner()) {
        workNow.run();
      }
      return awaitRoom();
    } finally {
      want(0);
    }
  }

  private void want(long bytes) {
    lock.lock();
    try {
      roomWanted = bytes;
      room = null;
      work.signal();
    } finally {
      lock.unlock();
    }
  }

  private @Nullable Room awaitRoom() {
    lock.lock();
    try {
      while (room == null && goesOn()) {
        reported.awaitUninterruptibly();
      }
      return refusing == null ? room : new Room(0, refusing);
    } finally {
      lock.unlock();
    }
  }

  /// Whether whoever commits should see to it that the log's thread gets work.
  boolean isIdle() {
    return idle;
  }

  /// Says that the log's thread is about to wait, unless something is to be done.
  void idle() {
    lock.lock();
    try {
      idle = waiting.isEmpty();
    } finally {
      lock.unlock();
    }
  }

  /// Waits until something is to be done.
  ///
  /// @param quietNanos how long nothing must have come for [Call#QUIET], or 0 to wait for work
  Call await(long quietNanos) {
    lock.lock();
    try {
      long since = System.nanoTime();
      while (true) {
        if (called || (roomWanted > 0 && room == null && state.failure() == null)) {
          called = false;
          return Call.WORK;
        }
        if (!waiting.isEmpty()) {
          long left = intervalNanos - (System.nanoTime() - waitingSince);
          if (synced || hurry || closing || left <= 0 || waitingBytes >= EARLY_BYTES) {
            return Call.WORK;
          }
          work.awaitNanos(left);
        } else if (closing) {
          return Call.END;
        } else if (quietNanos > 0) {
          long left = quietNanos - (System.nanoTime() - since);
          if (left <= 0) {
            return Call.QUIET;
          }
          work.awaitNanos(left);
        } else {
          work.awaitUninterruptibly();
        }
      }
    } catch (InterruptedException e) {
      // Nobody is given this thread to interrupt. Going on early is all that it can lead to.
      return Call.WORK;
    } finally {
      idle = closing && waiting.isEmpty();
      lock.unlock();
    }
  }

  /// Takes all that is there.
  ///
  /// @param empty what the next commits are to be put into
  List<C> take(List<C> empty) {
    lock.lock();
    try {
      List<C> all = waiting;
      waiting = empty;
      waitingBytes = 0;
      hurry = false;
      taken = true;
      return all;
    } finally {
      lock.unlock();
    }
  }

  /// The bytes of the frame for which room is asked, once nothing else is to be done first; or 0.
  long roomWanted() {
    lock.lock();
    try {
      return waiting.isEmpty() && room == null ? roomWanted : 0;
    } finally {
      lock.unlock();
    }
  }

  /// What was taken is done with.
  ///
  /// @param answer what room there is, if that was asked
  void report(@Nullable Room answer) {
    lock.lock();
    try {
      taken = false;
      if (answer != null) {
        room = answer;
      }
      reported.signalAll();
    } finally {
      lock.unlock();
    }
  }

  /// There was no room to write what was taken: whoever has the turn is not to wait for the log's
  /// thread, which is about to wait for the turn. Until [#accept].
  void refuse(LogStorage.NoSpaceException cause) {
    lock.lock();
    try {
      refusing = cause;
      reported.signalAll();
    } finally {
      lock.unlock();
    }
  }

  /// Goes on after [#refuse].
  void accept() {
    lock.lock();
    try {
      refusing = null;
    } finally {
      lock.unlock();
    }
  }

  /// Makes the log's thread look at everything.
  void wake() {
    lock.lock();
    try {
      called = true;
      work.signal();
    } finally {
      lock.unlock();
    }
  }

  /// Waits until what is published by now is on disk, or the log stopped.
  void awaitForced() {
    long target = state.published();
    lock.lock();
    try {
      hurry = true;
      work.signal();
      while (state.forced < target && state.failure() == null) {
        reported.awaitUninterruptibly();
      }
    } finally {
      lock.unlock();
    }
  }

  /// How many commits wait here for their answer.
  int unanswered() {
    lock.lock();
    try {
      return synced ? waiting.size() : 0;
    } finally {
      lock.unlock();
    }
  }

  /// Nothing will be put in any more.
  void close() {
    lock.lock();
    try {
      closing = true;
      work.signal();
    } finally {
      lock.unlock();
    }
  }
}
