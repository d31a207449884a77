package dev.fulgur.store.engine;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

/// Walks the rows of a tree in the unsigned order of their keys.
public interface RowCursor extends AutoCloseable {

  /// Goes to the first row; false if there is none.
  boolean first();

  /// Goes to the last row; false if there is none.
  boolean last();

  /// Goes to the first row whose key is not below `key`; false if there is none.
  boolean seek(MemorySegment key);

  /// Goes to the next row; false if there is none.
  boolean next();

  /// Goes to the previous row; false if there is none.
  boolean previous();

  /// The key of the row that it stands on.
  MemorySegment key();

  /// Copies the key of the row that it stands on to the beginning of `target`, which has room for
  /// the longest, and answers its length.
  default int copyKey(byte[] target) {
    MemorySegment key = key();
    int length = Math.toIntExact(key.byteSize());
    MemorySegment.copy(key, ValueLayout.JAVA_BYTE, 0, target, 0, length);
    return length;
  }

  /// The value of the row that it stands on.
  MemorySegment value();

  /// The size of that value.
  default long valueSizeBytes() {
    return value().byteSize();
  }

  @Override
  void close();
}
