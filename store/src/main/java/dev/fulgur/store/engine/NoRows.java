package dev.fulgur.store.engine;

import java.lang.foreign.MemorySegment;

/// The rows of a tree that is not there.
public final class NoRows implements RowCursor {
  /// The one.
  public static final NoRows INSTANCE = new NoRows();

  private NoRows() {}

  @Override
  public boolean first() {
    return false;
  }

  @Override
  public boolean last() {
    return false;
  }

  @Override
  public boolean seek(MemorySegment key) {
    return false;
  }

  @Override
  public boolean next() {
    return false;
  }

  @Override
  public boolean previous() {
    return false;
  }

  @Override
  public MemorySegment key() {
    throw new IllegalStateException("A cursor without rows stands nowhere.");
  }

  @Override
  public MemorySegment value() {
    throw new IllegalStateException("A cursor without rows stands nowhere.");
  }

  @Override
  public void close() {}
}
