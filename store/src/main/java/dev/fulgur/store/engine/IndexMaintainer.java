package dev.fulgur.store.engine;

import dev.fulgur.store.Index;
import dev.fulgur.store.KeyCodec;
import dev.fulgur.store.codec.KeyWriter;
import dev.fulgur.store.codec.MalformedData;
import java.lang.foreign.MemorySegment;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Keeps one index equal to its recomputation from the records, and reads its rows. One subclass
/// for each kind.
///
/// ```
/// unique    key = indexKey                 value = primaryKey
/// many      key = indexKey primaryKey      value = empty
/// covering  key = indexKey primaryKey      value = 0000 record       ; sealed with the row's key
/// ```
///
/// An index key is written by [KeyWriter#forIndex], which ends every part, so that the primary key
/// can follow it. A row key that would be over 511 bytes is cut at 503 and followed by the first 8
/// bytes of the SHA-256 of the whole; then the primary key stands in the value: alone in an index
/// of kind many, after its length in two bytes in a covering one. Every row key of 511 bytes is
/// taken for one that may have been cut.
abstract class IndexMaintainer<I, K, R> {

  private static final int HASH_BYTES = 8;
  static final int KEPT_BYTES = KeyWriter.MAX_BYTES - HASH_BYTES;

  final Index<I, K, R> index;
  final Tree tree;
  final KeyCodec<I> codec;

  /// How many bytes every primary key has, or 0 where they differ.
  private final int primaryBytes;

  /// Whether it can be read; one that is not can be in a store that is open for reading only.
  volatile boolean built = true;

  IndexMaintainer(Index<I, K, R> index, Tree tree) {
    this.index = index;
    this.tree = tree;
    this.codec = index.keyCodec();
    this.primaryBytes = index.table().keyCodec().fixedBytes();
  }

  static <I, K, R> IndexMaintainer<I, K, R> of(Index<I, K, R> index, Tree tree) {
    return switch (index) {
      case Index.Unique<I, K, R> unique -> new UniqueMaintainer<>(unique, tree);
      case Index.Many<I, K, R> many -> new ManyMaintainer<>(many, tree);
      case Index.Covering<I, K, R, ?> covering -> new CoveringMaintainer<>(covering, tree);
    };
  }

  /// The rows that a record has in this index, in the order of their keys and without duplicates.
  abstract List<IndexEntry> entries(Scratch scratch, R record, MemorySegment primaryKey);

  /// The row of one of the record's index keys.
  abstract byte[] rowKey(Scratch scratch, I indexKey, MemorySegment primaryKey);

  /// The primary key of a row.
  abstract MemorySegment primaryKey(Scratch scratch, MemorySegment rowKey, MemorySegment rowValue);

  /// The primary key that a row's key ends in.
  final MemorySegment endOf(Scratch scratch, MemorySegment rowKey) {
    long bytes = rowKey.byteSize();
    if (primaryBytes > 0 && bytes > primaryBytes) {
      return rowKey.asSlice(bytes - primaryBytes);
    }
    codec.read(scratch.indexReader.load(rowKey));
    return rowKey.asSlice(bytes - scratch.indexReader.remaining());
  }

  /// Refuses a record that may not have its rows. Called before anything is written.
  void check(Rows rows, List<IndexEntry> before, List<IndexEntry> after) {}

  /// Brings the rows from those of the record that was to those of the record that is.
  void change(MutableRows rows, List<IndexEntry> before, List<IndexEntry> after) {
    int old = 0;
    int next = 0;
    while (old < before.size() || next < after.size()) {
      int order = order(before, old, after, next);
      if (order < 0) {
        rows.delete(tree, MemorySegment.ofArray(before.get(old++).key()));
        continue;
      }
      IndexEntry entry = after.get(next++);
      if (order > 0 || !Arrays.equals(before.get(old++).value(), entry.value())) {
        rows.put(tree, MemorySegment.ofArray(entry.key()), MemorySegment.ofArray(entry.value()));
      }
    }
  }

  /// Which of two rows comes first; where one list has ended, that of the other.
  private static int order(List<IndexEntry> before, int old, List<IndexEntry> after, int next) {
    if (old == before.size()) {
      return 1;
    }
    return next == after.size()
        ? -1
        : Arrays.compareUnsigned(before.get(old).key(), after.get(next).key());
  }

  /// Deletes all rows of a primary key, whatever its record was. Looks through the whole index.
  void purge(MutableRows rows, Scratch scratch, MemorySegment primaryKey) {
    byte[] wanted = Bytes.copy(primaryKey);
    List<byte[]> found = new ArrayList<>();
    try (RangeWalk walk = new RangeWalk(rows, tree, ByteRange.ALL)) {
      while (walk.next()) {
        if (Bytes.equal(primaryKey(scratch, walk.key(), walk.value()), wanted)) {
          found.add(Bytes.copy(walk.key()));
        }
      }
    }
    for (byte[] key : found) {
      rows.delete(tree, MemorySegment.ofArray(key));
    }
  }

  /// The index key of a row, or null if it was cut and only the record can tell.
  @Nullable I indexKey(Scratch scratch, MemorySegment rowKey) {
    if (rowKey.byteSize() == KeyWriter.MAX_BYTES) {
      return null;
    }
    try {
      I key = codec.read(scratch.indexReader.load(rowKey));
      return scratch.indexReader.wasCut() ? null : key;
    } catch (MalformedData | IllegalArgumentException e) {
      throw new dev.fulgur.store.StoreException.CorruptRecord(
          tree.name(), Bytes.show(rowKey), "its key is not of its index", e);
    }
  }

  /// The index key of the record that led to this row, or null if none does.
  @Nullable I madeKey(Scratch scratch, R record, MemorySegment primaryKey, MemorySegment rowKey) {
    for (I key : index.keysOf(record)) {
      if (Bytes.equal(rowKey, rowKey(scratch, key, primaryKey))) {
        return key;
      }
    }
    return null;
  }

  /// The bytes of an index key as they stand in rows.
  byte[] stored(Scratch scratch, I indexKey) {
    scratch.indexKeys.reset();
    codec.write(indexKey, scratch.indexKeys);
    return scratch.indexKeys.toByteArray();
  }

  /// The bytes of an index key before anything is cut.
  byte[] whole(Scratch scratch, I indexKey) {
    scratch.keys.reset().beginPart();
    codec.write(indexKey, scratch.keys);
    return scratch.keys.endPart().toByteArray();
  }

  static boolean isCut(byte[] rowKey) {
    return rowKey.length == KeyWriter.MAX_BYTES;
  }

  static byte[] cutToFit(byte[] rowKey) {
    if (rowKey.length <= KeyWriter.MAX_BYTES) {
      return rowKey;
    }
    byte[] cut = Arrays.copyOf(rowKey, KeyWriter.MAX_BYTES);
    System.arraycopy(hash(rowKey), 0, cut, KEPT_BYTES, HASH_BYTES);
    return cut;
  }

  private static byte[] hash(byte[] whole) {
    try {
      return MessageDigest.getInstance("SHA-256").digest(whole);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("Every Java runtime has SHA-256, this one does not.", e);
    }
  }

  /// Index key and primary key, one behind the other and not yet cut.
  final byte[] joined(Scratch scratch, I indexKey, MemorySegment primaryKey) {
    scratch.indexKeys.reset();
    codec.write(indexKey, scratch.indexKeys);
    int length = scratch.indexKeys.size();
    byte[] joined = new byte[length + (int) primaryKey.byteSize()];
    MemorySegment all = MemorySegment.ofArray(joined);
    scratch.indexKeys.copyTo(all);
    MemorySegment.copy(primaryKey, 0, all, length, primaryKey.byteSize());
    return joined;
  }

  /// Collects rows. Of those with the same key the first stays.
  static final class Collected {
    private final List<IndexEntry> entries = new ArrayList<>(4);

    void add(byte[] key, byte[] value) {
      entries.add(new IndexEntry(key, value));
    }

    /// In the order of their keys, each once.
    List<IndexEntry> entries() {
      if (entries.size() < 2) {
        return entries;
      }
      entries.sort((a, b) -> Arrays.compareUnsigned(a.key(), b.key()));
      int kept = 1;
      for (int i = 1; i < entries.size(); i++) {
        if (!Arrays.equals(entries.get(i).key(), entries.get(kept - 1).key())) {
          entries.set(kept++, entries.get(i));
        }
      }
      entries.subList(kept, entries.size()).clear();
      return entries;
    }
  }
}
