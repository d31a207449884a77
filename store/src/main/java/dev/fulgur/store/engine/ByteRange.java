package dev.fulgur.store.engine;

import dev.fulgur.store.KeyCodec;
import dev.fulgur.store.Range;
import dev.fulgur.store.codec.KeyWriter;
import java.lang.foreign.MemorySegment;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/// A stretch of keys as bytes, walked up or down.
///
/// @param low the lower bound, null for none
/// @param lowInclusive whether it belongs to the range
/// @param high the upper bound, null for none
/// @param highInclusive whether it belongs to the range
/// @param descending the direction of the walk
@SuppressWarnings("ArrayRecordComponent") // never compared
record ByteRange(
    byte @Nullable [] low,
    boolean lowInclusive,
    byte @Nullable [] high,
    boolean highInclusive,
    boolean descending) {

  static final ByteRange ALL = new ByteRange(null, false, null, false, false);

  /// The range of primary keys.
  static <K> ByteRange of(KeyWriter writer, KeyCodec<K> codec, Range<K> range) {
    if (range.from() == null
        && range.to() == null
        && range.prefix() == null
        && range.part() == null
        && !range.descending()) {
      return ALL;
    }
    ByteRange bytes =
        new ByteRange(
            encoded(writer, codec, range.from()),
            range.fromInclusive(),
            encoded(writer, codec, range.to()),
            range.toInclusive(),
            range.descending());
    byte[] prefix = encoded(writer, codec, range.prefix());
    if (prefix != null) {
      bytes = bytes.within(prefix);
    }
    if (range.part() != null) {
      bytes = bytes.within(part(writer, range.part()));
    }
    return bytes.reachable();
  }

  /// The bytes of the leading part of a composite.
  static <A> byte[] part(KeyWriter writer, Range.Part<A> part) {
    writer.reset().beginPart();
    part.codec().write(part.value(), writer);
    return writer.endPart().toByteArray();
  }

  /// What of this range begins with `prefix`.
  ByteRange within(byte[] prefix) {
    ByteRange cut = atLeast(prefix, true);
    byte[] end = Bytes.successor(prefix);
    return end == null ? cut : cut.atMost(end, false);
  }

  /// What of this range is not below `bound`.
  ByteRange atLeast(byte[] bound, boolean inclusive) {
    int order = low == null ? 1 : Arrays.compareUnsigned(bound, low);
    if (order < 0 || (order == 0 && inclusive)) {
      return this;
    }
    return new ByteRange(bound, inclusive, high, highInclusive, descending);
  }

  /// What of this range is not above `bound`.
  ByteRange atMost(byte[] bound, boolean inclusive) {
    int order = high == null ? -1 : Arrays.compareUnsigned(bound, high);
    if (order > 0 || (order == 0 && inclusive)) {
      return this;
    }
    return new ByteRange(low, lowInclusive, bound, inclusive, descending);
  }

  /// What is left behind `key` in the direction of the walk.
  ByteRange beyond(byte[] key) {
    return descending ? atMost(key, false) : atLeast(key, false);
  }

  boolean contains(MemorySegment key) {
    return notBelow(key) && notAbove(key);
  }

  boolean notAbove(MemorySegment key) {
    if (high == null) {
      return true;
    }
    int order = Bytes.compare(key, high);
    return order < 0 || (order == 0 && highInclusive);
  }

  boolean notBelow(MemorySegment key) {
    if (low == null) {
      return true;
    }
    int order = Bytes.compare(key, low);
    return order > 0 || (order == 0 && lowInclusive);
  }

  /// The same range for keys of at most 511 bytes, with bounds that are not longer, nor empty.
  ByteRange reachable() {
    byte[] newLow = low;
    boolean newLowInclusive = lowInclusive;
    byte[] newHigh = high;
    boolean newHighInclusive = highInclusive;
    if (newLow != null && newLow.length > KeyWriter.MAX_BYTES) {
      newLow = Arrays.copyOf(newLow, KeyWriter.MAX_BYTES);
      newLowInclusive = false;
    } else if (newLow != null && newLow.length == 0) {
      newLow = null;
    }
    if (newHigh != null && newHigh.length > KeyWriter.MAX_BYTES) {
      newHigh = Arrays.copyOf(newHigh, KeyWriter.MAX_BYTES);
      newHighInclusive = true;
    }
    return new ByteRange(newLow, newLowInclusive, newHigh, newHighInclusive, descending);
  }

  private static <K> byte @Nullable [] encoded(
      KeyWriter writer, KeyCodec<K> codec, @Nullable K key) {
    if (key == null) {
      return null;
    }
    writer.reset();
    codec.write(key, writer);
    return writer.toByteArray();
  }
}
