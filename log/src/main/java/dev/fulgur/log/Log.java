package dev.fulgur.log;

import java.io.IOException;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import org.jspecify.annotations.Nullable;

/// An append-only log of transactions, open for writing by one owner.
///
/// Thread rule: all methods by any thread, virtual ones too. An interrupt of a caller has no effect
/// on the log, and is kept for the caller.
///
/// Lifetime: from [#open] to [#close]. What was not answered when it closes is answered first.
///
/// @param <C> the owner's commits
public final class Log<C extends Commit> implements AutoCloseable {
  private final LogStorage storage;
  private final LogOptions options;
  private final LogStorage.Lock lock;
  private final Shelf shelf;
  private final Journal journal;
  private final LogState state;
  private final Handover<C> handover;
  private final Turns<C> turns;
  private final Writer<C> writer;
  private final long id;
  private final RecoveryStats recovery;
  private boolean closed;

  private Log(
      LogStorage storage,
      LogOptions options,
      LogStorage.Lock lock,
      Shelf shelf,
      Journal journal,
      Sequencer<C> sequencer,
      long id,
      RecoveryStats recovery) {
    this.storage = storage;
    this.options = options;
    this.lock = lock;
    this.shelf = shelf;
    this.journal = journal;
    this.state = new LogState(storage.description(), recovery.lastSequence());
    this.writer = new Writer<>(state, options, sequencer, journal, shelf);
    this.handover = writer.handover();
    this.turns = writer.turns();
    this.id = id;
    this.recovery = recovery;
  }

  /// Opens the log in `storage`, creating it if it is not there, and gives every frame above
  /// `resume.applied()` to `replay`, in order and on another thread, before it returns. A torn tail
  /// is cut away.
  ///
  /// @throws LogException.Owned if it is open elsewhere
  /// @throws LogException.Damaged if bytes that were durable changed
  /// @throws LogException.Mismatch if it is not the log that `resume` speaks of
  /// @throws LogException.Full if there is no room for a first segment
  /// @throws LogException.Unreadable if the files cannot be read, written or locked
  public static <C extends Commit> Log<C> open(
      LogStorage storage,
      LogOptions options,
      Resume resume,
      FrameVisitor replay,
      Sequencer<C> sequencer) {
    return open(storage, options, resume, replay, sequencer, Journal::new);
  }

  /// The same in a place that the caller owns, and goes on to own when the log is closed.
  ///
  /// @param owned what [#own] gave for this storage
  public static <C extends Commit> Log<C> open(
      LogStorage.Lock owned,
      LogStorage storage,
      LogOptions options,
      Resume resume,
      FrameVisitor replay,
      Sequencer<C> sequencer) {
    Objects.requireNonNull(owned, "owned");
    return onThreadOfItsOwn(
        storage,
        () -> openHere(storage, () -> {}, options, resume, replay, sequencer, Journal::new));
  }

  /// Takes the place of a log, so that nobody else writes to what belongs to it.
  ///
  /// @throws LogException.Owned if it is open elsewhere
  /// @throws LogException.Unreadable if the files cannot be locked
  public static LogStorage.Lock own(LogStorage storage) {
    return onThreadOfItsOwn(storage, () -> ownHere(storage));
  }

  private static LogStorage.Lock ownHere(LogStorage storage) throws IOException {
    storage.prepare();
    return storage.lock();
  }

  /// Makes journals; tests put faulty ones in.
  interface JournalFactory {
    Journal create(Shelf shelf, long logId, Segment active, int tailOffset, long lastSequence);
  }

  static <C extends Commit> Log<C> open(
      LogStorage storage,
      LogOptions options,
      Resume resume,
      FrameVisitor replay,
      Sequencer<C> sequencer,
      JournalFactory journals) {
    return onThreadOfItsOwn(
        storage,
        () -> openHere(storage, ownHere(storage), options, resume, replay, sequencer, journals));
  }

  private static <C extends Commit> Log<C> openHere(
      LogStorage storage,
      LogStorage.Lock lock,
      LogOptions options,
      Resume resume,
      FrameVisitor replay,
      Sequencer<C> sequencer,
      JournalFactory journals)
      throws IOException {
    @Nullable Shelf shelf = null;
    boolean opened = false;
    try {
      Recovery found = Recovery.run(storage, options, resume, replay);
      @Nullable Segment active = found.active();
      long id = active != null ? found.logId() : newId();
      shelf = new Shelf(storage, options, id);
      found.closed().forEach(shelf::closed);
      if (active == null) {
        active = shelf.awaitNext(0, 0);
      } else {
        shelf.begun(active.number());
      }
      if (found.next() != null) {
        shelf.put(found.next());
      } else {
        shelf.prepareAfter(active.number(), active.sizeBytes());
      }
      long last = found.stats().lastSequence();
      Journal journal = journals.create(shelf, id, active, found.tailOffset(), last);
      Log<C> log = new Log<>(storage, options, lock, shelf, journal, sequencer, id, found.stats());
      log.writer.start();
      opened = true;
      return log;
    } finally {
      if (!opened) {
        if (shelf != null) {
          shelf.close();
        }
        lock.close();
      }
    }
  }

  private static long newId() {
    SecureRandom random = new SecureRandom();
    long id = random.nextLong();
    while (id == 0) {
      id = random.nextLong();
    }
    return id;
  }

  @FunctionalInterface
  private interface Work<T> {
    T run() throws IOException;
  }

  /// An interrupt closes the channel that a thread uses: so not on the caller's thread.
  private static <T> T onThreadOfItsOwn(LogStorage storage, Work<T> work) {
    CompletableFuture<T> result = new CompletableFuture<>();
    Thread thread =
        Thread.ofPlatform()
            .name("fulgur-log-open")
            .start(
                () -> {
                  try {
                    result.complete(work.run());
                  } catch (LogStorage.NoSpaceException e) {
                    result.completeExceptionally(new LogException.Full(storage.description(), e));
                  } catch (IOException e) {
                    result.completeExceptionally(
                        new LogException.Unreadable(storage.description(), e));
                  } catch (RuntimeException | Error e) {
                    result.completeExceptionally(e);
                  }
                });
    awaitEnd(thread);
    try {
      return result.join();
    } catch (CompletionException e) {
      switch (e.getCause()) {
        case RuntimeException cause -> throw cause;
        case Error cause -> throw cause;
        case null, default -> throw e;
      }
    }
  }

  /// Waits until the thread has ended, whatever interrupts there are.
  static void awaitEnd(Thread thread) {
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

  /// Commits and waits until that is acknowledged.
  ///
  /// @return the sequence number, or [Commit#REFUSED] if the sequencer refused it
  /// @throws LogException.TooLarge before it is queued, if the payload is over the limit
  /// @throws LogException.Full if there is no room on the disk; only this commit failed
  /// @throws LogException.Failed if a write or a force failed, now or earlier; if now, whether the
  ///   commit is there is known when the log is opened again
  /// @throws LogException.Closed if the log is closed
  public long commit(C commit) {
    submit(commit);
    commit.await();
    Throwable cause = commit.failure();
    if (cause instanceof LogException e) {
      e.setStackTrace(new Throwable().getStackTrace());
      throw e;
    }
    return commit.sequence();
  }

  /// Commits and returns once it is queued, which waits while the queue is full. The future ends
  /// like [#commit]; what depends on it runs on a virtual thread and may block.
  ///
  /// @throws LogException.TooLarge if the payload is over the limit
  /// @throws LogException.Failed if the log stopped earlier
  /// @throws LogException.Closed if the log is closed
  public CompletableFuture<Long> commitAsync(C commit) {
    CompletableFuture<Long> future = new CompletableFuture<>();
    commit.future = future;
    submit(commit);
    return future;
  }

  private void submit(C commit) {
    if (commit.length > options.maxPayloadBytes()) {
      throw new LogException.TooLarge(commit.length, options.maxPayloadBytes());
    }
    turns.submit(commit);
  }

  /// Waits until everything that was acknowledged before is on disk. A [Durability#SYNCED] log has
  /// nothing to wait for.
  ///
  /// @throws LogException.Failed if the log stopped
  public void flush() {
    handover.awaitForced();
    LogException refusal = state.refusal();
    if (refusal != null) {
      throw refusal;
    }
  }

  /// The owner holds everything up to `sequence` durably elsewhere: segments that hold no more may
  /// be deleted, in the background and as the retention says.
  public void release(long sequence) {
    release(sequence, 0);
  }

  /// The same by an owner who has room for what is next without taking it from the disk.
  ///
  /// @param spareBytes so much of what [LogOptions#reserve] says need not be free on the disk,
  ///   until it is said again
  public void release(long sequence, long spareBytes) {
    shelf.release(sequence, sequence >= lastSequence(), spareBytes);
  }

  /// The log's random id, for the owner to write down.
  public long id() {
    return id;
  }

  /// What opening found.
  public RecoveryStats recovery() {
    return recovery;
  }

  /// The newest published transaction.
  public long lastSequence() {
    return state.published();
  }

  /// The newest transaction that is on disk.
  public long forcedSequence() {
    return state.forced;
  }

  /// Why nothing is written any more, or null.
  public @Nullable Throwable failure() {
    return state.failure();
  }

  /// The state now.
  public LogStats stats() {
    long usable;
    try {
      usable = storage.usableBytes();
    } catch (IOException e) {
      usable = -1;
    }
    return new LogStats(
        turns.queued() + handover.unanswered(),
        turns.capacity(),
        state.published(),
        state.forced,
        journal.frameCount(),
        journal.frameBytes(),
        journal.forceCount(),
        Duration.ofNanos(journal.lastForceNanos()),
        shelf.segments() + 1,
        shelf.sizeBytes() + journal.segmentBytes(),
        usable,
        state.failure());
  }

  /// Answers what is queued, makes everything durable, and gives the folder free unless the caller
  /// owns it.
  ///
  /// @throws LogException.Failed if the last of it could not be made durable
  @Override
  public synchronized void close() {
    if (closed) {
      return;
    }
    closed = true;
    Throwable before = state.failure();
    writer.close();
    @Nullable Throwable cause = before == null ? state.failure() : null;
    try {
      shelf.close();
      lock.close();
    } catch (IOException e) {
      cause = cause == null ? e : cause;
    }
    if (cause != null) {
      throw new LogException.Failed(storage.description(), cause);
    }
  }
}
