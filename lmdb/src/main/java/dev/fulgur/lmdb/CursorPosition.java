package dev.fulgur.lmdb;

import org.jspecify.annotations.Nullable;

/// Where a [Cursor] stands, in which transaction, and LMDB's movements, which allocate nothing.
///
/// A movement goes by LMDB or, from row to row of one page, without it: [#settle] brings LMDB's
/// cursor along before it is asked again.
abstract sealed class CursorPosition permits Cursor {
  static final int FIRST = 0;
  static final int FIRST_DUP = 1;
  static final int GET_BOTH = 2;
  static final int GET_BOTH_RANGE = 3;
  static final int GET_CURRENT = 4;
  static final int GET_MULTIPLE = 5;
  static final int LAST = 6;
  static final int LAST_DUP = 7;
  static final int NEXT = 8;
  static final int NEXT_DUP = 9;
  static final int NEXT_NODUP = 11;
  static final int PREV = 12;
  static final int PREV_DUP = 13;
  static final int PREV_NODUP = 14;
  static final int SET_KEY = 16;
  static final int SET_RANGE = 17;
  static final int PREV_MULTIPLE = 18;

  final Dbi dbi;
  final Value key = new Value();
  final Value value = new Value();
  final boolean writes;
  Txn txn;
  long life;
  long pointer;
  boolean closed;

  /// The page on which it stands, where rows of that are read without LMDB; null where they cannot
  /// be.
  final @Nullable LeafPage page;

  /// True while the cursor stands nowhere: at first, and after a seek that found nothing.
  boolean astray = true;

  CursorPosition(Txn txn, Dbi dbi, long pointer) {
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

  final long pointer() {
    return pointer;
  }

  final boolean on(Dbi other) {
    return dbi.equals(other);
  }

  /// LMDB frees it, now or with its write transaction.
  final void freed() {
    closed = true;
    life = -1;
    key.clear();
    value.clear();
  }

  /// Its database needs no look: a handle is closed only while no transaction is active, which ends
  /// this life, or by the transaction that deletes the database, which closes its cursors.
  final Txn live() {
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

  final WriteTxn writing() {
    if (live() instanceof WriteTxn write) {
      return write;
    }
    throw new IllegalStateException(this + " is in a read transaction; write in a WriteTxn");
  }

  final boolean move(int op) {
    return move(live(), op);
  }

  final boolean move(Txn t, int op) {
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
  final boolean step(Txn t, int by) {
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
  final boolean seek(Txn t, int op) {
    astray = true;
    if (page != null) {
      boolean _ = page.leave();
    }
    return move(t, op);
  }

  /// For operations that do not answer with the key: they move, then the item is read.
  final boolean seekThenRead(Txn t, int op) {
    astray = true;
    Block block = t.block;
    int rc = Native.cursorGet(pointer, block.key, block.data, op);
    return rc == 0 ? move(t, GET_CURRENT) : nothing(t, rc);
  }

  final boolean nothing(Txn t, int rc) {
    key.clear();
    value.clear();
    // LMDB's answer to a cursor whose database was emptied.
    if (rc == ResultCode.NOTFOUND || rc == Errno.EINVAL) {
      return false;
    }
    astray = true;
    throw t.failure(rc, "mdb_cursor_get");
  }

  /// Reads the item at which the cursor stands; false if it stands at none.
  final boolean here(Txn t) {
    if (astray) {
      key.clear();
      value.clear();
      return false;
    }
    return move(t, GET_CURRENT);
  }

  final IllegalStateException nowhere() {
    return new IllegalStateException(this + " stands at no item; move it first");
  }

  final Txn sorted() {
    Txn t = live();
    dbi.requireSorted("mdb_cursor_get");
    return t;
  }

  final Txn fixed() {
    Txn t = live();
    dbi.requireFixed("mdb_cursor_get");
    return t;
  }

  /// Where a key has one value, LMDB may still hold the values of the key before in its hands.
  final boolean many(Txn t, int op) {
    return count(t) == 1 || move(t, op);
  }

  final long count(Txn t) {
    int rc = Native.cursorCount(pointer, t.block.out);
    if (rc == Errno.EINVAL || rc == ResultCode.NOTFOUND) {
      throw nowhere();
    }
    t.check(rc, "mdb_cursor_count");
    return t.block.outLong();
  }

  /// A cursor in a live snapshot is its thread's; any other is nobody's.
  final void checkIdleOrMine() {
    Txn t = txn;
    if (t.life == life && t.owner != 0 && !t.mine() && t.thread().isAlive()) {
      throw t.wrongThread(t.thread());
    }
  }

  @Override
  public final String toString() {
    return "the cursor on " + dbi + " of " + txn.env.path();
  }
}
