package dev.fulgur.lmdb;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;

/// A place in a database that moves from item to item in the order of the keys (and of the values
/// of one key, with [DbiFlag#DUPSORT]).
///
/// Each movement answers whether there is an item; if so [#key()] and [#value()] are at it, and are
/// good as long as [Value] says. A movement allocates nothing.
///
/// What goes by the values of one key is for databases with [DbiFlag#DUPSORT], and what takes many
/// of them at once for those with [DbiFlag#DUPFIXED]; elsewhere it is a
/// [LmdbException.Incompatible].
///
/// **Life.** A cursor of a write transaction is closed when that ends. One of a read transaction
/// cannot be used once that is reset or has ended, but [#renew] takes it into another snapshot; it
/// must be closed in the end, before or after its transaction. It belongs to the thread of its
/// transaction.
public final class Cursor extends CursorPosition implements AutoCloseable {
  Cursor(Txn txn, Dbi dbi, long pointer) {
    super(txn, dbi, pointer);
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
  public boolean seekPair(MemorySegment atKey, MemorySegment atValue) {
    return seekPair(atKey, atValue, GET_BOTH);
  }

  /// To this key, at its first value that is this one or sorts after it.
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

  /// To the first value of this key.
  public boolean firstValue() {
    Txn t = sorted();
    return here(t) && seekThenRead(t, FIRST_DUP);
  }

  /// To the last value of this key.
  public boolean lastValue() {
    Txn t = sorted();
    return here(t) && seekThenRead(t, LAST_DUP);
  }

  /// To the next value of this key.
  public boolean nextValue() {
    Txn t = sorted();
    return astray ? here(t) : move(t, NEXT_DUP);
  }

  /// To the value before of this key.
  public boolean previousValue() {
    Txn t = sorted();
    return astray ? here(t) : move(t, PREV_DUP);
  }

  /// Reads all values of this key on the current page in one: [#value()] is then several values of
  /// one size, one behind the other, and the cursor stands at the last of them.
  public boolean multiple() {
    Txn t = fixed();
    return here(t) && many(t, GET_MULTIPLE);
  }

  /// To the next page of values of this key, read as by [#multiple()].
  public boolean nextMultiple() {
    Txn t = fixed();
    return !astray ? move(t, NEXT_DUP) && many(t, GET_MULTIPLE) : here(t);
  }

  /// To the page before of values of this key, read as by [#multiple()].
  public boolean previousMultiple() {
    Txn t = fixed();
    if (!here(t)) {
      return false;
    }
    return count(t) > 1 ? move(t, PREV_MULTIPLE) : nothing(t, ResultCode.NOTFOUND);
  }

  /// How many values the current key has.
  ///
  /// @throws IllegalStateException if the cursor stands at no item
  public long count() {
    Txn t = sorted();
    if (astray) {
      throw nowhere();
    }
    return count(t);
  }

  /// Puts a value under a key as [WriteTxn#put] does, and stands there then.
  public void put(MemorySegment atKey, MemorySegment newValue, PutFlag... flags) {
    WriteTxn t = writing();
    t.key(dbi, atKey);
    astray = true;
    done(t, Put.value(t, dbi, this, newValue, PutFlag.bits(flags)), "mdb_cursor_put");
  }

  /// A write that fails leaves the cursor anywhere.
  private void done(WriteTxn t, int rc, String call) {
    t.check(rc, call);
    astray = false;
  }

  /// Makes room for a value under a key as [WriteTxn#reserve] does, and stands there then.
  public MemorySegment reserve(MemorySegment atKey, long sizeBytes, PutFlag... flags) {
    WriteTxn t = writing();
    t.key(dbi, atKey);
    astray = true;
    MemorySegment room = Put.room(t, dbi, this, sizeBytes, PutFlag.bits(flags));
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
      done(t, Put.value(t, dbi, this, newValue, PutFlag.CURRENT), "mdb_cursor_put");
      return;
    }
    Put.checkFixedSize(t, dbi, size);
    block.value(newValue, size);
    t.invalidate();
    t.forgetSizes();
    astray = true;
    t.check(Native.cursorDel(pointer, 0), "mdb_cursor_del");
    done(t, Native.cursorPut(pointer, block.key, block.data, 0), "mdb_cursor_put");
  }

  /// Puts many values of one size under a key in one call; returns how many were put.
  ///
  /// @param items the values, one behind the other, a whole number of them
  /// @param itemSizeBytes size of each
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
    Put.checkFixedSize(t, dbi, itemSizeBytes);
    try (Arena arena = Arena.ofConfined()) {
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
    if (rc == Errno.EINVAL || rc == ResultCode.NOTFOUND) {
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
    into.check(Native.cursorRenew(into.pointer, pointer), "mdb_cursor_renew");
    txn = into;
    life = into.life;
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
    freed();
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
}
