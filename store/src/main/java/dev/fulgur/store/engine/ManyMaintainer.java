package dev.fulgur.store.engine;

import dev.fulgur.store.Index;
import java.lang.foreign.MemorySegment;
import java.util.List;

/// Any number of records for an index key: the row's key ends in the primary key.
final class ManyMaintainer<I, K, R> extends IndexMaintainer<I, K, R> {

  ManyMaintainer(Index.Many<I, K, R> index, Tree tree) {
    super(index, tree);
  }

  @Override
  List<IndexEntry> entries(Scratch scratch, R record, MemorySegment primaryKey) {
    Collected collected = new Collected();
    for (I key : index.keysOf(record)) {
      byte[] rowKey = rowKey(scratch, key, primaryKey);
      collected.add(rowKey, isCut(rowKey) ? Bytes.copy(primaryKey) : IndexEntry.EMPTY);
    }
    return collected.entries();
  }

  @Override
  byte[] rowKey(Scratch scratch, I indexKey, MemorySegment primaryKey) {
    return cutToFit(joined(scratch, indexKey, primaryKey));
  }

  @Override
  MemorySegment primaryKey(Scratch scratch, MemorySegment rowKey, MemorySegment rowValue) {
    if (rowValue.byteSize() > 0) {
      return rowValue;
    }
    return endOf(scratch, rowKey);
  }
}
