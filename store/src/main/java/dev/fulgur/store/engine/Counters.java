package dev.fulgur.store.engine;

import dev.fulgur.store.Counter;
import dev.fulgur.store.StoreException;
import dev.fulgur.store.codec.Keys;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;
import java.util.zip.CRC32C;

/// The rows of counters.
///
/// ```
/// key    = name, UTF-8
/// value  = i64, big-endian; CRC32C over the key and these 8 bytes, big-endian
/// ```
public final class Counters {

  private static final ValueLayout.OfLong LONG =
      ValueLayout.JAVA_LONG_UNALIGNED.withOrder(ByteOrder.BIG_ENDIAN);
  private static final ValueLayout.OfInt INT =
      ValueLayout.JAVA_INT_UNALIGNED.withOrder(ByteOrder.BIG_ENDIAN);
  private static final int VALUE_BYTES = 12;

  private Counters() {}

  /// The value of a counter.
  public static long get(Rows rows, Scratch scratch, Counter counter) {
    MemorySegment key = key(scratch, counter);
    MemorySegment value = rows.get(Catalog.COUNTERS, key);
    return value == null ? 0 : read(counter, key, value);
  }

  /// Adds to a counter and answers its new value.
  public static long add(MutableRows rows, Scratch scratch, Counter counter, long delta) {
    MemorySegment key = key(scratch, counter);
    MemorySegment value = rows.get(Catalog.COUNTERS, key);
    long sum = (value == null ? 0 : read(counter, key, value)) + delta;
    rows.put(Catalog.COUNTERS, key, write(key, sum));
    return sum;
  }

  /// @throws StoreException.CorruptRecord if the checksum does not fit
  static long read(Counter counter, MemorySegment key, MemorySegment value) {
    if (value.byteSize() == VALUE_BYTES) {
      long number = value.get(LONG, 0);
      if (value.get(INT, Long.BYTES) == checksum(key, number)) {
        return number;
      }
    }
    throw new StoreException.CorruptRecord(
        Catalog.COUNTERS.name(), '"' + counter.name() + '"', "its checksum does not fit", null);
  }

  /// The row's value for a number.
  public static MemorySegment write(MemorySegment key, long number) {
    MemorySegment value = MemorySegment.ofArray(new byte[VALUE_BYTES]);
    value.set(LONG, 0, number);
    value.set(INT, Long.BYTES, checksum(key, number));
    return value;
  }

  private static int checksum(MemorySegment key, long number) {
    CRC32C crc = new CRC32C();
    crc.update(Bytes.copy(key));
    for (int shift = 56; shift >= 0; shift -= 8) {
      crc.update((int) (number >>> shift) & 0xFF);
    }
    return (int) crc.getValue();
  }

  static MemorySegment key(Scratch scratch, Counter counter) {
    scratch.keys.reset();
    Keys.UTF8.write(counter.name(), scratch.keys);
    MemorySegment key = scratch.key();
    if (key == null) {
      throw new IllegalStateException("A counter's name is checked when it is made.");
    }
    return key;
  }
}
