package dev.fulgur.log;

import java.lang.invoke.VarHandle;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jctools.queues.varhandle.MpscVarHandleArrayQueue;

/// The bounded queue of commits whose threads found the turn taken.
///
/// *A full queue.* Who finds it full counts itself in and looks again before it waits; who takes
/// from it looks at the count afterwards. Each does the two in this order with a full fence
/// between, so one of them sees the other, and nobody waits for room that is there.
///
/// Thread rule: [#add] by any thread, [#drain] by one at a time.
final class CommitQueue<C extends Commit> {
  /// How many commits are taken at once.
  static final int BATCH = 8192;

  private final MpscVarHandleArrayQueue<C> queue;
  private final ReentrantLock gate = new ReentrantLock();
  private final Condition room = gate.newCondition();
  private final AtomicInteger held = new AtomicInteger();

  CommitQueue(int capacity) {
    this(new MpscVarHandleArrayQueue<>(capacity));
  }

  CommitQueue(MpscVarHandleArrayQueue<C> queue) {
    this.queue = queue;
  }

  /// Adds behind all others, waiting while there is no room. What the caller looks at afterwards is
  /// as of after the commit was there.
  void add(C commit) {
    while (!queue.offer(commit)) {
      awaitRoom();
    }
    VarHandle.fullFence();
  }

  private void awaitRoom() {
    gate.lock();
    try {
      held.incrementAndGet();
      VarHandle.fullFence();
      while (queue.size() >= queue.capacity()) {
        room.awaitUninterruptibly();
      }
      held.decrementAndGet();
    } finally {
      gate.unlock();
    }
  }

  /// Takes commits, and lets those in that are held back.
  ///
  /// @return how many were taken; 0 also when the first is only just being added
  int drain(List<C> into) {
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

  boolean isEmpty() {
    return queue.isEmpty();
  }

  int size() {
    return queue.size();
  }

  int capacity() {
    return queue.capacity();
  }
}
