package dev.fulgur.log;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/// Acknowledges a commit after its frame is on disk.
///
/// The log's thread does everything: it drains the queue, and for each commit in turn validates,
/// encodes and applies it; then one write, one force, publish, answer. A *run* is what goes through
/// one force. Usually that is what was drained; a full segment ends a run early.
final class SyncedWriter<C extends Commit> extends Writer<C> {
  private final ArrayList<C> drained = new ArrayList<>();

  /// Applied and not yet on disk, in order.
  private final ArrayList<C> run = new ArrayList<>();

  /// Decided, to be told once the run is published.
  private final ArrayList<C> decided = new ArrayList<>();

  private long last;

  SyncedWriter(
      LogOptions options, String place, Sequencer<C> sequencer, Journal journal, long sequence) {
    super(options, place, sequencer, journal, sequence);
    this.last = sequence;
  }

  @Override
  void submit(C commit) {
    enqueue(commit);
    wakeIfParked();
  }

  @Override
  void flush() {
    Throwable cause = failure();
    if (cause != null) {
      throw failed(cause);
    }
  }

  @Override
  public void run() {
    while (true) {
      if (drain(drained) > 0) {
        process();
      } else if (closing) {
        break;
      } else {
        idle();
      }
    }
    end();
  }

  private void idle() {
    if (journal.isSealed() || failure() != null) {
      park(0);
      return;
    }
    if (isQuietFor(options.flushInterval().toNanos())) {
      try {
        journal.seal();
      } catch (IOException e) {
        poison(e);
      }
    }
  }

  /// Waits for work, and says whether none came for so long. A wake-up may be left over from a
  /// commit that was found without it, so one that comes early says nothing.
  private boolean isQuietFor(long nanos) {
    long deadline = System.nanoTime() + nanos;
    for (long left = nanos; left > 0; left = deadline - System.nanoTime()) {
      park(left);
      if (!queue.isEmpty() || closing) {
        return false;
      }
    }
    return true;
  }

  private void process() {
    try {
      for (int i = 0; i < drained.size(); i++) {
        accept(drained.get(i));
      }
      finishRun();
    } catch (IOException | RuntimeException | Error e) {
      poison(e);
      failAll();
    }
    drained.clear();
  }

  private void accept(C commit) throws IOException {
    if (failure() != null) {
      throw new IOException("The log has stopped.");
    }
    byte[] payload = commit.payload;
    if (payload == null) {
      finishRun();
      sequencer.apply(commit, last);
      commit.sequence(last);
      decided.add(commit);
      return;
    }
    if (!sequencer.validate(commit)) {
      commit.sequence(Commit.REFUSED);
      decided.add(commit);
      return;
    }
    long bytes = LogFormat.frameBytes(commit.length);
    if (bytes > journal.room()) {
      finishRun();
      try {
        journal.rotate(bytes);
      } catch (LogStorage.NoSpaceException e) {
        commit.fail(new LogException.Full(place, e));
        decided.add(commit);
        return;
      }
    }
    run.add(commit);
    sequencer.apply(commit, last + 1);
    last++;
    commit.sequence(last);
    try {
      journal.add(last, payload, commit.length);
    } catch (LogStorage.NoSpaceException e) {
      takeBackRun(e);
    }
  }

  /// Writes, forces, publishes and answers what was accepted so far.
  private void finishRun() throws IOException {
    if (!run.isEmpty()) {
      boolean there = true;
      try {
        journal.write();
      } catch (LogStorage.NoSpaceException e) {
        takeBackRun(e);
        there = false;
      }
      if (there) {
        journal.force();
        forced = last;
        sequencer.publish(last);
        published(last);
      }
    }
    answer(run);
    answer(decided);
    run.clear();
    decided.clear();
  }

  /// There was no room to write the run. Nothing of it was forced, so it can still fail alone.
  private void takeBackRun(LogStorage.NoSpaceException cause) throws IOException {
    for (C commit : run.reversed()) {
      sequencer.revoke(commit, last);
      last--;
      commit.fail(new LogException.Full(place, cause));
    }
    journal.rewind(last);
    decided.addAll(run);
    run.clear();
  }

  /// Answers all that was drained and has no answer yet.
  private void failAll() {
    Throwable cause = failure();
    List<C> left = new ArrayList<>();
    for (C commit : drained) {
      if (!commit.isDone()) {
        if (cause != null) {
          commit.fail(failed(cause));
        }
        left.add(commit);
      }
    }
    run.clear();
    decided.clear();
    answer(left);
  }
}
