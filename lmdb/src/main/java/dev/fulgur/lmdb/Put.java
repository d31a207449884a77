package dev.fulgur.lmdb;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import org.jspecify.annotations.Nullable;

/// How a value comes into the map, under the key that is in its transaction's block, by a cursor or
/// without one.
///
/// Where a key has one value, room is reserved in the page and the value copied there by Java,
/// which notices a source that is closed by another thread meanwhile; where it has many, a value is
/// short and is copied into the block.
final class Put {
  private static final int SORTED_ONLY = PutFlag.NODUPDATA.bit | PutFlag.APPENDDUP.bit;
  private static final long MAX_BYTES = 0xffff_ffffL;

  private Put() {}

  /// Puts a value; answers LMDB's code.
  static int value(WriteTxn txn, Dbi dbi, @Nullable Cursor cursor, MemorySegment value, int flags) {
    txn.checkWhole();
    checkReadable(value);
    long size = value.byteSize();
    if (dbi.sorted) {
      dbi.checkSortedValue(size);
      checkFixedSize(txn, dbi, size);
      txn.block.value(value, size);
      txn.invalidate();
      return now(txn, dbi, cursor, flags);
    }
    checkPlain(dbi, flags);
    if (txn.lentBy(value)) {
      try (Arena arena = Arena.ofConfined()) {
        MemorySegment copy = arena.allocate(Math.max(size, 1)).asSlice(0, size).copyFrom(value);
        return reserveAndCopy(txn, dbi, cursor, copy, flags);
      }
    }
    return reserveAndCopy(txn, dbi, cursor, value, flags);
  }

  /// Makes room for a value, which the caller writes.
  static MemorySegment room(
      WriteTxn txn, Dbi dbi, @Nullable Cursor cursor, long sizeBytes, int flags) {
    txn.checkWhole();
    if (sizeBytes < 0) {
      throw new IllegalArgumentException("a size of " + sizeBytes + " bytes is negative");
    }
    if (dbi.sorted) {
      throw new LmdbException.Incompatible(
          dbi + " has DUPSORT, where room cannot be reserved; put the value",
          "mdb_put",
          txn.env.path());
    }
    checkPlain(dbi, flags);
    txn.check(reserve(txn, dbi, cursor, sizeBytes, flags), "mdb_put");
    return txn.bound(txn.block.dataAddress(), sizeBytes);
  }

  private static void checkReadable(MemorySegment value) {
    if (!value.scope().isAlive() || !value.isAccessibleBy(Thread.currentThread())) {
      throw new IllegalStateException(
          "the value to put is closed or another thread's; give memory that this thread can read");
    }
  }

  private static void checkPlain(Dbi dbi, int flags) {
    if ((flags & SORTED_ONLY) != 0) {
      dbi.requireSorted("mdb_put");
    }
  }

  /// LMDB trusts that all values of a key have one size; a first one tells which.
  static void checkFixedSize(WriteTxn txn, Dbi dbi, long size) {
    if (!dbi.fixed) {
      return;
    }
    Block block = txn.block;
    int rc = Native.get(txn.pointer, dbi.id, block.key, block.data);
    if (rc == 0 && block.dataSize() != size) {
      throw new LmdbException.BadValSize(
          "a value of "
              + size
              + " bytes does not fit "
              + dbi
              + ", whose values of this key have "
              + block.dataSize()
              + "; give all values of a key one size",
          size,
          "checking a value",
          txn.env.path());
    }
  }

  private static int reserveAndCopy(
      WriteTxn txn, Dbi dbi, @Nullable Cursor cursor, MemorySegment value, int flags) {
    long size = value.byteSize();
    int rc = reserve(txn, dbi, cursor, size, flags);
    if (rc == 0) {
      txn.torn = true;
      MemorySegment.copy(value, 0, Native.MEMORY, txn.block.dataAddress(), size);
      txn.torn = false;
    }
    return rc;
  }

  private static int reserve(WriteTxn txn, Dbi dbi, @Nullable Cursor cursor, long size, int flags) {
    if (size > MAX_BYTES) {
      throw new LmdbException.BadValSize(
          "a value of " + size + " bytes is too long; give less than 4 GiB",
          size,
          "checking a value",
          txn.env.path());
    }
    txn.block.data(size, 0);
    txn.invalidate();
    return now(txn, dbi, cursor, flags | PutFlag.RESERVE);
  }

  private static int now(WriteTxn txn, Dbi dbi, @Nullable Cursor cursor, int flags) {
    Block block = txn.block;
    return cursor == null
        ? Native.put(txn.pointer, dbi.id, block.key, block.data, flags)
        : Native.cursorPut(cursor.pointer(), block.key, block.data, flags);
  }
}
