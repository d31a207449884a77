package dev.fulgur.log;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// The log's thread, which owns the journal: takes all commits that were given over, gives them to
/// the system with one write and to the disk with one force, and goes on with what came meanwhile.
///
/// A synced log publishes and answers after the force. A relaxed one did both before, and only its
/// bytes are left to do.
final class Writer<C extends Commit> implements Runnable {
  private final LogState state;
  private final Sequencer<C> sequencer;
  private final Handover<C> handover;
  private final Turns<C> turns;
  private final Journal journal;
  private final Shelf shelf;
  private final boolean synced;
  private final long quietNanos;
  private final Thread thread;

  private List<C> spare = new ArrayList<>();

  /// How many of those that were taken are on disk.
  private int durable;

  /// The newest commit that was given to the journal.
  private long last;

  Writer(LogState state, LogOptions options, Sequencer<C> sequencer, Journal journal, Shelf shelf) {
    this.state = state;
    this.sequencer = sequencer;
    this.journal = journal;
    this.shelf = shelf;
    this.synced = options.durability() == Durability.SYNCED;
    this.quietNanos = options.flushInterval().toNanos();
    this.last = state.published();
    this.thread = Thread.ofPlatform().name("fulgur-log").daemon().unstarted(this);
    this.handover = new Handover<>(state, options, thread, this::workNow);
    CommitQueue<C> queue = new CommitQueue<>(options.queueCapacity());
    this.turns =
        new Turns<>(state, options.durability(), sequencer, handover, queue, journal.room());
  }

  Turns<C> turns() {
    return turns;
  }

  Handover<C> handover() {
    return handover;
  }

  void start() {
    thread.start();
  }

  @Override
  public void run() {
    boolean goesOn = true;
    while (goesOn) {
      try {
        goesOn = step();
      } catch (RuntimeException | Error e) {
        state.poison(e);
        handover.report(null);
      }
    }
  }

  /// @return false at the end
  private boolean step() {
    serveQueue();
    boolean seals = synced && !journal.isSealed() && state.failure() == null;
    switch (handover.await(seals ? quietNanos : 0)) {
      case WORK -> spare = work(spare);
      case QUIET -> seal();
      case END -> {
        end();
        return false;
      }
    }
    return true;
  }

  /// Puts in order what was queued meanwhile, and once more when committing threads know that
  /// nobody does it for them.
  private void serveQueue() {
    if (synced) {
      turns.serveQueue();
      handover.idle();
      turns.serveQueue();
    } else {
      turns.serveLeft();
    }
  }

  private void workNow() {
    List<C> _ = work(new ArrayList<>());
  }

  private List<C> work(List<C> empty) {
    List<C> taken = handover.take(empty);
    LogStorage.@Nullable NoSpaceException full = null;
    durable = 0;
    try {
      if (state.failure() == null) {
        full = write(taken);
        if (full != null) {
          takeBack(taken, full);
        }
      }
    } catch (IOException | RuntimeException | Error e) {
      state.poison(e);
    }
    if (synced) {
      fail(taken.subList(durable, taken.size()), full);
      Answers.give(taken);
    }
    taken.clear();
    handover.report(room());
    return taken;
  }

  /// @return null, or that there was no room, and it is not too late to say so
  private LogStorage.@Nullable NoSpaceException write(List<C> commits) throws IOException {
    try {
      for (int i = 0; i < commits.size(); i++) {
        C commit = commits.get(i);
        byte[] payload = commit.payload;
        if (payload == null || commit.sequence() == Commit.REFUSED) {
          continue;
        }
        long bytes = LogFormat.frameBytes(commit.length);
        if (bytes > journal.room()) {
          force(i);
          journal.rotate(bytes);
        }
        last = commit.sequence();
        journal.add(last, payload, commit.length);
      }
      force(commits.size());
      return null;
    } catch (LogStorage.NoSpaceException e) {
      if (synced) {
        return e;
      }
      throw e;
    }
  }

  /// Makes durable what was added, the first of those that were taken, and shows it.
  private void force(int first) throws IOException {
    if (!journal.isForced()) {
      journal.write();
      journal.force();
      state.forced = last;
      if (synced) {
        sequencer.publish(last);
        state.published(last);
      }
    }
    durable = first;
  }

  private void takeBack(List<C> taken, LogStorage.NoSpaceException full) throws IOException {
    List<C> back = new ArrayList<>(taken.subList(durable, taken.size()));
    taken.subList(durable, taken.size()).clear();
    handover.refuse(full);
    try {
      turns.takeBack(back, journal);
      last = state.published();
    } finally {
      taken.addAll(back);
    }
  }

  /// Tells commits that are not on disk why, save for those that lost against others.
  private void fail(List<C> commits, LogStorage.@Nullable NoSpaceException full) {
    LogException failed = state.refusal();
    for (C commit : commits) {
      if (failed != null) {
        commit.fail(failed);
      } else if (full != null && commit.sequence() != Commit.REFUSED) {
        commit.fail(new LogException.Full(state.place, full));
      }
    }
  }

  /// What room there is, if that was asked.
  private Handover.@Nullable Room room() {
    long wanted = handover.roomWanted();
    if (wanted == 0 || state.failure() != null) {
      return null;
    }
    long here = journal.room();
    if (wanted <= here) {
      return new Handover.Room(here, null);
    }
    try {
      Segment next = shelf.awaitNext(journal.segmentNumber(), wanted);
      return new Handover.Room(next.sizeBytes() - LogFormat.HEADER_PAGE, null);
    } catch (LogStorage.NoSpaceException e) {
      return new Handover.Room(here, e);
    } catch (IOException | RuntimeException | Error e) {
      state.poison(e);
      return null;
    }
  }

  /// Says in the log that everything before is durable, when nothing came for a while.
  private void seal() {
    try {
      turns.seal(journal);
    } catch (IOException e) {
      state.poison(e);
    }
  }

  private void end() {
    try {
      if (state.failure() == null) {
        journal.seal();
        journal.force();
      }
      journal.close();
    } catch (IOException | RuntimeException | Error e) {
      state.poison(e);
    }
    handover.report(null);
    turns.serveQueue();
  }

  /// Answers all that was taken in, makes it durable, and ends the thread.
  void close() {
    turns.close();
    handover.close();
    Log.awaitEnd(thread);
  }
}
