package dev.fulgur.log;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/// Puts commits in order: validates and applies one after the other, by whoever has the turn. That
/// is the thread that commits, so that this is done on the core where the commit was made, while
/// the log's thread writes and forces what came before. Commits whose threads find the turn taken
/// wait in a queue for who has it.
///
/// While the log's thread is busy nothing is gained by haste, and small commits wait in the queue
/// until there are many, so that what the turn guards moves less often from core to core. The log's
/// thread takes the turn for what is left there when it is done.
///
/// *Nobody is left in the queue.* Who gives the turn back looks at the queue afterwards; who adds
/// to the queue looks afterwards whether the log's thread is idle, and tries the turn if so; the
/// log's thread says that it is idle and looks at the queue afterwards. Each pair has full fences
/// between, so one of the two sees the other. A commit that is only just being added has its place
/// before it is there: who has the turn stays until it is, since whoever adds it may find the turn
/// still taken.
///
/// *Room.* Nothing is accepted for which there might be none: what is left in the segment is
/// counted along, frame by frame, just as the log's thread will use it, which is asked at the end
/// of each.
///
/// Thread rule: any thread.
final class Turns<C extends Commit> {
  /// How long a thread that queued looks whether it has its answer before it waits for it, where
  /// answers do not wait for the disk.
  private static final int SPINS = 64;

  /// So many commits in the queue are put in order while the log's thread is busy.
  private static final int MANY = 64;

  /// A commit of so many bytes is put in order at once.
  private static final int LARGE_BYTES = 1024;

  private final LogState state;
  private final Sequencer<C> sequencer;
  private final Handover<C> handover;
  private final CommitQueue<C> queue;
  private final boolean synced;

  private final ReentrantLock turn = new ReentrantLock();

  // Guarded by turn.
  /// So large from the beginning that no commit is lost on its way here for want of memory.
  private final List<C> batch = new ArrayList<>(CommitQueue.BATCH + 1);

  /// Has its place in the order, and is not given over yet.
  private final List<C> accepted = new ArrayList<>();

  /// Has its answer, and is not told yet.
  private final List<C> decided = new ArrayList<>();

  private long acceptedBytes;
  private long last;

  /// What is left in the segment.
  private long room;

  /// Written under turn.
  private volatile boolean closed;

  /// Who had the turn ran out of memory and left the batch as it was.
  private volatile boolean left;

  Turns(
      LogState state,
      Durability durability,
      Sequencer<C> sequencer,
      Handover<C> handover,
      CommitQueue<C> queue,
      long room) {
    this.state = state;
    this.sequencer = sequencer;
    this.handover = handover;
    this.queue = queue;
    this.synced = durability == Durability.SYNCED;
    this.last = state.published();
    this.room = room;
  }

  /// Takes a commit in, behind those that the same thread gave before; it is answered later or by
  /// now.
  void submit(C commit) {
    checkOpen();
    boolean mine = false;
    try {
      mine = isWorthATurn(commit) && takeTurn(commit);
      if (!mine) {
        queue.add(commit);
      }
    } finally {
      if (mine || !synced || queue.size() >= MANY || handover.isIdle()) {
        serveQueue();
      }
    }
    if (!synced) {
      for (int i = 0; i < SPINS && !commit.isDone(); i++) {
        Thread.onSpinWait();
      }
    }
  }

  /// Puts what is queued in order, and the commit behind it.
  ///
  /// @return false if that could not be had, and the commit is to be queued
  private boolean takeTurn(C commit) {
    if (!turn.tryLock()) {
      return false;
    }
    boolean last;
    try {
      last = queue.isEmpty();
      if (!last) {
        int _ = queue.drain(batch);
        last = queue.isEmpty();
      }
      if (last) {
        batch.add(commit);
      }
      process();
    } catch (Error e) {
      left = true;
      throw e;
    } finally {
      giveBack();
    }
    if (!last) {
      // Those who came meanwhile found the turn taken, and may have filled the queue, in which the
      // commit is about to wait for room.
      serveQueue();
    }
    return last;
  }

  private boolean isWorthATurn(C commit) {
    return !synced || commit.length >= LARGE_BYTES || handover.isIdle();
  }

  private void checkOpen() {
    LogException refusal = refusal();
    if (refusal != null) {
      throw refusal;
    }
  }

  private @Nullable LogException refusal() {
    LogException failed = state.refusal();
    return failed != null || !closed ? failed : new LogException.Closed(state.place);
  }

  /// Puts in order what is queued, unless someone does, and answers what was left.
  void serveQueue() {
    while ((left || !queue.isEmpty()) && turn.tryLock()) {
      try {
        int _ = queue.drain(batch);
        process();
      } catch (Error e) {
        left = true;
        throw e;
      } finally {
        giveBack();
      }
    }
  }

  private void giveBack() {
    turn.unlock();
    if (left) {
      // Not before, since the log's thread would find the turn taken and sleep again.
      handover.wake();
    }
  }

  /// Answers what was left, if anything.
  void serveLeft() {
    if (left) {
      serveQueue();
    }
  }

  /// Puts the batch in order and gives it over.
  private void process() {
    if (left) {
      // Nobody knows how far that had come.
      state.poison(new IllegalStateException("a commit ran out of memory"));
      left = false;
    }
    int next = 0;
    try {
      for (; next < batch.size(); next++) {
        accept(batch.get(next));
      }
      handOver();
      if (sequencer.wantsPoint() && settled() == null && state.failure() == null) {
        sequencer.point(last);
      }
    } catch (RuntimeException | Error e) {
      state.poison(e);
      decided.addAll(accepted);
      accepted.clear();
      decided.addAll(batch.subList(next, batch.size()));
      for (int i = 0; i < decided.size(); i++) {
        decided.get(i).fail(new LogException.Failed(state.place, e));
      }
    }
    batch.clear();
    if (!decided.isEmpty()) {
      Answers.give(decided);
      decided.clear();
    }
  }

  private void accept(C commit) {
    LogException refusal = refusal();
    if (refusal != null) {
      decide(commit, refusal);
      return;
    }
    byte[] payload = commit.payload;
    if (payload == null) {
      point(commit);
      return;
    }
    if (!sequencer.validate(commit)) {
      refuse(commit);
      return;
    }
    long bytes = LogFormat.frameBytes(commit.length);
    if (bytes > room) {
      refusal = reserve(bytes);
      if (refusal != null) {
        decide(commit, refusal);
        return;
      }
      // What it was validated against may have been taken back meanwhile.
      if (!sequencer.validate(commit)) {
        refuse(commit);
        return;
      }
    }
    sequencer.apply(commit, last + 1);
    last++;
    commit.sequence(last);
    accepted.add(commit);
    acceptedBytes += bytes;
    room -= bytes;
  }

  private void decide(C commit, LogException refusal) {
    commit.fail(refusal);
    decided.add(commit);
  }

  /// Who lost is told once what it lost against may be seen, so that it does not lose against the
  /// same again.
  private void refuse(C commit) {
    commit.sequence(Commit.REFUSED);
    (state.published() < last ? accepted : decided).add(commit);
  }

  private void point(C commit) {
    handOver();
    LogStorage.NoSpaceException full = settled();
    LogException refusal =
        full == null ? state.refusal() : new LogException.Full(state.place, full);
    if (refusal != null) {
      decide(commit, refusal);
      return;
    }
    sequencer.point(last);
    commit.sequence(last);
    decided.add(commit);
  }

  /// Makes sure that all that was accepted is published, unless the log stopped.
  ///
  /// @return null, or why that could not be had
  private LogStorage.@Nullable NoSpaceException settled() {
    return synced ? handover.settle() : null;
  }

  /// Asks for room for a frame, which this segment may not have.
  ///
  /// @return null, or why there is none
  private @Nullable LogException reserve(long bytes) {
    handOver();
    Handover.Room answer = handover.askForRoom(bytes);
    if (answer == null) {
      return state.refusal();
    }
    room = answer.bytes();
    return answer.full() == null ? null : new LogException.Full(state.place, answer.full());
  }

  private void handOver() {
    if (accepted.isEmpty()) {
      return;
    }
    handover.put(accepted, acceptedBytes);
    acceptedBytes = 0;
    if (!synced) {
      sequencer.publish(last);
      state.published(last);
      for (int i = 0; i < accepted.size(); i++) {
        decided.add(accepted.get(i));
      }
    }
    accepted.clear();
  }

  /// Takes back, newest first, all that is not published: there was no room to write `taken`, and
  /// what was given over since is behind it. Called by the log's thread after [Handover#refuse], so
  /// that whoever has the turn does not wait for that.
  ///
  /// @param taken what was given over since is added
  void takeBack(List<C> taken, Journal journal) throws IOException {
    turn.lock();
    try {
      taken.addAll(handover.take(new ArrayList<>()));
      for (C commit : taken.reversed()) {
        if (commit.sequence() != Commit.REFUSED) {
          sequencer.revoke(commit, last);
          last--;
        }
      }
      journal.rewind(last);
      room = journal.room();
    } catch (IOException | RuntimeException | Error e) {
      state.poison(e);
      throw e;
    } finally {
      handover.accept();
      turn.unlock();
    }
  }

  /// How many commits wait for the turn.
  int queued() {
    return queue.size();
  }

  int capacity() {
    return queue.capacity();
  }

  /// Puts the seal behind all frames, for the log's thread when it has nothing else to do, unless
  /// somebody has the turn.
  void seal(Journal journal) throws IOException {
    if (!turn.tryLock()) {
      return;
    }
    try {
      if (handover.unanswered() == 0) {
        journal.seal();
        room = journal.room();
      }
    } finally {
      turn.unlock();
    }
    serveQueue();
  }

  /// Gives over what came before, and refuses what comes from now on.
  void close() {
    turn.lock();
    try {
      int queued = queue.size();
      while (queued > 0) {
        queued -= queue.drain(batch);
        process();
      }
      closed = true;
    } catch (Error e) {
      left = true;
      throw e;
    } finally {
      giveBack();
    }
    serveQueue();
  }
}
