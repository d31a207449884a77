package dev.fulgur.store.engine;

import dev.fulgur.store.Range;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/// A range of index keys as a range of rows.
///
/// Where a bound holds a text that rows have only in part, the rows are those of every key that
/// begins like it, and each is to be verified on its record.
///
/// @param rows the rows to walk
/// @param whole what a key, before anything is cut, must lie in, or null if every row is right
record IndexRange(ByteRange rows, @Nullable ByteRange whole) {

  static <I> IndexRange of(Scratch scratch, IndexMaintainer<I, ?, ?> maintainer, Range<I> range) {
    ByteRange rows = new ByteRange(null, false, null, false, range.descending());
    ByteRange whole = rows;
    boolean cut = false;
    if (range.from() != null) {
      Bound bound = Bound.of(scratch, maintainer, range.from());
      cut |= bound.cut();
      rows =
          range.fromInclusive() || bound.cut()
              ? rows.atLeast(bound.rows(), true)
              : above(rows, bound.rows());
      whole =
          range.fromInclusive() ? whole.atLeast(bound.whole(), true) : above(whole, bound.whole());
    }
    if (range.to() != null) {
      Bound bound = Bound.of(scratch, maintainer, range.to());
      cut |= bound.cut();
      rows =
          range.toInclusive() || bound.cut()
              ? upTo(rows, bound.rows())
              : rows.atMost(bound.rows(), false);
      whole = range.toInclusive() ? upTo(whole, bound.whole()) : whole.atMost(bound.whole(), false);
    }
    if (range.prefix() != null) {
      Bound bound = Bound.ofPrefix(scratch, maintainer, range.prefix());
      cut |= bound.cut();
      rows = rows.within(bound.rows());
      whole = whole.within(bound.whole());
    }
    if (range.part() != null) {
      Bound bound = Bound.ofPart(scratch, range.part());
      cut |= bound.cut();
      rows = rows.within(bound.rows());
      whole = whole.within(bound.whole());
    }
    return new IndexRange(rows.reachable(), cut ? whole : null);
  }

  /// Rows begin with their index key, so that all rows above a key are those above all rows that
  /// begin with it: a key is never a prefix of another.
  private static ByteRange above(ByteRange range, byte[] key) {
    byte[] end = Bytes.successor(key);
    return end == null ? range.atMost(new byte[0], false) : range.atLeast(end, true);
  }

  private static ByteRange upTo(ByteRange range, byte[] key) {
    byte[] end = Bytes.successor(key);
    return end == null ? range : range.atMost(end, false);
  }

  /// A bound, as rows have it and whole.
  ///
  /// @param rows what the rows of this key begin with
  /// @param whole the key before anything is cut
  /// @param cut whether the rows of other keys begin so too
  @SuppressWarnings("ArrayRecordComponent") // never compared
  private record Bound(byte[] rows, byte[] whole, boolean cut) {

    static <I> Bound of(Scratch scratch, IndexMaintainer<I, ?, ?> maintainer, I key) {
      return of(maintainer.stored(scratch, key), maintainer.whole(scratch, key));
    }

    static Bound of(byte[] stored, byte[] whole) {
      int common = Arrays.mismatch(stored, whole);
      int kept = common < 0 ? whole.length : common;
      int fitting = Math.min(kept, IndexMaintainer.KEPT_BYTES);
      boolean cut = fitting < whole.length;
      return new Bound(cut ? Arrays.copyOf(whole, fitting) : whole, whole, cut);
    }

    /// The end of a last text is no part of a prefix.
    static <I> Bound ofPrefix(Scratch scratch, IndexMaintainer<I, ?, ?> maintainer, I prefix) {
      byte[] whole = maintainer.whole(scratch, prefix);
      byte[] stored = maintainer.stored(scratch, prefix);
      scratch.keys.reset();
      maintainer.codec.write(prefix, scratch.keys);
      boolean endsInText = scratch.keys.size() != whole.length;
      Bound bound = of(stored, whole);
      if (!endsInText) {
        return bound;
      }
      byte[] open = Arrays.copyOf(whole, whole.length - 1);
      return new Bound(bound.cut() ? bound.rows() : open, open, bound.cut());
    }

    static <A> Bound ofPart(Scratch scratch, Range.Part<A> part) {
      byte[] whole = ByteRange.part(scratch.keys, part);
      scratch.indexKeys.reset();
      part.codec().write(part.value(), scratch.indexKeys);
      return of(scratch.indexKeys.toByteArray(), whole);
    }
  }
}
