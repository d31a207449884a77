package dev.fulgur.store.engine;

import dev.fulgur.store.IndexCursor;

/// A cursor on an index, for as long as its view lasts.
final class TypedIndexCursor<I, K, R> implements IndexCursor<I, K, R> {

  private final TypedView view;
  private final IndexWalk<I, K, R> walk;
  private boolean onRow;
  private boolean closed;

  TypedIndexCursor(TypedView view, IndexWalk<I, K, R> walk) {
    this.view = view;
    this.walk = walk;
  }

  @Override
  public boolean next() {
    enter();
    try {
      onRow = walk.next();
      return onRow;
    } finally {
      view.exit();
    }
  }

  @Override
  public I indexKey() {
    enterRow();
    try {
      return walk.indexKey();
    } finally {
      view.exit();
    }
  }

  @Override
  public K key() {
    enterRow();
    try {
      return walk.key();
    } finally {
      view.exit();
    }
  }

  @Override
  public R record() {
    enterRow();
    try {
      return walk.record();
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

  private void enter() {
    view.enter();
    if (closed) {
      view.exit();
      throw new IllegalStateException("The cursor is closed; open another.");
    }
  }

  private void enterRow() {
    enter();
    if (!onRow) {
      view.exit();
      throw new IllegalStateException(
          "The cursor stands on no entry; call next, and see it answer true.");
    }
  }
}
