package dev.fulgur.lmdb;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

/// The native memory that one transaction hands to C: an `MDB_val` for the key, two for the data, a
/// place for results, and room for a copy of a key and of a short value. Keys are always copied, so
/// that C never reads memory that another thread might free.
///
/// It lives as long as its environment, and only the thread that owns the transaction uses it.
final class Block {
  private static final ValueLayout.OfLong WORD = ValueLayout.JAVA_LONG_UNALIGNED;

  /// `MDB_val` of the key: size, then pointer.
  final long key;

  /// `MDB_val` of the data, and a second one for `MDB_MULTIPLE`.
  final long data;

  /// A pointer, a number or a struct that C returns.
  final long out;

  private final long keyBytes;
  private final long valueBytes;

  Block(Arena arena, int maxKeySize) {
    long room = (maxKeySize + 15L) & ~15L;
    long address = arena.allocate(128 + 2 * room, 16).address();
    key = address;
    data = address + 16;
    out = address + 48;
    keyBytes = address + 128;
    valueBytes = keyBytes + room;
  }

  void key(MemorySegment bytes, long size) {
    copy(bytes, size, keyBytes);
    Native.MEMORY.set(JAVA_LONG, key, size);
    Native.MEMORY.set(JAVA_LONG, key + 8, keyBytes);
  }

  /// Most keys are short, and for them a call that copies costs more than the copying: they go word
  /// by word, the last word over the one before it.
  private static void copy(MemorySegment from, long size, long to) {
    if (size < 8 || size > 64) {
      MemorySegment.copy(from, 0, Native.MEMORY, to, size);
      return;
    }
    long last = size - 8;
    for (long i = 0; i < last; i += 8) {
      Native.MEMORY.set(WORD, to + i, from.get(WORD, i));
    }
    Native.MEMORY.set(WORD, to + last, from.get(WORD, last));
  }

  void key(byte[] bytes) {
    MemorySegment.copy(bytes, 0, Native.MEMORY, JAVA_BYTE, keyBytes, bytes.length);
    Native.MEMORY.set(JAVA_LONG, key, (long) bytes.length);
    Native.MEMORY.set(JAVA_LONG, key + 8, keyBytes);
  }

  /// A key that lies in the map and stays there during the call.
  void borrowKey(long address, long size) {
    Native.MEMORY.set(JAVA_LONG, key, size);
    Native.MEMORY.set(JAVA_LONG, key + 8, address);
  }

  /// A key that is copied to where a short value would be, so that the one before it stays where it
  /// is, to be borrowed again.
  void otherKey(byte[] bytes) {
    MemorySegment.copy(bytes, 0, Native.MEMORY, JAVA_BYTE, valueBytes, bytes.length);
    borrowKey(valueBytes, bytes.length);
  }

  /// A short value, copied into the block.
  void value(MemorySegment bytes, long size) {
    MemorySegment.copy(bytes, 0, Native.MEMORY, valueBytes, size);
    data(size, valueBytes);
  }

  void data(long size, long address) {
    Native.MEMORY.set(JAVA_LONG, data, size);
    Native.MEMORY.set(JAVA_LONG, data + 8, address);
  }

  void secondData(long size) {
    Native.MEMORY.set(JAVA_LONG, data + 16, size);
    Native.MEMORY.set(JAVA_LONG, data + 24, 0L);
  }

  long keySize() {
    return Native.MEMORY.get(JAVA_LONG, key);
  }

  long keyAddress() {
    return Native.MEMORY.get(JAVA_LONG, key + 8);
  }

  long dataSize() {
    return Native.MEMORY.get(JAVA_LONG, data);
  }

  long dataAddress() {
    return Native.MEMORY.get(JAVA_LONG, data + 8);
  }

  long secondDataSize() {
    return Native.MEMORY.get(JAVA_LONG, data + 16);
  }

  long outLong() {
    return Native.MEMORY.get(JAVA_LONG, out);
  }

  int outInt() {
    return Native.MEMORY.get(JAVA_INT, out);
  }

  Stat outStat() {
    return new Stat(
        Native.MEMORY.get(JAVA_INT, out),
        Native.MEMORY.get(JAVA_INT, out + 4),
        Native.MEMORY.get(JAVA_LONG, out + 8),
        Native.MEMORY.get(JAVA_LONG, out + 16),
        Native.MEMORY.get(JAVA_LONG, out + 24),
        Native.MEMORY.get(JAVA_LONG, out + 32));
  }

  EnvInfo outInfo() {
    return new EnvInfo(
        Native.MEMORY.get(JAVA_LONG, out + 8),
        Native.MEMORY.get(JAVA_LONG, out + 16),
        Native.MEMORY.get(JAVA_LONG, out + 24),
        Native.MEMORY.get(JAVA_INT, out + 32),
        Native.MEMORY.get(JAVA_INT, out + 36));
  }
}
