package dev.fulgur.store.engine.logged;

import dev.fulgur.lmdb.LmdbException;
import dev.fulgur.log.Commit;
import dev.fulgur.log.Log;
import dev.fulgur.log.LogException;
import dev.fulgur.store.LogSettings;
import dev.fulgur.store.StoreException;
import dev.fulgur.store.Transaction;
import dev.fulgur.store.engine.Outcomes;
import dev.fulgur.store.engine.TypedInteractive;
import dev.fulgur.store.engine.env.Environment;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// The way of a write into the log.
///
/// Closures run on their caller's thread against a snapshot and are tried again when they lose
/// against another commit; after some tries those that lose wait for each other. That alone brings
/// nobody through: who commits is told first, and so is first with its next write. So while one
/// loses for long, all others get in line with it.
final class Writes {
  private static final int TRIES = 100;
  private static final int TRIES_AT_ONCE = 4;
  private static final int TRIES_BESIDE_OTHERS = 16;

  private final Environment environment;
  private final Overlay overlay;
  private final Log<LoggedCommit> log;
  private final Checkpointer checkpointer;
  private final LogSettings settings;
  private final Room room;
  private final DiskRoom disk;
  private final Payload.Names payloads;
  private final Supplier<LoggedTransaction> transactions;
  private final ReentrantLock losers = new ReentrantLock(true);

  /// How many writes have lost so often that all others get in line with them.
  private final AtomicInteger starving = new AtomicInteger();

  private final WritingThreads writingThreads = new WritingThreads();
  private final Map<String, Long> failures = new ConcurrentHashMap<>();

  /// @param transactions begins one for a closure
  Writes(Startup.Parts parts, Checkpointer checkpointer, Supplier<LoggedTransaction> transactions) {
    this.environment = parts.environment();
    this.overlay = parts.overlay();
    this.log = parts.log();
    this.checkpointer = checkpointer;
    this.settings = parts.settings();
    this.room = new Room(environment, checkpointer::applied);
    this.disk = parts.disk();
    this.payloads = new Payload.Names(parts.catalog().trees());
    this.transactions = transactions;
  }

  /// How many writes failed, by the type of the exception.
  Map<String, Long> failures() {
    return failures;
  }

  /// Runs a closure and commits what it wrote, again and again while it loses.
  ///
  /// @throws StoreException.Conflict if it lost every time
  <T extends @Nullable Object> T write(Function<? super Transaction, T> writing) {
    refuseNested();
    boolean starves = false;
    try {
      for (int tries = 1; ; tries++) {
        if (tries > TRIES_BESIDE_OTHERS && !starves) {
          starves = true;
          starving.incrementAndGet();
        }
        boolean inLine = tries > TRIES_AT_ONCE || starving.get() > 0;
        if (inLine) {
          losers.lock();
        }
        try {
          return tryWrite(writing);
        } catch (StoreException.Conflict e) {
          if (tries == TRIES) {
            throw count(e);
          }
        } catch (LmdbException.MapResized e) {
          // Another program made the map larger; that can be taken over once the slot is given
          // back.
          environment.adoptMapSize(() -> {});
        } catch (LmdbException e) {
          throw environment.failed(e);
        } finally {
          if (inLine) {
            losers.unlock();
          }
        }
      }
    } finally {
      if (starves) {
        starving.decrementAndGet();
      }
    }
  }

  private <T extends @Nullable Object> T tryWrite(Function<? super Transaction, T> writing) {
    try (LoggedTransaction transaction = transactions.get()) {
      T answer = run(transaction, writing);
      transaction.commit();
      return answer;
    }
  }

  private <T extends @Nullable Object> T run(
      LoggedTransaction transaction, Function<? super Transaction, T> writing) {
    Thread here = Thread.currentThread();
    int place = writingThreads.enter(here);
    try {
      return writing.apply(transaction);
    } catch (RuntimeException e) {
      throw count(e);
    } finally {
      writingThreads.leave(here, place);
    }
  }

  private <E extends RuntimeException> E count(E failure) {
    failures.merge(failure.getClass().getSimpleName(), 1L, Long::sum);
    return failure;
  }

  /// Refuses what the thread may not ask for inside of a write.
  void refuseNested() {
    if (writingThreads.has(Thread.currentThread())) {
      throw new IllegalStateException(
          "A write was asked for inside of a write; use the transaction that is there, or write when"
              + " it has ended.");
    }
  }

  /// The same without waiting for the commit; the closure runs at once, on the caller's thread.
  <T extends @Nullable Object> CompletableFuture<T> writeAsync(
      Function<? super Transaction, T> writing) {
    refuseNested();
    CompletableFuture<T> outcome = new CompletableFuture<>();
    T answer;
    CompletableFuture<@Nullable Void> committed;
    try (LoggedTransaction transaction = transactions.get()) {
      answer = run(transaction, writing);
      committed = transaction.commitAsync();
    } catch (StoreException.StoreClosed e) {
      throw e;
    } catch (LmdbException e) {
      outcome.completeExceptionally(environment.failed(e));
      return outcome;
    } catch (RuntimeException e) {
      outcome.completeExceptionally(e);
      return outcome;
    }
    T first = answer;
    CompletableFuture<?> _ =
        committed.whenComplete((_, failure) -> settle(outcome, first, failure, writing));
    return outcome;
  }

  /// Runs on a thread that may wait: one that lost is tried again there.
  private <T extends @Nullable Object> void settle(
      CompletableFuture<T> outcome,
      T answer,
      @Nullable Throwable failure,
      Function<? super Transaction, T> writing) {
    Throwable cause = failure instanceof CompletionException e ? e.getCause() : failure;
    if (cause == null) {
      outcome.complete(answer);
    } else if (cause instanceof StoreException.Conflict) {
      try {
        outcome.complete(write(writing));
      } catch (RuntimeException e) {
        outcome.completeExceptionally(e);
      }
    } else {
      outcome.completeExceptionally(cause);
    }
  }

  /// Commits what a transaction read and wants to write.
  CompletableFuture<@Nullable Void> submit(TypedInteractive.Work work, boolean waits) {
    environment.checkOpen();
    Changes changes = Changes.of(work);
    changes.find(overlay.current());
    LoggedCommit commit = LoggedCommit.of(work.version(), work.reads(), changes.list(), payloads);
    long inMemory = overlay.bytes();
    try {
      if (!changes.onlyDeletes()) {
        checkRoom(changes, inMemory);
      }
      if (!disk.isFor(changes.list().size(), changes.memoryBytes())) {
        throw count(disk.fullForSoMany());
      }
      if (inMemory > settings.overlayBytes()) {
        checkpointer.awaitRoom(settings.overlayBytes());
      }
      if (waits) {
        try {
          conclude(commit, log.commit(commit));
        } catch (LogException.Full e) {
          // What a checkpoint lets go of may be room enough.
          checkpointer.now();
          LoggedCommit again =
              LoggedCommit.of(work.version(), work.reads(), changes.list(), payloads);
          conclude(again, log.commit(again));
        }
        return Outcomes.DONE;
      }
      return log.commitAsync(commit)
          .handle(
              (sequence, failure) -> {
                if (failure instanceof LogException e) {
                  throw count(Failed.toCommit(e, environment));
                }
                conclude(commit, sequence);
                return null;
              });
    } catch (LogException e) {
      throw count(Failed.toCommit(e, environment));
    }
  }

  private void conclude(LoggedCommit commit, long sequence) {
    if (sequence == Commit.REFUSED) {
      throw switch (commit.refusal) {
        case StoreException.Conflict lost -> new StoreException.Conflict(lost.table(), lost.key());
        case StoreException refusal -> count(refusal);
        case null -> new StoreException.Conflict("?", "What was read");
      };
    }
  }

  /// What does not fit into the quota, or on the disk, is refused before it is acknowledged.
  private void checkRoom(Changes changes, long inMemory) {
    boolean fits = room.isFor(inMemory + changes.memoryBytes());
    if (fits && disk.isForPuts(inMemory)) {
      return;
    }
    if (checkpointer.failure() == null) {
      checkpointer.now();
    } else {
      checkpointer.wake();
    }
    if (!room.isFor(overlay.bytes() + changes.memoryBytes())) {
      throw count(environment.full(null));
    }
    if (!disk.isForPuts(overlay.bytes())) {
      throw count(disk.full());
    }
  }
}
