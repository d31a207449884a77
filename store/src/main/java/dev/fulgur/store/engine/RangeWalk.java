package dev.fulgur.store.engine;

import java.lang.foreign.MemorySegment;

/// A cursor held inside a range, in the range's direction.
final class RangeWalk implements AutoCloseable {

  private final RowCursor cursor;
  private final ByteRange range;

  /// Whether there is an end to compare each key with.
  private final boolean bounded;

  private boolean begun;
  private boolean ended;

  RangeWalk(Rows rows, Tree tree, ByteRange range) {
    this.range = range;
    this.bounded = (range.descending() ? range.low() : range.high()) != null;
    this.cursor = rows.cursor(tree);
  }

  /// Goes to the next row of the range, the first one at first.
  boolean next() {
    if (ended) {
      return false;
    }
    boolean found = begun ? step() : begin();
    begun = true;
    if (found && bounded) {
      found = range.descending() ? range.notBelow(cursor.key()) : range.notAbove(cursor.key());
    }
    ended = !found;
    return found;
  }

  private boolean step() {
    return range.descending() ? cursor.previous() : cursor.next();
  }

  private boolean begin() {
    if (!range.descending()) {
      if (range.low() == null) {
        return cursor.first();
      }
      if (!cursor.seek(MemorySegment.ofArray(range.low()))) {
        return false;
      }
      return range.notBelow(cursor.key()) || cursor.next();
    }
    if (range.high() == null) {
      return cursor.last();
    }
    if (range.high().length == 0 || !cursor.seek(MemorySegment.ofArray(range.high()))) {
      return range.high().length != 0 && cursor.last();
    }
    return range.notAbove(cursor.key()) || cursor.previous();
  }

  MemorySegment key() {
    return cursor.key();
  }

  /// Copies the key to the beginning of `target` and answers its length.
  int copyKey(byte[] target) {
    return cursor.copyKey(target);
  }

  MemorySegment value() {
    return cursor.value();
  }

  long valueSizeBytes() {
    return cursor.valueSizeBytes();
  }

  @Override
  public void close() {
    ended = true;
    cursor.close();
  }
}
