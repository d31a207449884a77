package dev.fulgur.store.engine;

import dev.fulgur.store.StoreException;
import java.lang.foreign.MemorySegment;
import org.jspecify.annotations.Nullable;

/// Walks a range of an index; goes past rows that belong to it only by what was cut off their keys.
final class IndexWalk<I, K, R> implements AutoCloseable {

  private final Scratch scratch;
  private final Rows rows;
  private final BoundTable<K, R> table;
  private final IndexMaintainer<I, K, R> maintainer;
  private final @Nullable ByteRange whole;
  private final boolean lenient;
  private final RangeWalk walk;
  private @Nullable R record;
  private @Nullable I verifiedKey;

  /// @param lenient whether rows without a record are passed over, as another program may leave
  ///   them
  IndexWalk(
      Scratch scratch,
      Rows rows,
      BoundTable<K, R> table,
      IndexMaintainer<I, K, R> maintainer,
      IndexRange range,
      boolean lenient) {
    this.scratch = scratch;
    this.rows = rows;
    this.table = table;
    this.maintainer = maintainer;
    this.whole = range.whole();
    this.lenient = lenient;
    this.walk = new RangeWalk(rows, maintainer.tree, range.rows());
  }

  boolean next() {
    while (walk.next()) {
      record = null;
      verifiedKey = null;
      if (whole == null && !lenient) {
        return true;
      }
      if (lenient) {
        R found = findRecord();
        if (found == null || maintainer.madeKey(scratch, found, primaryKey(), walk.key()) == null) {
          continue;
        }
        record = found;
      }
      if (whole == null || verified(whole)) {
        return true;
      }
    }
    return false;
  }

  private boolean verified(ByteRange range) {
    I key = maintainer.madeKey(scratch, record(), primaryKey(), walk.key());
    if (key == null || !range.contains(MemorySegment.ofArray(maintainer.whole(scratch, key)))) {
      return false;
    }
    verifiedKey = key;
    return true;
  }

  I indexKey() {
    return indexKey(walk.key());
  }

  /// @param rowKey the key of the row that it stands on
  I indexKey(MemorySegment rowKey) {
    I known = verifiedKey;
    if (known != null) {
      return known;
    }
    I stored = maintainer.indexKey(scratch, rowKey);
    if (stored != null) {
      return stored;
    }
    I made = maintainer.madeKey(scratch, record(), primaryKey(), walk.key());
    if (made == null) {
      throw new StoreException.CorruptRecord(
          maintainer.tree.name(), Bytes.show(walk.key()), "its record has no such index key", null);
    }
    return made;
  }

  K key() {
    return table.readKey(scratch, primaryKey());
  }

  /// @param rowKey the key of the row that it stands on
  /// @param rowValue its value
  K key(MemorySegment rowKey, MemorySegment rowValue) {
    return table.readKey(scratch, maintainer.primaryKey(scratch, rowKey, rowValue));
  }

  R record() {
    R known = record;
    if (known != null) {
      return known;
    }
    R found = findRecord();
    if (found == null) {
      throw new StoreException.CorruptRecord(
          maintainer.tree.name(), Bytes.show(walk.key()), "its record is not there", null);
    }
    record = found;
    return found;
  }

  private @Nullable R findRecord() {
    MemorySegment key = primaryKey();
    MemorySegment value = rows.get(table.tree, key);
    return value == null ? null : table.read(rows, scratch, key, value);
  }

  MemorySegment primaryKey() {
    return maintainer.primaryKey(scratch, walk.key(), walk.value());
  }

  MemorySegment rowKey() {
    return walk.key();
  }

  MemorySegment rowValue() {
    return walk.value();
  }

  @Override
  public void close() {
    walk.close();
  }
}
