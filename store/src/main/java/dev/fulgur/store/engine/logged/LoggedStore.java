package dev.fulgur.store.engine.logged;

import dev.fulgur.lmdb.LmdbException;
import dev.fulgur.log.Commit;
import dev.fulgur.log.Log;
import dev.fulgur.log.LogException;
import dev.fulgur.log.LogStats;
import dev.fulgur.log.LogStorage;
import dev.fulgur.store.CheckReport;
import dev.fulgur.store.InteractiveTransaction;
import dev.fulgur.store.LogHealth;
import dev.fulgur.store.Schema;
import dev.fulgur.store.Snapshot;
import dev.fulgur.store.Store;
import dev.fulgur.store.StoreException;
import dev.fulgur.store.StoreOptions;
import dev.fulgur.store.StoreStats;
import dev.fulgur.store.Transaction;
import dev.fulgur.store.View;
import dev.fulgur.store.engine.Catalog;
import dev.fulgur.store.engine.Checker;
import dev.fulgur.store.engine.LogNotes;
import dev.fulgur.store.engine.Outcomes;
import dev.fulgur.store.engine.Rows;
import dev.fulgur.store.engine.TypedInteractive;
import dev.fulgur.store.engine.env.Copies;
import dev.fulgur.store.engine.env.Environment;
import dev.fulgur.store.engine.env.ReadSlot;
import dev.fulgur.store.engine.env.StatsReader;
import dev.fulgur.store.engine.env.Structure;
import dev.fulgur.store.engine.env.ViewWatch;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// A store whose commits are durable in a log, and are read from memory until a checkpoint.
///
/// Closures run on their caller's thread against a snapshot and are tried again when they lose
/// against another commit; after some tries those that lose wait for each other, so that they come
/// through.
public final class LoggedStore implements Store {
  private static final System.Logger LOG = System.getLogger("dev.fulgur.store");
  private static final int TRIES = 100;
  private static final int TRIES_AT_ONCE = 4;

  private final Environment environment;
  private final Catalog catalog;
  private final Overlay overlay;
  private final AppliedMap applied;
  private final Applier applier;
  private final LogStorage.Lock owned;
  private final Log<LoggedCommit> log;
  private final Checkpointer checkpointer;
  private final ViewWatch watch;
  private final LogHealth.Recovery recovery;
  private final ReentrantLock losers = new ReentrantLock(true);
  private final ReentrantLock closing = new ReentrantLock();
  private final WritingThreads writingThreads = new WritingThreads();
  private final Payload.Names payloads;
  private final long openedWith;
  private final Map<String, Long> failures = new ConcurrentHashMap<>();
  private final Room room;

  /// Whether nothing is left to do but to wait for views; guarded by closing, as the next.
  private boolean finished;

  private boolean closed;

  LoggedStore(Startup.Parts parts, Checkpointer checkpointer, ViewWatch watch) {
    this.environment = parts.environment();
    this.catalog = parts.catalog();
    this.overlay = parts.overlay();
    this.applied = parts.applied();
    this.applier = parts.applier();
    this.owned = parts.owned();
    this.log = parts.log();
    this.recovery = parts.recovery();
    this.payloads = new Payload.Names(catalog.trees());
    this.checkpointer = checkpointer;
    this.watch = watch;
    this.openedWith = overlay.published();
    this.room = new Room(environment, checkpointer::applied);
  }

  /// Opens the store in `folder` and brings what only its log has into LMDB's file.
  ///
  /// @throws StoreException.OpenRefused if it cannot be opened
  /// @throws StoreException.SchemaMismatch if it was written with other definitions
  public static LoggedStore open(Path folder, Schema schema, StoreOptions options) {
    return Startup.open(folder, schema, options, LogStorage::in);
  }

  /// The same with the log's files behind a storage of the caller's making.
  public static LoggedStore open(
      Path folder, Schema schema, StoreOptions options, Function<Path, LogStorage> storage) {
    return Startup.open(folder, schema, options, storage);
  }

  /// Says what a frame of a store's log does, in one line.
  public static String describeFrame(byte[] payload) {
    return Payload.describe(payload);
  }

  /// Where the log of the store in `folder` lies.
  public static Path logFolder(Path folder, StoreOptions options) {
    Path given = options.log().folder();
    return given != null ? given : folder.resolve("log");
  }

  @Override
  public Path path() {
    return environment.folder();
  }

  /// What opening found.
  public LogHealth.Recovery recovery() {
    return recovery;
  }

  /// A snapshot with the generations before it; see [Overlay] on the order of the steps.
  private LoggedRows rows(Overlay.Node from, ReadSlot slot) {
    long a = AppliedLookup.of(applied, slot);
    long r = overlay.published();
    slot.pin(r);
    return new LoggedRows(slot.rows(), Overlay.between(from, a, r), r);
  }

  @Override
  public <T extends @Nullable Object> T read(Function<? super View, T> reading) {
    Overlay.Node from = overlay.oldest();
    ReadSlot slot = environment.take();
    try (LoggedView view = new LoggedView(environment, catalog, slot, rows(from, slot))) {
      return reading.apply(view);
    }
  }

  @Override
  public Snapshot view() {
    Overlay.Node from = overlay.oldest();
    ReadSlot slot = environment.take();
    slot.openedAt(
        new ReadSlot.OpenedAt(System.nanoTime(), new Throwable("The view was opened here")));
    return new LoggedView(environment, catalog, slot, rows(from, slot));
  }

  @Override
  public InteractiveTransaction begin() {
    environment.checkOpen();
    Overlay.Node from = overlay.oldest();
    ReadSlot slot = environment.take();
    slot.openedAt(
        new ReadSlot.OpenedAt(System.nanoTime(), new Throwable("The transaction was begun here")));
    return new LoggedTransaction(this, environment, catalog, slot, rows(from, slot));
  }

  /// For a closure, which may do without a snapshot.
  private LoggedTransaction transaction() {
    ReadSlot slot = environment.hold();
    return new LoggedTransaction(this, environment, catalog, slot, new LateRows(this, slot));
  }

  /// Takes the snapshot of a slot; see [Overlay] on the order of the steps.
  LoggedRows renewed(ReadSlot slot) {
    Overlay.Node from = overlay.oldest();
    slot.renew();
    return rows(from, slot);
  }

  @Override
  public void write(Consumer<? super Transaction> writing) {
    boolean _ =
        writeAndGet(
            tx -> {
              writing.accept(tx);
              return true;
            });
  }

  @Override
  public <T extends @Nullable Object> T writeAndGet(Function<? super Transaction, T> writing) {
    refuseNested();
    for (int tries = 1; ; tries++) {
      boolean alone = tries > TRIES_AT_ONCE;
      if (alone) {
        losers.lock();
      }
      try {
        return tryWrite(writing);
      } catch (StoreException.Conflict e) {
        if (tries == TRIES) {
          throw count(e);
        }
      } catch (LmdbException.MapResized e) {
        // Another program made the map larger; that can be taken over once the slot is given back.
        environment.adoptMapSize(() -> {});
      } catch (LmdbException e) {
        throw environment.failed(e);
      } finally {
        if (alone) {
          losers.unlock();
        }
      }
    }
  }

  private <T extends @Nullable Object> T tryWrite(Function<? super Transaction, T> writing) {
    try (LoggedTransaction transaction = transaction()) {
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

  private void refuseNested() {
    if (writingThreads.has(Thread.currentThread())) {
      throw new IllegalStateException(
          "A write was asked for inside of a write; use the transaction that is there, or write when"
              + " it has ended.");
    }
  }

  @Override
  public CompletableFuture<@Nullable Void> writeAsync(Consumer<? super Transaction> writing) {
    return writeAndGetAsync(
        tx -> {
          writing.accept(tx);
          return null;
        });
  }

  @Override
  public <T extends @Nullable Object> CompletableFuture<T> writeAndGetAsync(
      Function<? super Transaction, T> writing) {
    refuseNested();
    CompletableFuture<T> outcome = new CompletableFuture<>();
    T answer;
    CompletableFuture<@Nullable Void> committed;
    try (LoggedTransaction transaction = transaction()) {
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
        outcome.complete(writeAndGet(writing));
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
    if (!changes.onlyDeletes()) {
      checkRoom(changes, inMemory);
    }
    if (inMemory > environment.options().log().overlayBytes()) {
      checkpointer.awaitRoom(environment.options().log().overlayBytes());
    }
    try {
      if (waits) {
        long sequence = log.commit(commit);
        conclude(commit, sequence);
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

  /// What does not fit into the quota is refused before it is acknowledged.
  private void checkRoom(Changes changes, long inMemory) {
    if (room.isFor(inMemory + changes.memoryBytes())) {
      return;
    }
    if (checkpointer.failure() == null) {
      checkpoint();
    } else {
      checkpointer.wake();
    }
    if (!room.isFor(overlay.bytes() + changes.memoryBytes())) {
      throw count(environment.full(null));
    }
  }

  @Override
  public long version() {
    environment.checkOpen();
    return overlay.published();
  }

  @Override
  public StoreStats stats() {
    Overlay.Node from = overlay.oldest();
    ReadSlot slot = environment.take();
    try {
      Rows rows = rows(from, slot);
      Throwable poison = log.failure();
      return new StatsReader(environment, catalog, watch)
          .read(
              "logged",
              slot.rows(),
              log.stats().forces(),
              overlay.published() - openedWith,
              failures,
              poison)
          .withLog(health())
          .withRows(rows.version(), count -> rows.count(tree(count)));
    } finally {
      environment.end(slot);
    }
  }

  private dev.fulgur.store.engine.Tree tree(String name) {
    for (dev.fulgur.store.engine.Tree tree : catalog.trees()) {
      if (tree.name().equals(name)) {
        return tree;
      }
    }
    throw new IllegalStateException("There is no tree " + name + ".");
  }

  private LogHealth health() {
    LogStats stats = log.stats();
    Throwable poison = stats.failure();
    RuntimeException failed = checkpointer.failure();
    return new LogHealth(
        stats.queueDepth(),
        stats.queueCapacity(),
        overlay.published(),
        stats.forcedSequence(),
        checkpointer.applied(),
        stats.forces(),
        stats.lastForce(),
        checkpointer.sinceLast(),
        stats.sizeBytes(),
        overlay.bytes(),
        stats.usableBytes(),
        recovery,
        poison == null ? null : String.valueOf(poison.getMessage()),
        failed == null ? null : String.valueOf(failed.getMessage()));
  }

  @Override
  public CheckReport check() {
    Overlay.Node from = overlay.oldest();
    ReadSlot slot = environment.take();
    try {
      return new Checker(
              catalog, rows(from, slot), Structure.check(environment, slot.rows().version()))
          .run();
    } finally {
      environment.end(slot);
    }
  }

  @Override
  public void backup(Path target) {
    refuseNested();
    checkpoint();
    Copies.backupWithoutLog(environment, catalog, target);
  }

  @Override
  public void compact(Path target) {
    refuseNested();
    checkpoint();
    Copies.compact(environment, catalog, target);
  }

  @Override
  public void checkpoint() {
    environment.checkOpen();
    try {
      checkpointer.now();
    } catch (LogException e) {
      throw Failed.toCommit(e, environment);
    }
  }

  @Override
  public void resize(long quotaBytes) {
    refuseNested();
    environment.resize(quotaBytes);
  }

  @Override
  public void close() {
    refuseNested();
    environment.refuseCloseByReader();
    closing.lock();
    try {
      if (closed) {
        return;
      }
      if (!finished) {
        checkpointer.close();
        finish();
        Startup.giveFree(owned);
        watch.close();
        finished = true;
      }
      environment.close();
      closed = true;
    } finally {
      closing.unlock();
    }
  }

  /// Closes the log, after which nothing commits any more, and brings in all of it. What cannot be
  /// brought in, or noted as such, is left to the next opening.
  private void finish() {
    try {
      checkpointer.now();
      log.close();
      Throwable poison = log.failure();
      if (poison != null) {
        // Its last frames may be there or not: only who reads them again may say that it is closed.
        throw new StoreException.LogFailed(String.valueOf(poison.getMessage()), poison);
      }
      checkpointer.rest();
      applier.apply(_ -> {}, new LogNotes.Note(false, log.id(), checkpointer.applied()));
    } catch (LogException | StoreException e) {
      try {
        log.close();
      } catch (LogException also) {
        e.addSuppressed(also);
      }
      LOG.log(
          System.Logger.Level.WARNING,
          "Not everything in the log could be brought into the data file; it will be when the store is"
              + " opened again",
          e);
    }
  }
}
