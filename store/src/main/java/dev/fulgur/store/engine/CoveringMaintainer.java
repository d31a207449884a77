package dev.fulgur.store.engine;

import dev.fulgur.store.Index;
import dev.fulgur.store.StoreException;
import dev.fulgur.store.codec.MalformedData;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;
import java.util.List;

/// Like an index of kind many, and the row's value carries a record of its own.
final class CoveringMaintainer<I, K, R, V> extends IndexMaintainer<I, K, R> {

  private static final ValueLayout.OfShort LENGTH =
      ValueLayout.JAVA_SHORT_UNALIGNED.withOrder(ByteOrder.BIG_ENDIAN);
  private static final int LENGTH_BYTES = 2;

  private final Index.Covering<I, K, R, V> covering;

  CoveringMaintainer(Index.Covering<I, K, R, V> index, Tree tree) {
    super(index, tree);
    this.covering = index;
  }

  @Override
  List<IndexEntry> entries(Scratch scratch, R record, MemorySegment primaryKey) {
    Collected collected = new Collected();
    V value = covering.valueOf(record);
    for (I key : index.keysOf(record)) {
      byte[] rowKey = rowKey(scratch, key, primaryKey);
      collected.add(rowKey, rowValue(scratch, rowKey, primaryKey, value));
    }
    return collected.entries();
  }

  private byte[] rowValue(Scratch scratch, byte[] rowKey, MemorySegment primaryKey, V value) {
    scratch.writer.reset();
    covering.valueCodec().write(value, scratch.writer);
    scratch.writer.seal(MemorySegment.ofArray(rowKey));
    int keyBytes = isCut(rowKey) ? (int) primaryKey.byteSize() : 0;
    MemorySegment carried = scratch.writer.segment();
    byte[] bytes = new byte[LENGTH_BYTES + keyBytes + (int) carried.byteSize()];
    MemorySegment all = MemorySegment.ofArray(bytes);
    all.set(LENGTH, 0, (short) keyBytes);
    MemorySegment.copy(primaryKey, 0, all, LENGTH_BYTES, keyBytes);
    MemorySegment.copy(carried, 0, all, LENGTH_BYTES + keyBytes, carried.byteSize());
    return bytes;
  }

  @Override
  byte[] rowKey(Scratch scratch, I indexKey, MemorySegment primaryKey) {
    return cutToFit(joined(scratch, indexKey, primaryKey));
  }

  @Override
  MemorySegment primaryKey(Scratch scratch, MemorySegment rowKey, MemorySegment rowValue) {
    int keyBytes = keyBytes(rowKey, rowValue);
    if (keyBytes > 0) {
      return rowValue.asSlice(LENGTH_BYTES, keyBytes);
    }
    return endOf(scratch, rowKey);
  }

  /// What a row carries, checked.
  V carried(Scratch scratch, MemorySegment rowKey, MemorySegment rowValue) {
    MemorySegment record = rowValue.asSlice(LENGTH_BYTES + keyBytes(rowKey, rowValue));
    try {
      return covering.valueCodec().read(scratch.reader.load(rowKey, record));
    } catch (MalformedData | IllegalArgumentException e) {
      throw damaged(rowKey, e);
    }
  }

  private int keyBytes(MemorySegment rowKey, MemorySegment rowValue) {
    if (rowValue.byteSize() >= LENGTH_BYTES) {
      int keyBytes = Short.toUnsignedInt(rowValue.get(LENGTH, 0));
      if (keyBytes <= rowValue.byteSize() - LENGTH_BYTES) {
        return keyBytes;
      }
    }
    throw damaged(rowKey, new IllegalArgumentException("its value is too short"));
  }

  private StoreException.CorruptRecord damaged(MemorySegment rowKey, RuntimeException cause) {
    String why =
        cause instanceof MalformedData m ? m.problem() : String.valueOf(cause.getMessage());
    return new StoreException.CorruptRecord(index.name(), Bytes.show(rowKey), why, cause);
  }
}
