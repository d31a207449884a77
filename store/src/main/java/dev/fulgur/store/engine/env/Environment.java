package dev.fulgur.store.engine.env;

import dev.fulgur.lmdb.Dbi;
import dev.fulgur.lmdb.DbiFlag;
import dev.fulgur.lmdb.Env;
import dev.fulgur.lmdb.EnvInfo;
import dev.fulgur.lmdb.LmdbException;
import dev.fulgur.lmdb.ReadTxn;
import dev.fulgur.lmdb.WriteTxn;
import dev.fulgur.store.StoreException;
import dev.fulgur.store.StoreOptions;
import dev.fulgur.store.engine.Tree;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicReferenceArray;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/// An open environment of LMDB: its trees' handles, its pool of snapshots, its map and its end.
///
/// The map has the size of the quota from the beginning, since address space costs nothing; where
/// the system gives less of it, the map grows as it fills.
public final class Environment {

  private static final Duration PATIENCE = Duration.ofSeconds(30);

  /// Where it is tried again soon, views that stay open must not hold new ones up for longer.
  private static final Duration LITTLE_PATIENCE = Duration.ofSeconds(1);

  private final Path folder;
  private final StoreOptions options;
  private final Env env;
  private final ReaderPool readers;
  private final AtomicReferenceArray<@Nullable Dbi> handles;
  private final AtomicReferenceArray<@Nullable Long> missingAt;

  /// Held by whoever has the write transaction, and by whoever changes the map.
  private final ReentrantLock writing = new ReentrantLock();

  private final ReentrantLock resizing = new ReentrantLock();
  private volatile long quotaBytes;
  private volatile boolean closed;

  private Environment(Path folder, StoreOptions options, Env env, int trees) {
    this.folder = folder;
    this.options = options;
    this.env = env;
    this.handles = new AtomicReferenceArray<>(trees);
    this.missingAt = new AtomicReferenceArray<>(trees);
    this.quotaBytes = options.quotaBytes();
    this.readers = new ReaderPool(this, Math.min(options.maxReaders(), env.info().maxReaders()));
  }

  /// Opens the environment in `folder` and the handles of those trees that are there.
  ///
  /// @throws StoreException.OpenRefused if it cannot be
  public static Environment open(Path folder, StoreOptions options, List<Tree> trees) {
    Env env = Opening.open(folder, options, trees.size());
    Environment environment = new Environment(folder, options, env, trees.size());
    boolean opened = false;
    try {
      Opening.afterOpen(environment, env);
      for (Tree tree : trees) {
        environment.openAtStart(tree);
      }
      opened = true;
      return environment;
    } finally {
      if (!opened) {
        environment.readers.close();
        env.close();
      }
    }
  }

  /// While no view is open, so that the map may follow a process that makes the file larger.
  private void openAtStart(Tree tree) {
    while (true) {
      try {
        Dbi _ = openTree(tree);
        return;
      } catch (LmdbException.MapResized e) {
        adoptMapSize(() -> {});
      }
    }
  }

  /// Looks for it now.
  ///
  /// @throws LmdbException.MapResized if another process made the file larger at this moment
  private @Nullable Dbi openTree(Tree tree) {
    try {
      Dbi dbi = env.openDbi(tree.name());
      handles.set(tree.number(), dbi);
      return dbi;
    } catch (LmdbException.NotFound e) {
      return null;
    } catch (LmdbException.MapResized e) {
      throw e;
    } catch (LmdbException e) {
      throw failed(e);
    }
  }

  /// Makes a tree that is not there yet, inside a write transaction.
  void create(WriteTxn txn, Tree tree) {
    handles.set(tree.number(), txn.openDbi(tree.name(), DbiFlag.CREATE));
  }

  /// Forgets a handle whose tree was made in a transaction that failed, or was dropped.
  void forget(Tree tree) {
    handles.set(tree.number(), null);
  }

  @Nullable Dbi dbi(Tree tree) {
    return handles.get(tree.number());
  }

  /// Looks for a tree that was not there before, as another process may have made it.
  ///
  /// @param version of the snapshot that asks
  @Nullable Dbi find(Tree tree, long version) {
    Long looked = missingAt.get(tree.number());
    if (looked != null && looked == version) {
      return null;
    }
    try {
      if (openTree(tree) == null) {
        missingAt.set(tree.number(), version);
        return null;
      }
    } catch (LmdbException.MapResized e) {
      return null; // the view's own snapshot has no such tree; the next view takes the size over
    }
    throw new TreeAppeared(tree.name(), folder);
  }

  /// The folder.
  public Path folder() {
    return folder;
  }

  /// How it was opened.
  public StoreOptions options() {
    return options;
  }

  /// The most that the data may take.
  public long quotaBytes() {
    return quotaBytes;
  }

  Env env() {
    return env;
  }

  ReaderPool readers() {
    return readers;
  }

  EnvInfo info() {
    return env.info();
  }

  /// The id of the last committed transaction, of any process.
  public long lastTxnId() {
    checkOpen();
    return env.lastTxnId();
  }

  ReadTxn beginRead() {
    return env.beginRead();
  }

  /// A snapshot of now; end it with [#end].
  public ReadSlot take() {
    checkOpen();
    return readers.take();
  }

  /// Keeps a slot for [#takeKept], before anyone else reads.
  public void keepOne() {
    readers.keepOne();
  }

  /// A snapshot of now for whoever orders commits, one at a time, whatever views there are; end it
  /// with [#end].
  public ReadSlot takeKept() {
    return readers.takeKept();
  }

  /// A place for a snapshot that is taken when it is first needed; end it with [#end].
  public ReadSlot hold() {
    checkOpen();
    return readers.hold();
  }

  /// Ends a snapshot. Only its thread may.
  public void end(ReadSlot slot) {
    slot.end();
  }

  /// The oldest commit that a view reads with, or beyond all numbers if there is no view.
  public long oldestPinned() {
    return readers.oldestPinned();
  }

  /// Whether a view reads with an older commit than this.
  public boolean hasViewOlderThan(long commit) {
    return readers.hasOlderThan(commit);
  }

  /// Whether this thread has a snapshot.
  public boolean hasSnapshot(Thread thread) {
    return readers.has(thread);
  }

  /// Begins the write transaction. The calling thread holds the map until [#endWrite].
  ///
  /// @param meanwhile called again and again if the map must change and snapshots are waited for
  public WriteTxn beginWrite(Runnable meanwhile) {
    while (true) {
      writing.lock();
      boolean begun = false;
      try {
        checkOpen();
        WriteTxn txn = env.beginWrite();
        begun = true;
        return txn;
      } catch (LmdbException.MapResized e) {
        // Taken over below, without the lock that the snapshots to be waited for may need.
      } catch (LmdbException e) {
        throw failed(e);
      } finally {
        if (!begun) {
          writing.unlock();
        }
      }
      adoptMapSize(meanwhile);
    }
  }

  /// Whether this thread is between [#beginWrite] and [#endWrite].
  boolean writesHere() {
    return writing.isHeldByCurrentThread();
  }

  /// After the write transaction has ended.
  public void endWrite() {
    writing.unlock();
  }

  /// Rows of a write transaction.
  public LmdbWriteRows rows(WriteTxn txn, boolean mayOnlyDelete) {
    return new LmdbWriteRows(this, txn, mayOnlyDelete);
  }

  /// Takes over the size that another process gave the map.
  public void adoptMapSize(Runnable meanwhile) {
    alone(
        () -> {
          env.adoptMapSize();
          quotaBytes = Math.max(quotaBytes, env.info().mapSizeBytes());
        },
        meanwhile);
  }

  /// Whether the map is smaller than the quota.
  public boolean canGrow() {
    return env.info().mapSizeBytes() < quotaBytes;
  }

  /// Makes the map larger, up to the quota.
  ///
  /// @param meanwhile called again and again while snapshots are waited for
  /// @throws IllegalStateException if this thread has a snapshot, or others do not end
  public void grow(Runnable meanwhile) {
    long doubled = env.info().mapSizeBytes() * 2;
    alone(() -> env.setMapSize(Math.min(quotaBytes, doubled)), meanwhile);
  }

  /// Makes the map larger for what cannot be refused any more, beyond the quota where that is
  /// needed: pages are copied before they change, so that a full file needs room even for what
  /// takes none in the end.
  ///
  /// @throws IllegalStateException if this thread has a snapshot, or others do not end soon
  public void growBeyondQuota() {
    if (canGrow()) {
      grow(() -> {});
    } else {
      long now = env.info().mapSizeBytes();
      alone(() -> env.setMapSize(now + now / 2), () -> {}, LITTLE_PATIENCE);
    }
  }

  /// Gives the map another size for a while, whatever the quota.
  public void setMapBytes(long bytes, Runnable meanwhile) {
    alone(() -> env.setMapSize(bytes), meanwhile);
  }

  /// Changes the quota, and the map with it.
  ///
  /// @throws IllegalArgumentException if more than that is used
  public void resize(long newQuotaBytes) {
    if (newQuotaBytes < usedBytes()) {
      throw new IllegalArgumentException(
          "A quota of %d bytes is below the %d that %s uses; give more, or compact it first."
              .formatted(newQuotaBytes, usedBytes(), folder));
    }
    alone(
        () -> {
          env.setMapSize(newQuotaBytes);
          quotaBytes = newQuotaBytes;
        },
        () -> {});
  }

  /// How much of the file is in use, free pages within it included.
  ///
  /// @throws StoreException.StoreClosed if the store was closed, at this moment or before
  public long usedBytes() {
    try {
      return (env.info().lastPage() + 1) * env.stat().pageSizeBytes();
    } catch (IllegalStateException e) {
      checkOpen();
      throw e;
    }
  }

  /// What the disk has left; as much as can be where that cannot be told.
  public long diskFreeBytes() {
    return Failures.freeBytes(folder);
  }

  /// How much of the file is in use, free pages left out; they are counted.
  public long liveBytes() {
    ReadSlot slot = take();
    try {
      long free = Structure.freePages(this, slot.rows().version());
      return usedBytes() - free * env.stat().pageSizeBytes();
    } finally {
      end(slot);
    }
  }

  /// Closes the gate, waits until no snapshot and no write is under way, and does it.
  private void alone(Runnable action, Runnable meanwhile) {
    alone(action, meanwhile, PATIENCE);
  }

  private void alone(Runnable action, Runnable meanwhile, Duration patience) {
    if (readers.has(Thread.currentThread())) {
      throw new IllegalStateException(
          "The map of %s must change its size, and this thread holds a view of it; close the view first."
              .formatted(folder));
    }
    resizing.lock();
    try {
      checkOpen();
      readers.closeGate();
      if (!readers.drain(patience, meanwhile)) {
        throw new IllegalStateException(
            "The map of %s must change its size, and views were not closed for %d seconds; close them: %s."
                .formatted(folder, patience.toSeconds(), readers.slots().size()));
      }
      writing.lock();
      try {
        readers.whileDrained(action);
      } finally {
        writing.unlock();
      }
    } finally {
      readers.openGate();
      resizing.unlock();
    }
  }

  /// Refuses what comes after the end.
  ///
  /// @throws StoreException.StoreClosed if it is closed
  public void checkOpen() {
    if (closed) {
      throw new StoreException.StoreClosed(folder);
    }
  }

  /// A failure of LMDB as the caller is to see it.
  public RuntimeException failed(LmdbException failure) {
    return Failures.of(failure, this);
  }

  /// A failure of a commit. If LMDB could not write the page that makes the commit visible, nobody
  /// knows whether it is there, and LMDB serves nobody any more: that is more than a full disk.
  public RuntimeException commitFailed(LmdbException failure) {
    try (ReadTxn _ = env.beginRead()) {
      return failed(failure);
    } catch (LmdbException.Panic _) {
      return Failures.poisoned(folder, failure);
    } catch (LmdbException _) {
      return failed(failure);
    }
  }

  /// What a write is told that found no room.
  public StoreException.StoreFull full(@Nullable Throwable cause) {
    return new StoreException.StoreFull(
        "The store %s uses %d bytes of its quota of %d and has no room for this write; delete, or raise the quota."
            .formatted(folder, usedBytes(), quotaBytes),
        usedBytes(),
        quotaBytes,
        cause);
  }

  /// Refuses to close where that would wait for itself.
  ///
  /// @throws IllegalStateException if this thread has a snapshot, which closing would wait for
  public void refuseCloseByReader() {
    if (readers.has(Thread.currentThread())) {
      throw new IllegalStateException(
          "This thread holds a view of %s; close that first.".formatted(folder));
    }
  }

  /// Waits for snapshots to end and closes. Nothing writes any more when it is called.
  ///
  /// @throws IllegalStateException if this thread holds a view, or others hold theirs for too long;
  ///   then it can be called again
  public void close() {
    refuseCloseByReader();
    resizing.lock();
    try {
      closed = true;
      readers.closeGate();
      if (!readers.drain(PATIENCE, () -> {})) {
        throw new IllegalStateException(
            "Views of %s were not closed for %d seconds; close them, then the store again."
                .formatted(folder, PATIENCE.toSeconds()));
      }
      readers.close();
      env.close();
    } finally {
      resizing.unlock();
    }
  }
}
