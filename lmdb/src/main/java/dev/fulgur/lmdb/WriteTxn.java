package dev.fulgur.lmdb;

import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// The transaction that changes the environment. There is one at a time, over all threads and
/// processes; the next waits.
///
/// It belongs to the platform thread that began it, since LMDB's lock belongs to an
/// operating-system thread; a virtual thread cannot begin one. A [#child()] is a transaction within
/// this one: its commit hands its changes to this one, its end without a commit undoes them alone.
/// While a child is open, its parent can do nothing but end. After a [LmdbException.MapFull],
/// [LmdbException.TxnFull] or an error of the operating system the transaction can only be ended;
/// in a child this leaves the parent as it was.
@SuppressWarnings("ReferenceEquality") // threads and transactions are themselves and no other
public final class WriteTxn extends Txn {
  private final Thread thread;
  private final @Nullable WriteTxn parent;
  private @Nullable WriteTxn child;
  private final List<Dbi> opened = new ArrayList<>(0);
  private final List<Cursor> cursors = new ArrayList<>(0);
  private volatile boolean ended;
  private boolean claimed;

  /// Set when a value could not be copied into the room that was made for it.
  boolean torn;

  WriteTxn(Env env, Block block, long serial, @Nullable WriteTxn parent) {
    super(env, block, serial);
    this.parent = parent;
    this.thread = Thread.currentThread();
  }

  /// Begins the native transaction. Until then nobody owns this one.
  void begin() {
    int rc = Native.txnBegin(env.pointer(), parent == null ? 0 : parent.pointer, 0, block.out);
    if (rc != 0) {
      ended = true;
      throw failure(rc, "mdb_txn_begin");
    }
    pointer = block.outLong();
    owner = thread.threadId();
  }

  boolean isThread() {
    return thread == Thread.currentThread();
  }

  /// Guarded by the environment's lock.
  boolean claim() {
    boolean first = !claimed;
    claimed = true;
    return first;
  }

  @Override
  Thread thread() {
    return thread;
  }

  @Override
  @Nullable TreeSearch search() {
    return null; // its pages change
  }

  @Override
  boolean active() {
    return !ended;
  }

  boolean within(WriteTxn ancestor) {
    for (WriteTxn txn = this; txn != null; txn = txn.parent) {
      if (txn == ancestor) {
        return true;
      }
    }
    return false;
  }

  WriteTxn root() {
    WriteTxn txn = this;
    while (txn.parent != null) {
      txn = txn.parent;
    }
    return txn;
  }

  void opened(Dbi dbi) {
    opened.add(dbi);
  }

  @Override
  void opened(Cursor cursor) {
    cursors.add(cursor);
  }

  @Override
  void closed(Cursor cursor) {
    cursors.remove(cursor);
  }

  /// Begins a transaction within this one. Values read so far stop being valid.
  ///
  /// @throws LmdbException.BadTxn if an earlier error leaves only ending this one
  public WriteTxn child() {
    live();
    invalidate();
    forgetSizes();
    WriteTxn begun =
        env.usage().beginChild((lent, serial) -> new WriteTxn(env, lent, serial, this));
    try {
      begun.begin();
    } finally {
      if (begun.pointer == 0) {
        env.usage().ended(begun);
      }
    }
    child = begun;
    owner = 0;
    return begun;
  }

  /// Opens or creates a database as [Env#openDbi] does. Until this transaction commits the handle
  /// is its own; if it does not commit the handle is closed.
  ///
  /// @param name the name, or null for the unnamed database
  public Dbi openDbi(@Nullable String name, DbiFlag... flags) {
    live();
    return env.dbis().open(this, name, DbiFlag.bits(flags), false);
  }

  /// Puts a value under a key. Without flags it replaces the key's value, or with [DbiFlag#DUPSORT]
  /// adds one more. The value may come from this transaction itself.
  ///
  /// @throws LmdbException.KeyExists if a flag forbids it
  /// @throws LmdbException.BadValSize if the key or value has a size that does not fit
  /// @throws LmdbException.MapFull if the map is full; then this transaction can only be ended
  public void put(Dbi dbi, MemorySegment key, MemorySegment value, PutFlag... flags) {
    live();
    id(dbi);
    key(dbi, key);
    check(Put.value(this, dbi, null, value, PutFlag.bits(flags)), "mdb_put");
  }

  /// The same for arrays.
  public void put(Dbi dbi, byte[] key, byte[] value, PutFlag... flags) {
    put(dbi, MemorySegment.ofArray(key), MemorySegment.ofArray(value), flags);
  }

  /// Puts a value if the key has none yet; false, with nothing changed, if it has.
  ///
  /// @throws LmdbException.BadValSize if the key or value has a size that does not fit
  /// @throws LmdbException.MapFull if the map is full; then this transaction can only be ended
  public boolean putIfAbsent(Dbi dbi, MemorySegment key, MemorySegment value) {
    live();
    id(dbi);
    key(dbi, key);
    int rc = Put.value(this, dbi, null, value, PutFlag.NOOVERWRITE.bit);
    if (rc != 0 && rc != ResultCode.KEYEXIST) {
      throw failure(rc, "mdb_put");
    }
    return rc == 0;
  }

  /// Makes room for a value under a key and returns it to be written. Write all of it, before the
  /// next write of this transaction: what is in it at first is not defined. The segment is bound to
  /// this transaction like a value that was read.
  ///
  /// @throws LmdbException.Incompatible if the database has [DbiFlag#DUPSORT]
  /// @throws LmdbException.KeyExists if a flag forbids it
  /// @throws LmdbException.MapFull if the map is full; then this transaction can only be ended
  public MemorySegment reserve(Dbi dbi, MemorySegment key, long sizeBytes, PutFlag... flags) {
    live();
    id(dbi);
    key(dbi, key);
    return Put.room(this, dbi, null, sizeBytes, PutFlag.bits(flags));
  }

  /// Deletes a key with its value, with all its values where it has many; false if it is not there.
  ///
  /// @throws LmdbException.MapFull if the map is full; then this transaction can only be ended
  public boolean delete(Dbi dbi, MemorySegment key) {
    live();
    id(dbi);
    key(dbi, key);
    return delete(dbi, 0L);
  }

  /// The same for an array.
  public boolean delete(Dbi dbi, byte[] key) {
    return delete(dbi, MemorySegment.ofArray(key));
  }

  /// Deletes one value of a key; false if this pair is not there.
  ///
  /// @throws LmdbException.Incompatible if the database does not have [DbiFlag#DUPSORT]
  public boolean delete(Dbi dbi, MemorySegment key, MemorySegment value) {
    live();
    id(dbi);
    dbi.requireSorted("mdb_del");
    dbi.checkSortedValue(value.byteSize());
    key(dbi, key);
    Put.checkFixedSize(this, dbi, value.byteSize());
    block.value(value, value.byteSize());
    return delete(dbi, block.data);
  }

  private boolean delete(Dbi dbi, long data) {
    checkWhole();
    invalidate();
    forgetSizes();
    int rc = Native.del(pointer, dbi.id, block.key, data);
    if (rc != 0 && rc != ResultCode.NOTFOUND) {
      throw failure(rc, "mdb_del");
    }
    return rc == 0;
  }

  /// Deletes everything in a database; the database stays.
  ///
  /// @throws IllegalStateException for the unnamed database while named ones are open, whose
  ///   records lie in it
  public void empty(Dbi dbi) {
    live();
    id(dbi);
    checkWhole();
    if (dbi.name() == null && env.dbis().anyNamed()) {
      throw new IllegalStateException(
          "named databases of " + env.path() + " are open, and lie in the unnamed one; close them");
    }
    invalidate();
    forgetSizes();
    check(Native.drop(pointer, dbi.id, 0), "mdb_drop");
  }

  /// Deletes a named database, and closes its handle at once, even if this transaction is then
  /// undone; open it again if it is still there.
  ///
  /// @throws IllegalStateException in a child, or while any other transaction of this environment
  ///   is active in this process
  /// @throws IllegalArgumentException for the unnamed database, which is always there
  public void drop(Dbi dbi) {
    live();
    id(dbi);
    checkWhole();
    if (dbi.name() == null) {
      throw new IllegalArgumentException("the unnamed database cannot be deleted; empty it");
    }
    if (parent != null) {
      throw new IllegalStateException(
          "a database cannot be deleted in a child transaction; do it in " + root());
    }
    invalidate();
    forgetSizes();
    int rc =
        env.usage()
            .whenQuiet(
                "deleting " + dbi,
                this,
                environment -> {
                  int result = Native.drop(pointer, dbi.id, 1);
                  if (result == 0) {
                    env.dbis().forget(dbi);
                    closeCursors(dbi);
                  }
                  return result;
                });
    if (rc != 0) {
      throw failure(rc, "mdb_drop");
    }
  }

  /// A handle's number may be given to a database of another kind, whose cursors LMDB must not meet
  /// with these.
  private void closeCursors(Dbi dbi) {
    for (Cursor cursor : List.copyOf(cursors)) {
      if (cursor.on(dbi)) {
        cursors.remove(cursor);
        cursor.freed();
        Native.cursorClose(cursor.pointer());
      }
    }
  }

  void checkWhole() {
    if (torn) {
      throw new IllegalStateException(
          "a value could not be copied whole into " + this + "; end it without a commit");
    }
  }

  /// Makes the changes durable; a child hands them to its parent instead. When this returns in a
  /// transaction without a parent they are on disk. The transaction is ended, whether this succeeds
  /// or not.
  ///
  /// @throws IllegalStateException if this thread may not use the transaction now; then it is not
  ///   ended
  /// @throws LmdbException.BadTxn if an earlier error left only ending it: nothing was written
  /// @throws LmdbException.Os if writing or syncing failed; nothing of the transaction is to be
  ///   relied on
  public void commit() {
    live();
    checkWhole();
    invalidate();
    long txn = pointer;
    leave();
    int rc = -1;
    try {
      rc = Native.txnCommit(txn);
    } finally {
      ended(rc == 0);
    }
    if (rc != 0) {
      throw failure(rc, "mdb_txn_commit");
    }
  }

  /// Ends the transaction and undoes what it changed, its open children included. Does nothing once
  /// it is committed or closed.
  ///
  /// @throws IllegalStateException if another living thread owns it
  @Override
  public void close() {
    if (ended) {
      return;
    }
    boolean mine = thread == Thread.currentThread();
    if (!mine && (thread.isAlive() || !env.usage().claimForsaken(root()))) {
      throw wrongThread(thread);
    }
    close(mine);
  }

  private void close(boolean mine) {
    WriteTxn open = child;
    if (open != null) {
      open.close(mine);
    }
    if (mine) {
      invalidate();
    } else {
      forsake();
    }
    long txn = pointer;
    leave();
    try {
      Native.txnAbort(txn);
    } finally {
      ended(false);
    }
  }

  /// From here on nothing can reach the native transaction or its cursors, which it frees.
  private void leave() {
    life++;
    owner = 0;
    for (Cursor cursor : cursors) {
      cursor.freed();
    }
    cursors.clear();
  }

  private void ended(boolean committed) {
    ended = true;
    for (Dbi dbi : opened) {
      if (committed) {
        dbi.handTo(parent);
        if (parent != null) {
          parent.opened(dbi);
        }
      } else {
        env.dbis().forget(dbi);
      }
    }
    if (parent != null) {
      env.usage().ended(this);
      parent.child = null;
      parent.owner = parent.thread.threadId();
    } else {
      env.ended(this);
    }
  }

  @Override
  IllegalStateException misuse() {
    if (ended) {
      return new IllegalStateException(this + " has ended; begin another");
    } else if (thread != Thread.currentThread()) {
      return wrongThread(thread);
    }
    return new IllegalStateException(this + " has an open child; end that first");
  }

  @Override
  public String toString() {
    return (parent == null ? "the write transaction on " : "the child transaction on ")
        + env.path()
        + " (thread "
        + thread.getName()
        + ")";
  }
}
