package dev.fulgur.lmdb;

import java.lang.foreign.MemorySegment;
import org.jspecify.annotations.Nullable;

/// A place in a database that moves from item to item in the order of the keys (and of the values
/// of one key, with [DbiFlag#DUPSORT]).
///
/// Each movement answers whether there is an item; if so [#key()] and [#value()] are at it, and are
/// good as long as [Value] says. A movement allocates nothing.
///
/// **Life.** A cursor of a write transaction is closed when that ends. One of a read transaction
/// cannot be used once that is reset or has ended, but [#renew] takes it into another snapshot; it
/// must be closed in the end, before or after its transaction. It belongs to the thread of its
/// transaction.
public final class Cursor implements AutoCloseable {
  static final int FIRST = 0;
  private static final int FIRST_DUP = 1;
  private static final int GET_BOTH = 2;
  private static final int GET_BOTH_RANGE = 3;
  private static final int GET_CURRENT = 4;
  private static final int GET_MULTIPLE = 5;
  private static final int LAST = 6;
  private static final int LAST_DUP = 7;
  private static final int NEXT = 8;
  private static final int NEXT_DUP = 9;
  private static final int NEXT_NODUP = 11;
  private static final int PREV = 12;
  private static final int PREV_DUP = 13;
  private static final int PREV_NODUP = 14;
  private static final int SET_KEY = 16;
  private static final int SET_RANGE = 17;
  private static final int PREV_MULTIPLE = 18;

  private final Dbi dbi;
  private final Value key = new Value();
  private final Value value = new Value();
  private final boolean writes;
  private Txn txn;
  private long life;
  private long pointer;
  private boolean closed;

  /// The page on which it stands, where rows of that are read without LMDB; null where they cannot
  /// be.
  private final @Nullable LeafPage page;

  /// True while the cursor stands nowhere: at first, and after a seek that found nothing.
  private boolean astray = true;

  Cursor(Txn txn, Dbi dbi, long pointer) {
    this.txn = txn;
    this.dbi = dbi;
    this.pointer = pointer;
    this.life = txn.life;
    this.writes = txn instanceof WriteTxn;
    this.page =
        writes || dbi.sorted || !LeafPage.isReadable(txn.env.pageSize())
            ? null
            : new LeafPage(txn.env.pageSize());
  }

  long pointer() {
    return pointer;
  }

  boolean on(Dbi other) {
    return dbi.equals(other);
  }

  /// Its write transaction ends, and LMDB frees it.
  void freed() {
    closed = true;
    life = -1;
    key.clear();
    value.clear();
  }

  /// Its database needs no look: a handle is closed only while no transaction is active, which ends
  /// this life, or by the transaction that deletes the database, which closes its cursors.
  private Txn live() {
    Txn t = txn;
    if (t.life != life || !t.mine()) {
      throw misuse(t);
    }
    return t;
  }

  private IllegalStateException misuse(Txn t) {
    if (closed) {
      return new IllegalStateException(this + " is closed; open another");
    }
    return t.mine()
        ? new IllegalStateException(this + " is from an earlier snapshot; renew it")
        : t.misuse();
  }

  private WriteTxn writing() {
    if (live() instanceof WriteTxn write) {
      return write;
    }
    throw new IllegalStateException(this + " is in a read transaction; write in a WriteTxn");
  }

  private boolean move(int op) {
    return move(live(), op);
  }

  private boolean move(Txn t, int op) {
    Block block = t.block;
    settle(t);
    int rc = Native.cursorGet(pointer, block.key, block.data, op);
    if (rc == 0) {
      astray = false;
      if (page != null) {
        page.came(block.keyAddress());
      }
      key.point(t, block.keyAddress(), block.keySize());
      value.point(t, block.dataAddress(), block.dataSize());
      return true;
    }
    return nothing(t, rc);
  }

  /// One row on or back without LMDB, if that stays on the page where it stands.
  private boolean step(Txn t, int by) {
    LeafPage p = page;
    return p != null && !astray && p.step(t, by, key, value);
  }

  /// Brings LMDB's cursor to the row that was read without it.
  private void settle(Txn t) {
    LeafPage p = page;
    if (p == null || !p.leave()) {
      return;
    }
    Block block = t.block;
    block.borrowKey(p.keyAddress(), p.keySizeBytes());
    int rc = Native.cursorGet(pointer, block.key, block.data, SET_KEY);
    if (rc == 0 && block.keyAddress() == p.keyAddress()) {
      return;
    }
    // The keys of a damaged page may be out of order, or be there twice: then the row is where LMDB
    // comes by on its way from the beginning.
    rc = Native.cursorGet(pointer, block.key, block.data, FIRST);
    while (rc == 0 && block.keyAddress() != p.keyAddress()) {
      rc = Native.cursorGet(pointer, block.key, block.data, NEXT);
    }
    if (rc != 0) {
      astray = true;
      throw t.failure(rc, "mdb_cursor_get");
    }
  }

  /// LMDB leaves a cursor where it was when there is nothing further, but anywhere when it did not
  /// find what it was to seek, even behind the last item of a page, from where it would read on.
  private boolean seek(Txn t, int op) {
    astray = true;
    if (page != null) {
      boolean _ = page.leave();
    }
    return move(t, op);
  }

  /// For operations that do not answer with the key: they move, then the item is read.
  private boolean seekThenRead(Txn t, int op) {
    astray = true;
    Block block = t.block;
    int rc = Native.cursorGet(pointer, block.key, block.data, op);
    return rc == 0 ? move(t, GET_CURRENT) : nothing(t, rc);
  }

  private boolean nothing(Txn t, int rc) {
    key.clear();
    value.clear();
    // LMDB's answer to a cursor whose database was emptied.
    if (rc == LmdbException.NOTFOUND || rc == Errno.EINVAL) {
      return false;
    }
    astray = true;
    throw t.failure(rc, "mdb_cursor_get");
  }

  /// Reads the item at which the cursor stands; false if it stands at none.
  private boolean here(Txn t) {
    if (astray) {
      key.clear();
      value.clear();
      return false;
    }
    return move(t, GET_CURRENT);
  }

  private IllegalStateException nowhere() {
    return new IllegalStateException(this + " stands at no item; move it first");
  }

  private Txn sorted() {
    Txn t = live();
    dbi.requireSorted("mdb_cursor_get");
    return t;
  }

  /// The key of the item, valid as [Value] says; always the same object.
  public Value key() {
    return key;
  }

  /// The value of the item, valid as [Value] says; always the same object.
  public Value value() {
    return value;
  }

  /// Reads the item again at which the cursor stands; false if it stands at none.
  public boolean current() {
    return here(live());
  }

  /// To the first item.
  public boolean first() {
    return seek(live(), FIRST);
  }

  /// To the last item.
  public boolean last() {
    return seek(live(), LAST);
  }

  /// To the next item; to the first, if the cursor stands nowhere yet.
  public boolean next() {
    Txn t = live();
    return step(t, 1) || move(t, astray ? FIRST : NEXT);
  }

  /// To the item before; to the last, if the cursor stands nowhere yet.
  public boolean previous() {
    Txn t = live();
    return step(t, -1) || move(t, astray ? LAST : PREV);
  }

  /// To the first item of the next key.
  public boolean nextKey() {
    return move(astray ? FIRST : NEXT_NODUP);
  }

  /// To the last item of the key before.
  public boolean previousKey() {
    return move(astray ? LAST : PREV_NODUP);
  }

  /// To this key.
  public boolean seek(MemorySegment to) {
    Txn t = live();
    t.key(dbi, to);
    return seek(t, SET_KEY);
  }

  /// To this key.
  public boolean seek(byte[] to) {
    Txn t = live();
    t.key(dbi, to);
    return seek(t, SET_KEY);
  }

  /// To the first key that is this one or sorts after it.
  public boolean seekRange(MemorySegment from) {
    Txn t = live();
    t.key(dbi, from);
    return seek(t, SET_RANGE);
  }

  /// To the first key that is this one or sorts after it.
  public boolean seekRange(byte[] from) {
    Txn t = live();
    t.key(dbi, from);
    return seek(t, SET_RANGE);
  }

  /// To this pair of key and value.
  ///
  /// @throws LmdbException.Incompatible if the database does not have [DbiFlag#DUPSORT]
  public boolean seekPair(MemorySegment atKey, MemorySegment atValue) {
    return seekPair(atKey, atValue, GET_BOTH);
  }

  /// To this key, at its first value that is this one or sorts after it.
  ///
  /// @throws LmdbException.Incompatible if the database does not have [DbiFlag#DUPSORT]
  public boolean seekPairRange(MemorySegment atKey, MemorySegment fromValue) {
    return seekPair(atKey, fromValue, GET_BOTH_RANGE);
  }

  private boolean seekPair(MemorySegment atKey, MemorySegment atValue, int op) {
    Txn t = sorted();
    dbi.checkSortedValue(atValue.byteSize());
    t.key(dbi, atKey);
    t.block.value(atValue, atValue.byteSize());
    return seekThenRead(t, op);
  }

  /// To the first value of this key. Needs [DbiFlag#DUPSORT], as all below.
  ///
  /// @throws LmdbException.Incompatible if the database does not have it
  public boolean firstValue() {
    Txn t = sorted();
    return here(t) && seekThenRead(t, FIRST_DUP);
  }

  /// To the last value of this key.
  ///
  /// @throws LmdbException.Incompatible if the database does not have [DbiFlag#DUPSORT]
  public boolean lastValue() {
    Txn t = sorted();
    return here(t) && seekThenRead(t, LAST_DUP);
  }

  /// To the next value of this key.
  ///
  /// @throws LmdbException.Incompatible if the database does not have [DbiFlag#DUPSORT]
  public boolean nextValue() {
    Txn t = sorted();
    return astray ? here(t) : move(t, NEXT_DUP);
  }

  /// To the value before of this key.
  ///
  /// @throws LmdbException.Incompatible if the database does not have [DbiFlag#DUPSORT]
  public boolean previousValue() {
    Txn t = sorted();
    return astray ? here(t) : move(t, PREV_DUP);
  }

  /// Reads all values of this key on the current page in one: [#value()] is then several values of
  /// one size, one behind the other, and the cursor stands at the last of them.
  ///
  /// @throws LmdbException.Incompatible if the database does not have [DbiFlag#DUPFIXED]
  public boolean multiple() {
    Txn t = live();
    dbi.requireFixed("mdb_cursor_get");
    return here(t) && many(t, GET_MULTIPLE);
  }

  /// To the next page of values of this key, read as by [#multiple()].
  ///
  /// @throws LmdbException.Incompatible if the database does not have [DbiFlag#DUPFIXED]
  public boolean nextMultiple() {
    Txn t = live();
    dbi.requireFixed("mdb_cursor_get");
    return !astray ? move(t, NEXT_DUP) && many(t, GET_MULTIPLE) : here(t);
  }

  /// To the page before of values of this key, read as by [#multiple()].
  ///
  /// @throws LmdbException.Incompatible if the database does not have [DbiFlag#DUPFIXED]
  public boolean previousMultiple() {
    Txn t = live();
    dbi.requireFixed("mdb_cursor_get");
    if (!here(t)) {
      return false;
    }
    return count(t) > 1 ? move(t, PREV_MULTIPLE) : nothing(t, LmdbException.NOTFOUND);
  }

  /// Where a key has one value, LMDB may still hold the values of the key before in its hands.
  private boolean many(Txn t, int op) {
    return count(t) == 1 || move(t, op);
  }

  /// How many values the current key has.
  ///
  /// @throws LmdbException.Incompatible if the database does not have [DbiFlag#DUPSORT]
  /// @throws IllegalStateException if the cursor stands at no item
  public long count() {
    Txn t = sorted();
    if (astray) {
      throw nowhere();
    }
    return count(t);
  }

  private long count(Txn t) {
    int rc = Native.cursorCount(pointer, t.block.out);
    if (rc == Errno.EINVAL || rc == LmdbException.NOTFOUND) {
      throw nowhere();
    }
    if (rc != 0) {
      throw t.failure(rc, "mdb_cursor_count");
    }
    return t.block.outLong();
  }

  /// Puts a value under a key as [WriteTxn#put] does, and stands there then.
  public void put(MemorySegment atKey, MemorySegment newValue, PutFlag... flags) {
    WriteTxn t = writing();
    t.key(dbi, atKey);
    astray = true;
    done(t, t.put(dbi, this, newValue, PutFlag.bits(flags)), "mdb_cursor_put");
  }

  /// A write that fails leaves the cursor anywhere.
  private void done(Txn t, int rc, String call) {
    if (rc != 0) {
      throw t.failure(rc, call);
    }
    astray = false;
  }

  /// Makes room for a value under a key as [WriteTxn#reserve] does, and stands there then.
  public MemorySegment reserve(MemorySegment atKey, long sizeBytes, PutFlag... flags) {
    WriteTxn t = writing();
    t.key(dbi, atKey);
    astray = true;
    MemorySegment room = t.reserve(dbi, this, sizeBytes, PutFlag.bits(flags));
    astray = false;
    return room;
  }

  /// Replaces the value at which the cursor stands. Where a key has many values, the old one is
  /// deleted and the new one put where it sorts.
  ///
  /// @throws IllegalStateException if the cursor stands at no item
  public void replace(MemorySegment newValue) {
    WriteTxn t = writing();
    long size = newValue.byteSize();
    if (dbi.sorted) {
      dbi.checkSortedValue(size);
    }
    if (!here(t)) {
      throw nowhere();
    }
    Block block = t.block;
    block.key(Native.MEMORY.asSlice(block.keyAddress(), block.keySize()), block.keySize());
    if (!dbi.sorted) {
      astray = true;
      done(t, t.put(dbi, this, newValue, PutFlag.CURRENT), "mdb_cursor_put");
      return;
    }
    t.checkFixedSize(dbi, size);
    block.value(newValue, size);
    t.invalidate();
    t.forgetSizes();
    astray = true;
    int rc = Native.cursorDel(pointer, 0);
    if (rc != 0) {
      throw t.failure(rc, "mdb_cursor_del");
    }
    done(t, Native.cursorPut(pointer, block.key, block.data, 0), "mdb_cursor_put");
  }

  /// Puts many values of one size under a key in one call; returns how many were put.
  ///
  /// @param items the values, one behind the other, a whole number of them
  /// @param itemSizeBytes size of each
  /// @throws LmdbException.Incompatible if the database does not have [DbiFlag#DUPFIXED]
  public long putMultiple(MemorySegment atKey, MemorySegment items, int itemSizeBytes) {
    WriteTxn t = writing();
    dbi.requireFixed("mdb_cursor_put");
    long bytes = items.byteSize();
    if (itemSizeBytes < 1 || bytes == 0 || bytes % itemSizeBytes != 0) {
      throw new IllegalArgumentException(
          bytes + " bytes are not one or more items of " + itemSizeBytes);
    }
    dbi.checkSortedValue(itemSizeBytes);
    t.key(dbi, atKey);
    t.checkFixedSize(dbi, itemSizeBytes);
    try (var arena = java.lang.foreign.Arena.ofConfined()) {
      MemorySegment copy = arena.allocate(bytes).copyFrom(items);
      t.block.data(itemSizeBytes, copy.address());
      t.block.secondData(bytes / itemSizeBytes);
      t.invalidate();
      astray = true;
      done(
          t,
          Native.cursorPut(pointer, t.block.key, t.block.data, PutFlag.MULTIPLE),
          "mdb_cursor_put");
      return t.block.secondDataSize();
    }
  }

  /// Deletes the item at which the cursor stands; it then stands at the item that followed.
  ///
  /// @throws IllegalStateException if the cursor stands at no item
  public void delete() {
    delete(0);
  }

  /// Deletes the key at which the cursor stands, with all its values.
  ///
  /// @throws LmdbException.Incompatible if the database does not have [DbiFlag#DUPSORT]
  /// @throws IllegalStateException if the cursor stands at no item
  public void deleteKey() {
    writing();
    dbi.requireSorted("mdb_cursor_del");
    delete(PutFlag.NODUPDATA.bit);
  }

  private void delete(int flags) {
    WriteTxn t = writing();
    if (astray) {
      throw nowhere();
    }
    t.invalidate();
    t.forgetSizes();
    int rc = Native.cursorDel(pointer, flags);
    if (rc == Errno.EINVAL || rc == LmdbException.NOTFOUND) {
      throw nowhere();
    }
    if (rc != 0) {
      astray = true;
      throw t.failure(rc, "mdb_cursor_del");
    }
  }

  /// Takes a cursor of a read transaction into another snapshot: the same transaction after its
  /// renewal, or another read transaction of this environment. It stands at no item then.
  ///
  /// @throws IllegalStateException if it is closed, is a write transaction's, or is in use in
  ///   another snapshot that is still open
  public synchronized void renew(ReadTxn into) {
    into.live();
    into.id(dbi);
    if (closed) {
      throw new IllegalStateException(this + " is closed; open another");
    }
    if (writes) {
      throw new IllegalStateException(this + " is in a write transaction; open another");
    }
    checkIdleOrMine();
    key.clear();
    value.clear();
    astray = true;
    if (page != null) {
      boolean _ = page.leave();
    }
    life = -1;
    int rc = Native.cursorRenew(into.pointer, pointer);
    if (rc != 0) {
      throw into.failure(rc, "mdb_cursor_renew");
    }
    txn = into;
    life = into.life;
  }

  /// A cursor in a live snapshot is its thread's; any other is nobody's.
  private void checkIdleOrMine() {
    Txn t = txn;
    if (t.life == life && t.owner != 0 && !t.mine() && t.thread().isAlive()) {
      throw t.wrongThread(t.thread());
    }
  }

  /// Closes the cursor. Does nothing the second time, and nothing for one whose write transaction
  /// has ended.
  ///
  /// @throws IllegalStateException if another thread is using its transaction
  @Override
  public synchronized void close() {
    if (closed) {
      return;
    }
    if (writes) {
      closeWriting();
      return;
    }
    checkIdleOrMine();
    closed = true;
    life = -1;
    key.clear();
    value.clear();
    Native.cursorClose(pointer);
  }

  /// While a child transaction is open, LMDB has the cursor in its hands until that ends: it is
  /// closed for its user now, and freed with its transaction.
  private void closeWriting() {
    Txn t = txn;
    if (t.mine()) {
      t.closed(this);
      freed();
      Native.cursorClose(pointer);
    } else if (((WriteTxn) t).isThread()) {
      freed();
    } else {
      throw t.misuse();
    }
  }

  @Override
  public String toString() {
    return "the cursor on " + dbi + " of " + txn.env.path();
  }
}
