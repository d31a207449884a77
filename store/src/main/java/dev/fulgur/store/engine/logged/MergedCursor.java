package dev.fulgur.store.engine.logged;

import dev.fulgur.store.engine.LayeredCursor;
import dev.fulgur.store.engine.RowCursor;
import dev.fulgur.store.engine.Tree;
import java.lang.foreign.MemorySegment;
import org.jspecify.annotations.Nullable;

/// Walks a snapshot and the generations before it, which do not change for who reads with them.
final class MergedCursor extends LayeredCursor {
  private final LoggedRows rows;
  private final int tree;
  private final boolean cleared;

  MergedCursor(LoggedRows rows, Tree tree, RowCursor below) {
    super(below);
    this.rows = rows;
    this.tree = tree.number();
    this.cleared = rows.isCleared(tree.number());
  }

  @Override
  protected boolean isCleared() {
    return cleared;
  }

  @Override
  protected int edition() {
    return 0;
  }

  /// The nearest key that says something of its row.
  @Override
  protected void lookAbove(byte @Nullable [] from, boolean inclusive, boolean up) {
    byte[] key = rows.nearest(tree, from, inclusive, up);
    while (key != null) {
      byte[] value = rows.above(tree, MemorySegment.ofArray(key));
      if (value != null) {
        above(key, value);
        return;
      }
      key = rows.nearest(tree, key, false, up);
    }
    above(null, null);
  }

  @Override
  protected boolean isDeleted(byte[] value) {
    return LoggedRows.isDeleted(value);
  }
}
