package dev.fulgur.lmdb;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import org.jspecify.annotations.Nullable;

/// A transaction: one consistent snapshot to read, and in [WriteTxn] also to change.
///
/// **Thread.** A transaction belongs to the thread that began it (or renewed it) until it ends (or
/// is reset); any call by another thread is an [IllegalStateException].
///
/// **Life of what is read.** Segments and [Value]s are good until the transaction ends or is reset,
/// or, in a write transaction, until its next write, the beginning of a child included. Using them
/// later is an [IllegalStateException].
@SuppressWarnings("ReferenceEquality") // a handle is itself and no other
public abstract sealed class Txn implements AutoCloseable permits ReadTxn, WriteTxn {
  final Env env;
  final Block block;

  /// `MDB_txn *`. Only valid for the thread that is `owner`.
  long pointer;

  /// Id of the thread that may use this transaction now, or 0 while nobody may. A thread sets it to
  /// its own id and takes it back itself, so that a plain read answers "is it me" rightly.
  long owner;

  /// Changes whenever what was read before stops being valid.
  long stamp;

  /// Changes whenever cursors stop being valid. Differs between transactions of one environment.
  long life;

  /// Holds the segments that were given out since `stamp` changed; null while there are none.
  private @Nullable Arena arena;

  /// The database of integer keys that was last looked at here, and the size of its keys.
  private @Nullable Dbi sized;

  private long sizedAs;

  Txn(Env env, Block block, long serial) {
    this.env = env;
    this.block = block;
    this.life = serial << 40;
  }

  /// The thread that used it last.
  abstract Thread thread();

  /// Finds rows without LMDB; null where that cannot be.
  abstract @Nullable TreeSearch search();

  /// What to tell whoever may not use the transaction now.
  abstract IllegalStateException misuse();

  /// True while the native transaction may hold a snapshot or lock. Read by other threads.
  abstract boolean active();

  final boolean mine() {
    return owner == Thread.currentThread().threadId();
  }

  final void live() {
    if (owner != Thread.currentThread().threadId()) {
      throw misuse();
    }
  }

  final IllegalStateException wrongThread(Thread of) {
    return new IllegalStateException(
        this
            + " belongs to the thread "
            + of.getName()
            + (of.isAlive() ? "" : ", which has ended")
            + "; use it only there");
  }

  /// Makes everything that was read before unusable. Fails, with nothing changed, if a segment is
  /// in use by native code that this call is nested in.
  final void invalidate() {
    Arena a = arena;
    if (a != null) {
      a.close();
      arena = null;
    }
    stamp++;
  }

  /// The same for a transaction whose thread has ended: its arena can be used by nobody.
  final void forsake() {
    arena = null;
    stamp++;
  }

  final boolean lentBy(MemorySegment segment) {
    Arena a = arena;
    return a != null && segment.scope().equals(a.scope());
  }

  final MemorySegment bound(long address, long size) {
    Arena a = arena;
    if (a == null) {
      a = Arena.ofConfined();
      arena = a;
    }
    return Native.segment(address, size, a);
  }

  final int id(Dbi dbi) {
    if (dbi.env != env) {
      throw new IllegalArgumentException(
          dbi + " is not of this environment, " + env.path() + "; open it here");
    }
    dbi.check(this);
    return dbi.id;
  }

  final void check(int code, String call) {
    if (code != 0) {
      throw failure(code, call);
    }
  }

  final LmdbException failure(int code, String call) {
    return ResultCode.failure(code, call, env.path());
  }

  final void key(Dbi dbi, MemorySegment key) {
    long size = key.byteSize();
    checkKey(dbi, size);
    if (dbi.integerKeys) {
      checkIntegerKey(dbi, size);
    }
    block.key(key, size);
  }

  final void key(Dbi dbi, byte[] key) {
    checkKey(dbi, key.length);
    if (dbi.integerKeys) {
      checkIntegerKey(dbi, key.length);
    }
    block.key(key);
  }

  /// LMDB compares integers by the size of one of them, and so must never see two sizes.
  private void checkIntegerKey(Dbi dbi, long size) {
    if (dbi == sized && size == sizedAs) {
      return;
    }
    long there = firstKeySize(dbi);
    if (there != 0 && there != size) {
      throw new LmdbException.BadValSize(
          "a key of "
              + size
              + " bytes does not fit "
              + dbi
              + ", whose integers have "
              + there
              + "; give keys of that size",
          size,
          "checking a key",
          env.path());
    }
    sized = dbi;
    sizedAs = size;
  }

  /// Called when a database of this transaction may have become another or empty.
  final void forgetSizes() {
    sized = null;
  }

  /// Size of the first key of a database, or 0 if it is empty.
  private long firstKeySize(Dbi dbi) {
    check(Native.cursorOpen(pointer, dbi.id, block.out), "mdb_cursor_open");
    long cursor = block.outLong();
    int rc = Native.cursorGet(cursor, block.key, block.data, CursorPosition.FIRST);
    long size = rc == 0 ? block.keySize() : 0;
    Native.cursorClose(cursor);
    if (rc != 0 && rc != ResultCode.NOTFOUND) {
      throw failure(rc, "mdb_cursor_get");
    }
    return size;
  }

  private void checkKey(Dbi dbi, long size) {
    if (size < 1 || size > env.maxKeySize() || (dbi.integerKeys && size != 4 && size != 8)) {
      throw badKey(dbi, size);
    }
  }

  private LmdbException badKey(Dbi dbi, long size) {
    return new LmdbException.BadValSize(
        "a key of "
            + size
            + " bytes does not fit "
            + dbi
            + (dbi.integerKeys
                ? "; give a native integer of 4 or 8 bytes"
                : "; give 1 to " + env.maxKeySize() + " bytes"),
        size,
        "checking a key",
        env.path());
  }

  private boolean find(Dbi dbi) {
    TreeSearch search = dbi.plain ? search() : null;
    int found = search == null ? TreeSearch.ASK : search.find(dbi, block);
    if (found >= 0) {
      return found == TreeSearch.FOUND;
    }
    int rc = Native.get(pointer, dbi.id, block.key, block.data);
    if (rc == 0) {
      return true;
    }
    if (rc == ResultCode.NOTFOUND) {
      return false;
    }
    throw failure(rc, "mdb_get");
  }

  /// The value of a key (the first of them, with [DbiFlag#DUPSORT]), or null if the key is not
  /// there. The segment is read-only and bound to this transaction.
  ///
  /// @throws IllegalStateException if this thread may not use the transaction now
  /// @throws LmdbException.BadValSize if a key of this size cannot be in the database
  public final @Nullable MemorySegment get(Dbi dbi, MemorySegment key) {
    live();
    id(dbi);
    key(dbi, key);
    return find(dbi) ? bound(block.dataAddress(), block.dataSize()).asReadOnly() : null;
  }

  /// A copy of the value of a key, or null if the key is not there.
  ///
  /// @throws IllegalStateException if this thread may not use the transaction now
  /// @throws LmdbException.BadValSize if a key of this size cannot be in the database
  public final byte @Nullable [] get(Dbi dbi, byte[] key) {
    live();
    id(dbi);
    key(dbi, key);
    return find(dbi)
        ? Native.MEMORY
            .asSlice(block.dataAddress(), block.dataSize())
            .toArray(ValueLayout.JAVA_BYTE)
        : null;
  }

  /// Points `into` at the value of a key, without allocating; false if the key is not there.
  ///
  /// @throws IllegalStateException if this thread may not use the transaction now
  /// @throws LmdbException.BadValSize if a key of this size cannot be in the database
  public final boolean get(Dbi dbi, MemorySegment key, Value into) {
    live();
    id(dbi);
    key(dbi, key);
    return point(into, find(dbi));
  }

  /// Points `into` at the value of a key, without allocating; false if the key is not there.
  ///
  /// @throws IllegalStateException if this thread may not use the transaction now
  /// @throws LmdbException.BadValSize if a key of this size cannot be in the database
  public final boolean get(Dbi dbi, byte[] key, Value into) {
    live();
    id(dbi);
    key(dbi, key);
    return point(into, find(dbi));
  }

  private boolean point(Value into, boolean found) {
    if (found) {
      into.point(this, block.dataAddress(), block.dataSize());
    } else {
      into.clear();
    }
    return found;
  }

  /// Opens a cursor on a database. It stands at no item yet.
  ///
  /// @throws IllegalStateException if this thread may not use the transaction now
  public final Cursor cursor(Dbi dbi) {
    live();
    id(dbi);
    check(Native.cursorOpen(pointer, dbi.id, block.out), "mdb_cursor_open");
    Cursor cursor = new Cursor(this, dbi, block.outLong());
    opened(cursor);
    return cursor;
  }

  /// Called for each cursor that is opened.
  void opened(Cursor cursor) {}

  /// Called for each cursor of this transaction that is closed while it is valid.
  void closed(Cursor cursor) {}

  /// Size and shape of a database as this transaction sees it.
  ///
  /// @throws IllegalStateException if this thread may not use the transaction now
  public final Stat stat(Dbi dbi) {
    live();
    id(dbi);
    check(Native.stat(pointer, dbi.id, block.out), "mdb_stat");
    return block.outStat();
  }

  /// Compares two keys as the database orders them: negative, zero or positive.
  ///
  /// @throws LmdbException.BadValSize if one of them cannot be a key of the database
  public final int compareKeys(Dbi dbi, MemorySegment a, MemorySegment b) {
    live();
    id(dbi);
    checkKey(dbi, b.byteSize());
    key(dbi, a);
    block.value(b, b.byteSize());
    return Native.compareKeys(pointer, dbi.id, block.key, block.data);
  }

  /// Compares two values as a [DbiFlag#DUPSORT] database orders them.
  ///
  /// @throws LmdbException.Incompatible if the database is not of that kind
  /// @throws LmdbException.BadValSize if one of them cannot be a value of the database
  public final int compareValues(Dbi dbi, MemorySegment a, MemorySegment b) {
    live();
    id(dbi);
    dbi.requireSorted("mdb_dcmp");
    dbi.checkSortedValue(a.byteSize());
    dbi.checkSortedValue(b.byteSize());
    block.key(a, a.byteSize());
    block.value(b, b.byteSize());
    return Native.compareValues(pointer, dbi.id, block.key, block.data);
  }

  /// In a [ReadTxn] the id of the snapshot, which is that of the last transaction that it sees; in
  /// a [WriteTxn] the id that its commit will have.
  ///
  /// @throws IllegalStateException if this thread may not use the transaction now
  public final long id() {
    live();
    return Native.txnId(pointer);
  }

  /// The environment.
  public final Env env() {
    return env;
  }

  /// Ends the transaction; what a write transaction has not committed is undone. Does nothing the
  /// second time.
  ///
  /// @throws IllegalStateException if another living thread owns the transaction
  @Override
  public abstract void close();
}
