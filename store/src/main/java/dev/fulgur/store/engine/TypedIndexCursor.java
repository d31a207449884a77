package dev.fulgur.store.engine;

import dev.fulgur.store.IndexCursor;

/// A cursor on an index, for as long as its view lasts.
final class TypedIndexCursor<I, K, R> extends OpenCursor implements IndexCursor<I, K, R> {

  private final IndexWalk<I, K, R> walk;

  TypedIndexCursor(TypedView view, IndexWalk<I, K, R> walk) {
    super(view, "entry");
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
  public I indexKey() {
    Rows _ = enterRow();
    try {
      return walk.indexKey();
    } finally {
      view.exit();
    }
  }

  @Override
  public K key() {
    Rows _ = enterRow();
    try {
      return walk.key();
    } finally {
      view.exit();
    }
  }

  @Override
  public R record() {
    Rows _ = enterRow();
    try {
      return walk.record();
    } finally {
      view.exit();
    }
  }
}
