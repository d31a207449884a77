package dev.fulgur.store.engine;

import java.lang.foreign.MemorySegment;
import org.jspecify.annotations.Nullable;

/// The read path: rows of bytes, as one snapshot has them.
///
/// Segments that come out are valid until the snapshot ends or, in a writer, until the next change;
/// callers decode or copy at once. One thread at a time. Cursors that are still open when the
/// snapshot ends are closed with it.
public interface Rows {

  /// The value under `key`, or null. The key may lie anywhere.
  @Nullable MemorySegment get(Tree tree, MemorySegment key);

  /// A cursor that stands nowhere yet.
  RowCursor cursor(Tree tree);

  /// The number of rows.
  long count(Tree tree);

  /// Whether a program that does not keep the indexes made the last commit that the snapshot shows.
  boolean writtenByOthers();

  /// The version of the snapshot; in a writer, the one that it builds on.
  long version();
}
