package dev.fulgur.store.engine;

import dev.fulgur.store.Cursor;

/// A cursor on a table, for as long as its view lasts.
final class TableCursor<K, R> extends OpenCursor implements Cursor<K, R> {

  private final BoundTable<K, R> table;
  private final RangeWalk walk;

  TableCursor(TypedView view, BoundTable<K, R> table, RangeWalk walk) {
    super(view, "row");
    this.table = table;
    this.walk = walk;
  }

  @Override
  boolean step() {
    return walk.next();
  }

  @Override
  void free() {
    walk.close();
  }

  @Override
  public K key() {
    Rows _ = enterRow();
    try {
      return table.readKey(view.scratch, walk.key());
    } finally {
      view.exit();
    }
  }

  @Override
  public R record() {
    Rows rows = enterRow();
    try {
      return table.read(rows, view.scratch, walk.key(), walk.value());
    } finally {
      view.exit();
    }
  }

  @Override
  public long sizeBytes() {
    Rows _ = enterRow();
    try {
      return walk.valueSizeBytes();
    } finally {
      view.exit();
    }
  }
}
