package dev.fulgur.store.engine.direct;

import dev.fulgur.store.CheckReport;
import dev.fulgur.store.InteractiveTransaction;
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
import dev.fulgur.store.engine.SchemaKeeper;
import dev.fulgur.store.engine.env.Copies;
import dev.fulgur.store.engine.env.Environment;
import dev.fulgur.store.engine.env.Preparing;
import dev.fulgur.store.engine.env.ReadSlot;
import dev.fulgur.store.engine.env.SnapshotView;
import dev.fulgur.store.engine.env.StatsReader;
import dev.fulgur.store.engine.env.Structure;
import dev.fulgur.store.engine.env.ViewWatch;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// A store whose commits are LMDB's own.
public final class DirectStore implements Store {

  private static final String ENGINE = "direct";

  private final Environment environment;
  private final Catalog catalog;
  private final ViewWatch watch;
  private final @Nullable Writer writer;
  private final ReentrantLock closing = new ReentrantLock();
  private boolean closed;

  private DirectStore(
      Environment environment, Catalog catalog, ViewWatch watch, @Nullable Writer writer) {
    this.environment = environment;
    this.catalog = catalog;
    this.watch = watch;
    this.writer = writer;
  }

  /// Opens the store in `folder`.
  ///
  /// @throws StoreException.OpenRefused if it cannot be opened
  /// @throws StoreException.SchemaMismatch if it was written with other definitions
  public static DirectStore open(Path folder, Schema schema, StoreOptions options) {
    Catalog catalog = new Catalog(schema);
    SchemaKeeper keeper = new SchemaKeeper(catalog, ENGINE);
    Path absolute = folder.toAbsolutePath().normalize();
    Environment environment = Environment.open(absolute, options, catalog.trees());
    boolean opened = false;
    try {
      Writer writer = null;
      if (options.mode() == StoreOptions.Mode.READ_WRITE) {
        Preparing backend = new Preparing(environment, catalog);
        refuseOpenLog(backend, absolute);
        keeper.prepare(backend, options.progress());
        writer = new Writer(environment, catalog, keeper);
      } else {
        ReadSlot slot = environment.take();
        try {
          keeper.examine(slot.rows());
        } finally {
          environment.end(slot);
        }
      }
      ViewWatch watch = new ViewWatch(environment);
      DirectStore store = new DirectStore(environment, catalog, watch, writer);
      if (writer != null) {
        writer.start();
      }
      watch.start();
      opened = true;
      return store;
    } finally {
      if (!opened) {
        environment.close();
      }
    }
  }

  private static void refuseOpenLog(Preparing backend, Path folder) {
    LogNotes.Note log = backend.read(LogNotes::read);
    if (log != null && log.open()) {
      throw new StoreException.OpenRefused(
          StoreException.OpenRefused.Reason.OTHER_OWNER,
          folder,
          ("The store %s has a log that is in use or was not closed; open it with a logged"
                  + " durability, and close it, before you open it with Durability.DIRECT.")
              .formatted(folder),
          null);
    }
  }

  @Override
  public Path path() {
    return environment.folder();
  }

  @Override
  public <T extends @Nullable Object> T read(Function<? super View, T> reading) {
    ReadSlot slot = environment.take();
    try (SnapshotView view = new SnapshotView(environment, catalog, slot, slot.rows())) {
      return reading.apply(view);
    }
  }

  @Override
  public Snapshot view() {
    ReadSlot slot = environment.take();
    slot.openedAt(
        new ReadSlot.OpenedAt(System.nanoTime(), new Throwable("The view was opened here")));
    return new SnapshotView(environment, catalog, slot, slot.rows());
  }

  @Override
  public void write(Consumer<? super Transaction> writing) {
    writeAndGet(
        tx -> {
          writing.accept(tx);
          return true;
        });
  }

  @Override
  public <T extends @Nullable Object> T writeAndGet(Function<? super Transaction, T> writing) {
    return Outcomes.await(submit(writing, true));
  }

  @Override
  public CompletableFuture<@Nullable Void> writeAsync(Consumer<? super Transaction> writing) {
    return submit(
        tx -> {
          writing.accept(tx);
          return null;
        },
        false);
  }

  @Override
  public <T extends @Nullable Object> CompletableFuture<T> writeAndGetAsync(
      Function<? super Transaction, T> writing) {
    return submit(writing, false);
  }

  <T extends @Nullable Object> CompletableFuture<T> submit(
      Function<? super DirectTransaction, T> writing, boolean waits) {
    Writer here = writer();
    if (waits ? here.isHere() : here.isInClosure()) {
      throw new IllegalStateException(
          "A write was asked for inside of a write, which would wait for itself; use the transaction that"
              + " is there, or write when it has ended.");
    }
    WriteTask<T> task = new WriteTask<>(writing, waits ? Thread.currentThread() : null);
    if (waits) {
      here.submitAndWait(task);
    } else {
      here.submit(task);
    }
    return task.outcome;
  }

  private Writer writer() {
    environment.checkOpen();
    if (writer == null) {
      throw new StoreException.ReadOnly(environment.folder());
    }
    return writer;
  }

  @Override
  public InteractiveTransaction begin() {
    Writer _ = writer();
    return new DirectInteractive(this, environment, catalog, environment.take());
  }

  @Override
  public long version() {
    return environment.lastTxnId();
  }

  @Override
  public StoreStats stats() {
    ReadSlot slot = environment.take();
    try {
      long commits = writer == null ? 0 : writer.commits.sum();
      long writes = writer == null ? 0 : writer.writes.sum();
      Map<String, Long> failures = writer == null ? Map.of() : writer.failures;
      Throwable poison = writer == null ? null : writer.poison();
      return new StatsReader(environment, catalog, watch)
          .read(ENGINE, slot.rows(), commits, writes, failures, poison);
    } finally {
      environment.end(slot);
    }
  }

  @Override
  public CheckReport check() {
    ReadSlot slot = environment.take();
    try {
      return new Checker(catalog, slot.rows(), Structure.check(environment, slot.rows().version()))
          .run();
    } finally {
      environment.end(slot);
    }
  }

  @Override
  public void backup(Path target) {
    refuseInClosure();
    Copies.refuseOpenLog(environment, target);
    Copies.backup(environment, target);
  }

  @Override
  public void compact(Path target) {
    refuseInClosure();
    Copies.refuseOpenLog(environment, target);
    Copies.compact(environment, catalog, target);
  }

  private void refuseInClosure() {
    if (writer != null && writer.isInClosure()) {
      throw new IllegalStateException("A copy waits for writes; make it outside of one.");
    }
  }

  @Override
  public void checkpoint() {
    environment.checkOpen();
  }

  @Override
  public void resize(long quotaBytes) {
    Writer here = writer();
    if (here.isHere()) {
      throw new IllegalStateException("The map cannot change its size inside of a write.");
    }
    environment.resize(quotaBytes);
  }

  @Override
  public void close() {
    if (writer != null && writer.isHere()) {
      throw new IllegalStateException(
          "A store cannot be closed inside of a write, or by what continues it; close it elsewhere.");
    }
    environment.refuseCloseByReader();
    closing.lock();
    try {
      if (closed) {
        return;
      }
      if (writer != null) {
        writer.close();
      }
      watch.close();
      environment.close();
      closed = true;
    } finally {
      closing.unlock();
    }
  }
}
