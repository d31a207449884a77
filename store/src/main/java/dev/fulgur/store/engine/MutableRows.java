package dev.fulgur.store.engine;

import java.lang.foreign.MemorySegment;

/// Rows that a transaction can change; it reads its own changes.
public interface MutableRows extends Rows {

  /// Stores a row, in place of one that may have the key.
  void put(Tree tree, MemorySegment key, MemorySegment value);

  /// Deletes a row; false if there was none.
  boolean delete(Tree tree, MemorySegment key);

  /// Deletes all rows.
  void clear(Tree tree);
}
