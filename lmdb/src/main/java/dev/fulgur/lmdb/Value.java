package dev.fulgur.lmdb;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// A view of bytes that lie in the memory map, to be used again and again: reading with it
/// allocates nothing.
///
/// [Txn#get(Dbi, byte[], Value)] and the movements of a [Cursor] point it at an item. It is good
/// until its transaction ends, is reset, or (in a write transaction) writes; each access checks
/// that, the thread and the bounds, and throws an [IllegalStateException] or
/// [IndexOutOfBoundsException] instead of reading what is no longer there. Belongs to one thread at
/// a time, the one that owns the transaction.
@SuppressWarnings("ReferenceEquality") // a transaction is itself and no other
public final class Value {
  private static final ValueLayout.OfShort SHORT =
      ValueLayout.JAVA_SHORT_UNALIGNED.withOrder(ByteOrder.BIG_ENDIAN);
  private static final ValueLayout.OfInt INT =
      ValueLayout.JAVA_INT_UNALIGNED.withOrder(ByteOrder.BIG_ENDIAN);
  private static final ValueLayout.OfLong LONG =
      ValueLayout.JAVA_LONG_UNALIGNED.withOrder(ByteOrder.BIG_ENDIAN);

  private @Nullable Txn txn;
  private long stamp;
  private long address;
  private long size;

  /// A view of nothing yet.
  public Value() {}

  void point(Txn at, long from, long bytes) {
    if (txn != at) {
      txn = at;
    }
    stamp = at.stamp;
    address = from;
    size = bytes;
  }

  void clear() {
    txn = null;
  }

  /// The address of `count` bytes at `offset`, if they may be read now.
  private long at(long offset, long count) {
    live();
    Objects.checkFromIndexSize(offset, count, size);
    return address + offset;
  }

  private Txn live() {
    Txn t = txn;
    if (t == null) {
      throw new IllegalStateException("this value points at no item; move or get first");
    }
    t.live();
    if (t.stamp != stamp) {
      throw new IllegalStateException(
          "this value is from before a write, reset or renewal of its transaction on "
              + t.env.path()
              + "; read it again");
    }
    return t;
  }

  /// Number of bytes.
  ///
  /// @throws IllegalStateException if the item is no longer there to be read
  public long size() {
    live();
    return size;
  }

  /// The byte at `offset`.
  public byte byteAt(long offset) {
    return Native.MEMORY.get(JAVA_BYTE, at(offset, 1));
  }

  /// The big-endian 16-bit number at `offset`.
  public short shortAt(long offset) {
    return Native.MEMORY.get(SHORT, at(offset, 2));
  }

  /// The big-endian 32-bit number at `offset`.
  public int intAt(long offset) {
    return Native.MEMORY.get(INT, at(offset, 4));
  }

  /// The big-endian 64-bit number at `offset`.
  public long longAt(long offset) {
    return Native.MEMORY.get(LONG, at(offset, 8));
  }

  /// Copies `count` bytes from `offset` to `target`, at `index`.
  public void copyTo(long offset, byte[] target, int index, int count) {
    Objects.checkFromIndexSize(index, count, target.length);
    MemorySegment.copy(Native.MEMORY, JAVA_BYTE, at(offset, count), target, index, count);
  }

  /// A copy of all bytes.
  ///
  /// @throws IllegalStateException if there are more than an array can hold, or the item is no
  ///   longer there to be read
  public byte[] toBytes() {
    live();
    if (size > Integer.MAX_VALUE - 8) {
      throw new IllegalStateException(size + " bytes do not fit in an array; use segment()");
    }
    byte[] bytes = new byte[(int) size];
    copyTo(0, bytes, 0, bytes.length);
    return bytes;
  }

  /// True if the bytes are these.
  public boolean contentEquals(MemorySegment other) {
    return size() == other.byteSize() && Native.MEMORY.asSlice(address, size).mismatch(other) < 0;
  }

  /// A read-only segment of the bytes. Like this view it is good until the transaction ends, is
  /// reset or writes, and only for the transaction's thread; after that, using it is an
  /// [IllegalStateException]. It allocates.
  public MemorySegment segment() {
    return live().bound(address, size).asReadOnly();
  }

  /// A read-only segment of the bytes that is **not** bound to the transaction: its bounds are
  /// checked, its life is not. It is for a decoder that is known to be done before the transaction
  /// ends, resets or writes; whoever keeps it longer reads other bytes, or ends the process once
  /// the environment is closed. It allocates one object and costs nothing when the transaction
  /// ends, where [#segment()] costs an arena.
  public MemorySegment borrow() {
    live();
    return Native.READABLE.asSlice(address, size);
  }
}
