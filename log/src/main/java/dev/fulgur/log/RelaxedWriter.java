package dev.fulgur.log;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/// Acknowledges a commit before its frame is on disk.
///
/// Whoever commits takes its turn: it puts its commit into the queue and, holding `turn`,
/// validates, applies, publishes and answers all that is queued, its own and others'. What was
/// accepted goes onto `pending`; the log's thread takes that within the flush interval and writes
/// and forces it. Only the log's thread touches the journal.
///
/// Nothing is acknowledged for which there might be no room: the one whose turn it is counts along,
/// frame by frame, what is left in the current segment and in the one prepared behind it, and waits
/// for the log's thread when it cannot tell.
final class RelaxedWriter<C extends Commit> extends Writer<C> {
  private static final int SPINS = 64;

  /// Bytes that wait for the disk before the log's thread writes without waiting for the interval.
  private static final long EARLY_BYTES = 256 << 10;

  /// Bytes that wait for the disk before commits are held back.
  private static final long MOST_BYTES = 8 << 20;

  private final Shelf shelf;

  // Guarded by turn.
  private final ArrayList<C> batch = new ArrayList<>();
  private final ArrayList<C> accepted = new ArrayList<>();
  private long acceptedBytes;
  private long last;
  private long roomHere;
  private long roomNext = -1;

  /// The log's thread takes nothing any more.
  private boolean ended;

  private final ReentrantLock exchange = new ReentrantLock();
  private final Condition work = exchange.newCondition();
  private final Condition flushed = exchange.newCondition();

  // Guarded by exchange.
  private List<C> pending = new ArrayList<>();
  private long pendingBytes;
  private long pendingSince;
  private boolean hurry;
  private boolean done;

  /// The bytes of the frame for which room is asked, or 0; and the answer.
  private long roomWanted;

  private long answerHere;
  private long answerNext;
  private LogStorage.@Nullable NoSpaceException answerFull;

  RelaxedWriter(
      LogOptions options,
      String place,
      Sequencer<C> sequencer,
      Journal journal,
      Shelf shelf,
      long sequence) {
    super(options, place, sequencer, journal, sequence);
    this.shelf = shelf;
    this.last = sequence;
    this.roomHere = journal.room();
  }

  @Override
  void submit(C commit) {
    if (turn.tryLock()) {
      takeTurn(commit);
      return;
    }
    enqueue(commit);
    for (int i = 0; i < SPINS && !commit.isDone(); i++) {
      if (turn.tryLock()) {
        takeTurn();
      } else {
        Thread.onSpinWait();
      }
    }
    while (!commit.isDone()) {
      turn.lock();
      takeTurn();
    }
  }

  /// Sequences what is queued, and behind it a commit that need not go through the queue. The
  /// caller holds `turn`; it is given back.
  private void takeTurn(C commit) {
    try {
      checkOpen();
      if (!queue.isEmpty()) {
        drain(batch);
      }
      batch.add(commit);
      process();
      batch.clear();
    } finally {
      turn.unlock();
    }
  }

  /// Sequences what is queued. The caller holds `turn`; it is given back.
  private void takeTurn() {
    try {
      while (drain(batch) > 0) {
        process();
        batch.clear();
      }
    } finally {
      turn.unlock();
    }
  }

  private void process() {
    try {
      for (int i = 0; i < batch.size(); i++) {
        accept(batch.get(i));
      }
      publish();
    } catch (RuntimeException | Error e) {
      poison(e);
    }
    Throwable cause = failure();
    if (cause != null || ended) {
      for (C commit : batch) {
        commit.fail(cause != null ? failed(cause) : new LogException.Closed(place));
      }
      accepted.clear();
      acceptedBytes = 0;
    }
    answer(batch);
  }

  private void accept(C commit) {
    byte[] payload = commit.payload;
    if (payload == null) {
      publish();
      sequencer.apply(commit, last);
      commit.sequence(last);
      return;
    }
    if (failure() != null) {
      return;
    }
    if (!sequencer.validate(commit)) {
      commit.sequence(Commit.REFUSED);
      return;
    }
    long bytes = LogFormat.frameBytes(commit.length);
    LogStorage.@Nullable NoSpaceException full = reserve(bytes);
    if (full != null) {
      commit.fail(new LogException.Full(place, full));
      return;
    }
    if (failure() != null) {
      return;
    }
    last++;
    sequencer.apply(commit, last);
    commit.sequence(last);
    accepted.add(commit);
    acceptedBytes += bytes;
    roomHere -= bytes;
  }

  /// Makes sure that the frame will find its place, just where the log's thread will put it.
  private LogStorage.@Nullable NoSpaceException reserve(long bytes) {
    if (bytes > roomHere) {
      if (bytes > roomNext) {
        return askForRoom(bytes);
      }
      roomHere = roomNext;
      roomNext = -1;
    }
    return null;
  }

  /// Has everything written, and the log's thread say what room there is.
  private LogStorage.@Nullable NoSpaceException askForRoom(long bytes) {
    publish();
    exchange.lock();
    try {
      roomWanted = bytes;
      work.signal();
      while (roomWanted > 0 && failure() == null && !done) {
        flushed.awaitUninterruptibly();
      }
      roomWanted = 0;
      roomHere = answerHere;
      roomNext = answerNext;
      if (bytes > roomHere && answerFull == null) {
        roomHere = roomNext;
        roomNext = -1;
      }
      return answerFull;
    } finally {
      exchange.unlock();
    }
  }

  /// Hands what was accepted so far to the log's thread, waiting if that is behind, and shows it.
  private void publish() {
    if (accepted.isEmpty()) {
      return;
    }
    exchange.lock();
    try {
      while (pendingBytes > MOST_BYTES && failure() == null && !done) {
        flushed.awaitUninterruptibly();
      }
      if (done || failure() != null) {
        ended = done;
        return;
      }
      if (pending.isEmpty()) {
        pendingSince = System.nanoTime();
        work.signal();
      } else if (pendingBytes < EARLY_BYTES && pendingBytes + acceptedBytes >= EARLY_BYTES) {
        work.signal();
      }
      for (int i = 0; i < accepted.size(); i++) {
        pending.add(accepted.get(i));
      }
      pendingBytes += acceptedBytes;
    } finally {
      exchange.unlock();
    }
    accepted.clear();
    acceptedBytes = 0;
    sequencer.publish(last);
    published(last);
  }

  @Override
  public void run() {
    List<C> spare = new ArrayList<>();
    while (awaitWork()) {
      List<C> taken = takePending(spare);
      try {
        if (failure() == null) {
          write(taken);
        }
      } catch (IOException | RuntimeException | Error e) {
        poison(e);
      }
      taken.clear();
      spare = taken;
      report();
    }
    end();
  }

  /// Waits until there is something to write that should not wait any longer.
  ///
  /// @return false at the end, when all is written
  private boolean awaitWork() {
    exchange.lock();
    try {
      while (true) {
        if (roomWanted > 0) {
          return true;
        }
        if (pending.isEmpty()) {
          if (closing) {
            done = true;
            flushed.signalAll();
            return false;
          }
          work.awaitUninterruptibly();
        } else {
          long left = options.flushInterval().toNanos() - (System.nanoTime() - pendingSince);
          if (hurry || closing || left <= 0 || pendingBytes >= EARLY_BYTES) {
            return true;
          }
          work.awaitNanos(left);
        }
      }
    } catch (InterruptedException e) {
      // Nobody is given this thread to interrupt. Going on early is all that it can lead to.
      return true;
    } finally {
      exchange.unlock();
    }
  }

  private List<C> takePending(List<C> empty) {
    exchange.lock();
    try {
      List<C> taken = pending;
      pending = empty;
      pendingBytes = 0;
      hurry = false;
      return taken;
    } finally {
      exchange.unlock();
    }
  }

  private void write(List<C> commits) throws IOException {
    for (int i = 0; i < commits.size(); i++) {
      C commit = commits.get(i);
      byte[] payload = commit.payload;
      if (payload == null) {
        continue;
      }
      long bytes = LogFormat.frameBytes(commit.length);
      if (bytes > journal.room()) {
        journal.write();
        journal.force();
        journal.rotate(bytes);
      }
      journal.add(commit.sequence(), payload, commit.length);
    }
    if (!commits.isEmpty()) {
      journal.write();
      journal.force();
      forced = commits.getLast().sequence();
    }
  }

  /// Tells those who wait what is on disk now, and what room there is.
  private void report() {
    exchange.lock();
    try {
      if (roomWanted > 0 && pending.isEmpty()) {
        answerRoom();
      }
      flushed.signalAll();
    } finally {
      exchange.unlock();
    }
  }

  private void answerRoom() {
    answerHere = journal.room();
    answerNext = -1;
    answerFull = null;
    try {
      if (roomWanted > answerHere && failure() == null) {
        answerNext =
            shelf.awaitNext(journal.segmentNumber(), roomWanted).sizeBytes()
                - LogFormat.HEADER_PAGE;
      }
    } catch (LogStorage.NoSpaceException e) {
      answerFull = e;
    } catch (IOException e) {
      poison(e);
    }
    roomWanted = 0;
  }

  @Override
  void flush() {
    long target = published;
    exchange.lock();
    try {
      hurry = true;
      work.signal();
      while (forced < target && failure() == null && !done) {
        flushed.awaitUninterruptibly();
      }
    } finally {
      exchange.unlock();
    }
    Throwable cause = failure();
    if (cause != null) {
      throw failed(cause);
    }
  }

  @Override
  void close() {
    closing = true;
    exchange.lock();
    try {
      work.signal();
    } finally {
      exchange.unlock();
    }
    super.close();
  }
}
