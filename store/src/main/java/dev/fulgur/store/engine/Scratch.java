package dev.fulgur.store.engine;

import dev.fulgur.store.codec.KeyReader;
import dev.fulgur.store.codec.KeyWriter;
import dev.fulgur.store.codec.RecordReader;
import dev.fulgur.store.codec.RecordWriter;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import org.jspecify.annotations.Nullable;

/// What one view or transaction at a time encodes into and decodes with, so that a read allocates
/// only what it answers. Nothing in it outlives the operation that filled it.
public final class Scratch {

  final KeyWriter keys = new KeyWriter();
  final KeyWriter indexKeys = KeyWriter.forIndex();
  final KeyReader keyReader = new KeyReader();
  final KeyReader indexReader = KeyReader.forIndex();
  final byte[] keyCopy = new byte[KeyWriter.MAX_BYTES];
  final RecordReader reader = new RecordReader();
  final RecordWriter writer = new RecordWriter();

  private final MemorySegment keyMemory = Arena.ofAuto().allocate(KeyWriter.MAX_BYTES);
  // A slice for each length, made when first needed.
  private final @Nullable MemorySegment[] keySlices =
      new @Nullable MemorySegment[KeyWriter.MAX_BYTES + 1];

  /// For one view or transaction.
  public Scratch() {}

  /// The bytes that `keys` holds, in native memory, or null if no row can have this key.
  @Nullable MemorySegment key() {
    return key(keys);
  }

  /// The bytes that a writer holds, in the same memory.
  @Nullable MemorySegment key(KeyWriter writer) {
    int size = writer.size();
    if (size == 0 || size > KeyWriter.MAX_BYTES) {
      return null;
    }
    MemorySegment slice = keySlices[size];
    if (slice == null) {
      slice = keyMemory.asSlice(0, size);
      keySlices[size] = slice;
    }
    writer.copyTo(slice);
    return slice;
  }
}
