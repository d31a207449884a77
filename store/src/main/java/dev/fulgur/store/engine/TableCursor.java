package dev.fulgur.store.engine;

import dev.fulgur.store.Cursor;

/// A cursor on a table, for as long as its view lasts.
final class TableCursor<K, R> implements Cursor<K, R> {

  private final TypedView view;
  private final BoundTable<K, R> table;
  private final RangeWalk walk;
  private boolean onRow;
  private boolean closed;

  TableCursor(TypedView view, BoundTable<K, R> table, RangeWalk walk) {
    this.view = view;
    this.table = table;
    this.walk = walk;
  }

  @Override
  public boolean next() {
    Rows _ = enter();
    try {
      onRow = walk.next();
      return onRow;
    } finally {
      view.exit();
    }
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

  @Override
  public void close() {
    if (closed) {
      return;
    }
    closed = true;
    if (view.enterToClose()) {
      try {
        walk.close();
      } finally {
        view.exit();
      }
    }
  }

  private Rows enter() {
    Rows rows = view.enter();
    if (closed) {
      view.exit();
      throw new IllegalStateException("The cursor is closed; open another.");
    }
    return rows;
  }

  private Rows enterRow() {
    Rows rows = enter();
    if (!onRow) {
      view.exit();
      throw new IllegalStateException(
          "The cursor stands on no row; call next, and see it answer true.");
    }
    return rows;
  }
}
