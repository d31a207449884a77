package dev.fulgur.store.engine;

import dev.fulgur.store.Range;
import dev.fulgur.store.StoreException;
import dev.fulgur.store.codec.KeyWriter;
import java.lang.foreign.MemorySegment;
import java.util.Comparator;
import org.jspecify.annotations.Nullable;

/// Finds a record by one index key: one search of the index, one of the table, and nothing made but
/// the record.
///
/// Where a row may belong to the key only by what was cut off it, or may have lost its record to
/// another program, the walk over the range decides instead.
final class IndexPoint<I, K, R> {

  private final Scratch scratch;
  private final Rows rows;
  private final BoundTable<K, R> table;
  private final IndexMaintainer<I, K, R> maintainer;

  IndexPoint(
      Scratch scratch, Rows rows, BoundTable<K, R> table, IndexMaintainer<I, K, R> maintainer) {
    this.scratch = scratch;
    this.rows = rows;
    this.table = table;
    this.maintainer = maintainer;
  }

  /// The first record of the key, by `order`, or by primary key where there is none; null if no
  /// record has the key.
  @Nullable R first(I indexKey, @Nullable Comparator<? super R> order) {
    KeyWriter writer = scratch.indexKeys;
    writer.reset();
    maintainer.codec.write(indexKey, writer);
    MemorySegment beginning = scratch.key(writer);
    if (beginning == null || writer.size() > KeyWriter.INDEX_TEXT_BYTES || rows.writtenByOthers()) {
      return walked(indexKey, order);
    }
    if (maintainer instanceof UniqueMaintainer<?, ?, ?>) {
      MemorySegment primaryKey = rows.get(maintainer.tree, beginning);
      return primaryKey == null ? null : record(primaryKey, beginning);
    }
    R first = null;
    try (RowCursor cursor = rows.cursor(maintainer.tree)) {
      boolean there = cursor.seek(beginning);
      while (there) {
        MemorySegment row = cursor.key();
        if (!Bytes.startsWith(row, beginning)) {
          break;
        }
        R record = record(primaryKey(cursor, row, beginning.byteSize()), row);
        if (order == null) {
          return record;
        }
        if (first == null || order.compare(record, first) < 0) {
          first = record;
        }
        there = cursor.next();
      }
    }
    return first;
  }

  private MemorySegment primaryKey(RowCursor cursor, MemorySegment row, long beginningBytes) {
    return row.byteSize() < KeyWriter.MAX_BYTES
        ? row.asSlice(beginningBytes)
        : maintainer.primaryKey(scratch, row, cursor.value());
  }

  private R record(MemorySegment primaryKey, MemorySegment row) {
    MemorySegment value = primaryKey.byteSize() == 0 ? null : rows.get(table.tree, primaryKey);
    if (value == null) {
      throw new StoreException.CorruptRecord(
          maintainer.tree.name(), Bytes.show(row), "its record is not there", null);
    }
    return table.read(rows, scratch, primaryKey, value);
  }

  private @Nullable R walked(I indexKey, @Nullable Comparator<? super R> order) {
    IndexRange range = IndexRange.of(scratch, maintainer, Range.only(indexKey));
    R first = null;
    try (IndexWalk<I, K, R> walk =
        new IndexWalk<>(scratch, rows, table, maintainer, range, rows.writtenByOthers())) {
      while (walk.next()) {
        R record = walk.record();
        if (order == null) {
          return record;
        }
        if (first == null || order.compare(record, first) < 0) {
          first = record;
        }
      }
    }
    return first;
  }
}
