package dev.fulgur.store.engine.logged;

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
import dev.fulgur.store.engine.Rows;
import dev.fulgur.store.engine.TypedInteractive;
import dev.fulgur.store.engine.env.Copies;
import dev.fulgur.store.engine.env.Environment;
import dev.fulgur.store.engine.env.ReadSlot;
import dev.fulgur.store.engine.env.SnapshotView;
import dev.fulgur.store.engine.env.StatsReader;
import dev.fulgur.store.engine.env.Structure;
import dev.fulgur.store.engine.env.ViewWatch;
import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// A store whose commits are durable in a log, and are read from memory until a checkpoint. How
/// they get there, [Writes] has.
public final class LoggedStore implements Store {
  private static final System.Logger LOG = System.getLogger("dev.fulgur.store");

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
  private final ReentrantLock closing = new ReentrantLock();
  private final Writes writes;
  private final long openedWith;

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
    this.checkpointer = checkpointer;
    this.watch = watch;
    this.writes = new Writes(parts, checkpointer, this::transaction);
    this.openedWith = overlay.published();
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

  /// The same of a slot that was only just taken, and goes back if that fails.
  private LoggedRows rowsOfTaken(Overlay.Node from, ReadSlot slot) {
    try {
      return rows(from, slot);
    } catch (RuntimeException | Error e) {
      environment.end(slot);
      throw e;
    }
  }

  @Override
  public <T extends @Nullable Object> T read(Function<? super View, T> reading) {
    Overlay.Node from = overlay.oldest();
    ReadSlot slot = environment.take();
    LoggedRows rows = rowsOfTaken(from, slot);
    try (SnapshotView view = new SnapshotView(environment, catalog, slot, rows)) {
      return reading.apply(view);
    }
  }

  @Override
  public Snapshot view() {
    Overlay.Node from = overlay.oldest();
    ReadSlot slot = environment.take();
    slot.openedAt(
        new ReadSlot.OpenedAt(System.nanoTime(), new Throwable("The view was opened here")));
    return new SnapshotView(environment, catalog, slot, rowsOfTaken(from, slot));
  }

  @Override
  public InteractiveTransaction begin() {
    environment.checkOpen();
    Overlay.Node from = overlay.oldest();
    ReadSlot slot = environment.take();
    slot.openedAt(
        new ReadSlot.OpenedAt(System.nanoTime(), new Throwable("The transaction was begun here")));
    return new LoggedTransaction(this, environment, catalog, slot, rowsOfTaken(from, slot));
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
    return writes.write(writing);
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
    return writes.writeAsync(writing);
  }

  /// Commits what a transaction read and wants to write.
  CompletableFuture<@Nullable Void> submit(TypedInteractive.Work work, boolean waits) {
    return writes.submit(work, waits);
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
              writes.failures(),
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
    writes.refuseNested();
    checkpoint();
    Copies.backupWithoutLog(environment, catalog, target);
  }

  @Override
  public void compact(Path target) {
    writes.refuseNested();
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
    writes.refuseNested();
    environment.resize(quotaBytes);
  }

  @Override
  public void close() {
    writes.refuseNested();
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
    refuseLost();
  }

  /// Who was told of a commit before it was on disk, and has no later write to learn from that it
  /// never came there, learns it here.
  private void refuseLost() {
    Throwable poison = log.failure();
    long lost = overlay.published() - log.forcedSequence();
    if (poison != null && lost > 0) {
      throw new StoreException.LogFailed(
          "The log of %s stopped before the last %d acknowledged transactions were on disk (%s); look at the disk, open the store again and see what is missing."
              .formatted(environment.folder(), lost, poison.getMessage()),
          poison);
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
