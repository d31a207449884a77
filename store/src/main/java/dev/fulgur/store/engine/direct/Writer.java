package dev.fulgur.store.engine.direct;

import dev.fulgur.lmdb.LmdbException;
import dev.fulgur.lmdb.WriteTxn;
import dev.fulgur.store.StoreException;
import dev.fulgur.store.StoreOptions;
import dev.fulgur.store.engine.Catalog;
import dev.fulgur.store.engine.Outcomes;
import dev.fulgur.store.engine.SchemaKeeper;
import dev.fulgur.store.engine.SchemaNotes;
import dev.fulgur.store.engine.Scratch;
import dev.fulgur.store.engine.env.Environment;
import dev.fulgur.store.engine.env.LmdbWriteRows;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.atomic.LongAdder;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/// Makes all writes, one after the other.
///
/// **Turns.** Whoever has the turn makes writes; nobody else does. A platform thread that wants to
/// wait for its write anyway, and finds the turn free and nobody waiting, takes it and writes by
/// itself: handing over to another thread and back would cost about as much as the disk. All other
/// writes are queued for the store's own thread, which takes the turn and everything that waits.
///
/// **Shared commits.** What waits in the queue together is committed together: each closure runs in
/// a nested transaction, and one that throws takes only its own changes with it. A closure that is
/// alone runs in the transaction itself.
///
/// **A full map.** A nested transaction that finds the map full is undone, what came before it is
/// committed, and then its closure runs again, alone, with the map grown if the quota allows. If it
/// is full even then, deletes may use a margin beyond the quota, since they too need pages before
/// they give any back; everything else is [StoreException.StoreFull].
///
/// **A failed commit** that may have left part of it on disk poisons: every later write fails with
/// the first cause.
final class Writer implements Runnable {

  private static final int SHARED_AT_MOST = 1024;
  private static final long DELETE_MARGIN_BYTES = 4L << 20;
  private static final long TURN_PATIENCE_NANOS = 1_000_000;

  private final Environment environment;
  private final Catalog catalog;
  private final SchemaKeeper keeper;
  private final Scratch scratch = new Scratch();
  private final ConcurrentLinkedQueue<WriteTask<?>> queue = new ConcurrentLinkedQueue<>();
  private final Thread thread;
  private final AtomicReference<@Nullable Thread> turn = new AtomicReference<>();
  private volatile boolean asleep;
  private volatile boolean closing;
  private volatile boolean ended;
  private volatile @Nullable Throwable poison;

  // Below: for whoever has the turn.
  private final List<WriteTask<?>> batch = new ArrayList<>();
  private long generation;
  private boolean inClosure;

  final LongAdder commits = new LongAdder();
  final LongAdder writes = new LongAdder();
  final Map<String, Long> failures = new ConcurrentHashMap<>();

  Writer(Environment environment, Catalog catalog, SchemaKeeper keeper) {
    this.environment = environment;
    this.catalog = catalog;
    this.keeper = keeper;
    this.thread =
        Thread.ofPlatform()
            .name("fulgur-writer " + environment.folder().getFileName())
            .daemon()
            .unstarted(this);
  }

  void start() {
    thread.start();
  }

  /// Whether the calling thread has the turn, or is the store's own.
  @SuppressWarnings("ReferenceEquality") // threads are themselves
  boolean isHere() {
    Thread me = Thread.currentThread();
    return turn.get() == me || thread == me;
  }

  /// Whether the calling thread is inside of a closure that writes.
  boolean isInClosure() {
    return isHere() && inClosure;
  }

  /// Why nothing can be written any more, or null.
  @Nullable Throwable poison() {
    return poison;
  }

  /// Makes a write whose caller waits for it, at once if nobody else writes or waits.
  ///
  /// @throws StoreException.StoreClosed if the store is closed
  void submitAndWait(WriteTask<?> task) {
    Thread me = Thread.currentThread();
    if (!queue.isEmpty() || me.isVirtual() || !turn.compareAndSet(null, me)) {
      submit(task);
      return;
    }
    try {
      if (closing) {
        throw new StoreException.StoreClosed(environment.folder());
      }
      batch.add(task);
      commitBatch();
    } finally {
      giveTurn();
    }
  }

  /// Whoever queues after the look sees the turn free, or is seen.
  private void giveTurn() {
    turn.set(null);
    if (!queue.isEmpty() || closing) {
      LockSupport.unpark(thread);
    }
  }

  /// Queues a write.
  ///
  /// @throws StoreException.StoreClosed if the store is closed
  void submit(WriteTask<?> task) {
    if (closing) {
      throw new StoreException.StoreClosed(environment.folder());
    }
    queue.add(task);
    if (asleep) {
      LockSupport.unpark(thread);
    }
    if (ended && queue.remove(task)) {
      throw new StoreException.StoreClosed(environment.folder());
    }
  }

  /// Refuses new writes, finishes those that wait, and ends the thread.
  void close() {
    closing = true;
    LockSupport.unpark(thread);
    Outcomes.awaitEnd(thread);
  }

  @Override
  public void run() {
    while (true) {
      while (!turn.compareAndSet(null, thread)) {
        // Whoever has the turn sees what is queued, or the end, when giving it back.
        LockSupport.parkNanos(this, TURN_PATIENCE_NANOS);
      }
      boolean last = closing;
      try {
        while (takeWaiting()) {
          commitBatch();
        }
        if (last) {
          // Whoever queues after the next look takes the write back.
          ended = true;
          while (takeWaiting()) {
            commitBatch();
          }
          return;
        }
      } finally {
        turn.set(null);
      }
      sleep();
    }
  }

  private void commitBatch() {
    try {
      commitAll();
    } catch (RuntimeException | Error e) {
      for (WriteTask<?> task : batch) {
        finish(task, e);
      }
    }
    batch.clear();
  }

  private boolean takeWaiting() {
    while (batch.size() < SHARED_AT_MOST) {
      WriteTask<?> task = queue.poll();
      if (task == null) {
        break;
      }
      batch.add(task);
    }
    return !batch.isEmpty();
  }

  /// Whoever queues after the look below sees that it sleeps.
  private void sleep() {
    asleep = true;
    if (queue.isEmpty() && !closing) {
      LockSupport.park(this);
    }
    asleep = false;
  }

  /// Tells whoever waits, once.
  private void finish(WriteTask<?> task, @Nullable Throwable failure) {
    if (task.isFinished()) {
      return;
    }
    if (failure == null) {
      writes.increment();
    } else {
      failures.merge(failure.getClass().getSimpleName(), 1L, Long::sum);
    }
    task.finish(failure);
  }

  private void commitAll() {
    Throwable poisoned = poison;
    if (poisoned != null) {
      throw new StoreException.LogFailed(
          "A commit to %s failed before (%s); reopen the store."
              .formatted(environment.folder(), poisoned.getMessage()),
          poisoned);
    }
    int at = 0;
    while (at < batch.size()) {
      if (batch.get(at).isFinished()) {
        at++;
      } else if (at == batch.size() - 1) {
        alone(batch.get(at++));
      } else {
        at = together(at);
      }
    }
  }

  /// What became of a shared commit.
  ///
  /// @param next the first closure that is not in it
  /// @param committed whether those before it are committed
  private record Shared(int next, boolean committed) {}

  /// Commits what it can in one, and answers where to go on.
  private int together(int from) {
    Shared shared = share(from);
    for (int i = from; i < shared.next(); i++) {
      if (shared.committed()) {
        finish(batch.get(i), batch.get(i).failure());
      } else {
        alone(batch.get(i));
      }
    }
    if (shared.next() < batch.size()) {
      alone(batch.get(shared.next()));
    }
    return shared.next() + 1;
  }

  private Shared share(int from) {
    WriteTxn txn = environment.beginWrite(this::failThoseThatHoldViews);
    try (txn) {
      LmdbWriteRows rows = environment.rows(txn, false);
      if (!begin(txn, rows)) {
        return new Shared(from, true);
      }
      boolean changed = rows.changed();
      int at = from;
      while (at < batch.size()) {
        WriteTask<?> task = batch.get(at);
        WriteTxn child = txn.child();
        try (child) {
          LmdbWriteRows nested = environment.rows(child, false);
          run(task, nested);
          if (nested.isMapFull()) {
            break;
          }
          if (task.failure() == null) {
            nested.closeCursors();
            child.commit();
            changed |= nested.changed();
          }
        }
        at++;
      }
      return new Shared(at, commit(txn, rows, changed));
    } finally {
      environment.endWrite();
    }
  }

  /// Runs one closure in a transaction of its own, again with a larger map as long as there is one,
  /// and tells its outcome.
  private void alone(WriteTask<?> task) {
    boolean inMargin = false;
    try {
      while (!task.isFinished()) {
        Outcome outcome = tryAlone(task, inMargin);
        if (!outcome.full()) {
          finish(task, task.failure());
        } else if (task.waiter != null && environment.hasSnapshot(task.waiter)) {
          finish(task, holdsView());
        } else if (environment.canGrow()) {
          environment.grow(this::failThoseThatHoldViews);
        } else if (outcome.onlyDeletes() && !inMargin) {
          inMargin = true;
          long most = Math.max(environment.quotaBytes(), environment.usedBytes());
          environment.setMapBytes(most + DELETE_MARGIN_BYTES, this::failThoseThatHoldViews);
        } else {
          finish(task, environment.full(task.failure()));
        }
      }
    } finally {
      if (inMargin) {
        environment.setMapBytes(environment.quotaBytes(), this::failThoseThatHoldViews);
      }
    }
  }

  /// How a closure that ran alone ended.
  ///
  /// @param full whether it found the map full
  /// @param onlyDeletes whether it put nothing
  private record Outcome(boolean full, boolean onlyDeletes) {}

  private Outcome tryAlone(WriteTask<?> task, boolean mayOnlyDelete) {
    WriteTxn txn = environment.beginWrite(this::failThoseThatHoldViews);
    try (txn) {
      LmdbWriteRows rows = environment.rows(txn, mayOnlyDelete);
      if (!begin(txn, rows)) {
        return new Outcome(true, false);
      }
      run(task, rows);
      if (rows.isMapFull()) {
        return new Outcome(true, rows.onlyDeletes());
      }
      boolean committed = task.failure() != null || commit(txn, rows, rows.changed());
      return new Outcome(!committed, rows.onlyDeletes());
    } finally {
      environment.endWrite();
    }
  }

  /// Compares with what the last commit noted, and brings up to date what other programs left
  /// behind. False if the map is full.
  private boolean begin(WriteTxn txn, LmdbWriteRows rows) {
    SchemaNotes.Commit note = SchemaNotes.commit(rows);
    if (note != null && note.generation() != generation) {
      keeper.checkAgain(rows);
      generation = note.generation();
    }
    long last = txn.id() - 1;
    if (note == null || note.txnId() != last) {
      try {
        reconcile(rows, note == null ? 0 : note.txnId());
      } catch (StoreException.StoreFull e) {
        if (rows.isMapFull()) {
          return false;
        }
        throw e;
      }
    }
    return true;
  }

  private void reconcile(LmdbWriteRows rows, long lastOwnVersion) {
    keeper.reindexShared(rows);
    StoreOptions.Reconciler reconciler = environment.options().reconciler();
    if (reconciler != null) {
      DirectTransaction transaction = new DirectTransaction(catalog, scratch, rows);
      inClosure = true;
      try {
        reconciler.reconcile(transaction, lastOwnVersion);
      } finally {
        inClosure = false;
        transaction.end();
      }
    }
  }

  /// Runs a closure; what LMDB failed with counts, whatever the closure made of it.
  private void run(WriteTask<?> task, LmdbWriteRows rows) {
    inClosure = true;
    try {
      task.run(new DirectTransaction(catalog, scratch, rows));
    } finally {
      inClosure = false;
    }
    RuntimeException thrown = rows.thrown();
    if (thrown != null) {
      task.fail(thrown);
    }
  }

  /// Makes it durable. False, with nothing committed, if the map is full.
  private boolean commit(WriteTxn txn, LmdbWriteRows rows, boolean changed) {
    if (!changed) {
      return true;
    }
    try {
      SchemaNotes.write(rows, new SchemaNotes.Commit(txn.id(), generation));
      rows.closeCursors();
      txn.commit();
      commits.increment();
      return true;
    } catch (LmdbException.MapFull e) {
      return false;
    } catch (LmdbException e) {
      RuntimeException failure = environment.commitFailed(e);
      if (!(failure instanceof StoreException.StoreFull)) {
        poison = failure;
      }
      throw failure;
    } catch (StoreException.StoreFull e) {
      if (rows.isMapFull()) {
        return false;
      }
      throw e;
    }
  }

  private static IllegalStateException holdsView() {
    return new IllegalStateException(
        "The write must grow the map, and its own thread holds a view, which would never end; close"
            + " the view before writing.");
  }

  /// While the map waits for views to end: those of threads that wait for a write would never.
  private void failThoseThatHoldViews() {
    for (WriteTask<?> task : batch) {
      failIfItHoldsView(task);
    }
    for (WriteTask<?> task : queue) {
      failIfItHoldsView(task);
    }
  }

  private void failIfItHoldsView(WriteTask<?> task) {
    if (!task.isFinished() && task.waiter != null && environment.hasSnapshot(task.waiter)) {
      finish(task, holdsView());
    }
  }
}
