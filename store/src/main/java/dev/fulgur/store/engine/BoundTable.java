package dev.fulgur.store.engine;

import dev.fulgur.store.Compression;
import dev.fulgur.store.KeyCodec;
import dev.fulgur.store.RecordFormat;
import dev.fulgur.store.StoreException;
import dev.fulgur.store.Table;
import dev.fulgur.store.codec.MalformedData;
import dev.fulgur.store.codec.RecordReader;
import java.lang.foreign.MemorySegment;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// A table of an open store: where its rows lie, and how they are written and read.
final class BoundTable<K, R> {

  final Table<K, R> table;
  final Tree tree;
  final KeyCodec<K> keyCodec;
  final List<IndexMaintainer<?, K, R>> indexes;
  final Dictionaries dictionaries;
  private final RecordFormat<R> format;

  BoundTable(Table<K, R> table, Tree tree, List<IndexMaintainer<?, K, R>> indexes) {
    this.table = table;
    this.tree = tree;
    this.keyCodec = table.keyCodec();
    this.format = table.format();
    this.indexes = List.copyOf(indexes);
    this.dictionaries = new Dictionaries(table.name(), compression().level());
  }

  Compression compression() {
    return format instanceof RecordFormat.Sealed<R>(var _, Compression compression)
        ? compression
        : Compression.NONE;
  }

  /// The bytes of a key, or null if no row can have it.
  @Nullable MemorySegment key(Scratch scratch, K key) {
    scratch.keys.reset();
    keyCodec.write(key, scratch.keys);
    return scratch.key();
  }

  /// The bytes of a key that is to be written.
  ///
  /// @throws StoreException.KeyTooLong if no row can have it
  MemorySegment keyToWrite(Scratch scratch, K key) {
    MemorySegment bytes = key(scratch, key);
    if (bytes == null) {
      throw new StoreException.KeyTooLong(
          table.name(),
          scratch.keys.beginning(),
          scratch.keys.size(),
          dev.fulgur.store.codec.KeyWriter.MAX_BYTES);
    }
    return bytes;
  }

  K readKey(Scratch scratch, MemorySegment key) {
    try {
      return keyCodec.read(scratch.keyReader.load(key));
    } catch (MalformedData | IllegalArgumentException e) {
      throw damaged(key, e);
    }
  }

  /// The key of the row that `walk` stands on.
  K readKey(Scratch scratch, RangeWalk walk) {
    int length = walk.copyKey(scratch.keyCopy);
    try {
      return keyCodec.read(scratch.keyReader.load(scratch.keyCopy, length));
    } catch (MalformedData | IllegalArgumentException e) {
      throw damaged(MemorySegment.ofArray(Arrays.copyOf(scratch.keyCopy, length)), e);
    }
  }

  /// The value of a record.
  ///
  /// @param rows where the dictionary of the table is looked for, if records are compressed
  MemorySegment write(Rows rows, Scratch scratch, MemorySegment key, R record) {
    return switch (format) {
      case RecordFormat.Sealed<R>(var codec, Compression compression) -> {
        MemorySegment plain = sealed(scratch, codec, key, record);
        yield compression.level() == 0 || plain.byteSize() < compression.thresholdBytes()
            ? plain
            : scratch.writer.packed(compression.level(), dictionaries.current(rows));
      }
      case RecordFormat.SealedOrBare<R>(var codec, int _) -> sealed(scratch, codec, key, record);
      case RecordFormat.Raw<R>(var codec) -> MemorySegment.ofArray(codec.write(record));
    };
  }

  private static <R> MemorySegment sealed(
      Scratch scratch, dev.fulgur.store.RecordCodec<R> codec, MemorySegment key, R record) {
    scratch.writer.reset();
    codec.write(record, scratch.writer);
    scratch.writer.seal(key);
    return scratch.writer.segment();
  }

  /// The record of a value, checked.
  ///
  /// @param rows where the dictionary of a compressed record is looked for
  R read(Rows rows, Scratch scratch, MemorySegment key, MemorySegment value) {
    try {
      return switch (format) {
        case RecordFormat.Sealed<R>(var codec, Compression _) ->
            codec.read(
                RecordReader.isPacked(value)
                    ? unpacked(rows, scratch, key, value)
                    : scratch.reader.load(key, value));
        case RecordFormat.SealedOrBare<R>(var codec, int bareEntries) ->
            codec.read(scratch.reader.loadSealedOrBare(key, value, bareEntries));
        case RecordFormat.Raw<R>(var codec) -> codec.read(Bytes.copy(value));
      };
    } catch (MalformedData | IllegalArgumentException e) {
      throw damaged(key, e);
    }
  }

  private RecordReader unpacked(
      Rows rows, Scratch scratch, MemorySegment key, MemorySegment value) {
    int id = RecordReader.dictionaryOf(value);
    return scratch.reader.loadPacked(key, value, id == 0 ? null : dictionaries.get(rows, id));
  }

  /// The bytes of a record as they are before they are compressed.
  byte[] plainBytes(Rows rows, Scratch scratch, MemorySegment key, MemorySegment value) {
    try {
      return RecordReader.isPacked(value)
          ? unpacked(rows, scratch, key, value).recordBytes()
          : Bytes.copy(value);
    } catch (MalformedData e) {
      throw damaged(key, e);
    }
  }

  private StoreException.CorruptRecord damaged(MemorySegment key, RuntimeException cause) {
    String why =
        cause instanceof MalformedData m ? m.problem() : String.valueOf(cause.getMessage());
    return new StoreException.CorruptRecord(table.name(), Bytes.show(key), why, cause);
  }
}
