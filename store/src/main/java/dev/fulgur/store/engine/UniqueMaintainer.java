package dev.fulgur.store.engine;

import dev.fulgur.store.Index;
import dev.fulgur.store.StoreException;
import java.lang.foreign.MemorySegment;
import java.util.Arrays;
import java.util.List;

/// At most one record for each index key: the row's value is its primary key.
final class UniqueMaintainer<I, K, R> extends IndexMaintainer<I, K, R> {

  UniqueMaintainer(Index.Unique<I, K, R> index, Tree tree) {
    super(index, tree);
  }

  @Override
  List<IndexEntry> entries(Scratch scratch, R record, MemorySegment primaryKey) {
    Collected collected = new Collected();
    for (I key : index.keysOf(record)) {
      collected.add(rowKey(scratch, key, primaryKey), Bytes.copy(primaryKey));
    }
    return collected.entries();
  }

  @Override
  byte[] rowKey(Scratch scratch, I indexKey, MemorySegment primaryKey) {
    return cutToFit(stored(scratch, indexKey));
  }

  @Override
  MemorySegment primaryKey(Scratch scratch, MemorySegment rowKey, MemorySegment rowValue) {
    return rowValue;
  }

  @Override
  void check(Rows rows, List<IndexEntry> before, List<IndexEntry> after) {
    for (IndexEntry entry : after) {
      MemorySegment holder = rows.get(tree, MemorySegment.ofArray(entry.key()));
      if (holder != null && !Bytes.equal(holder, entry.value())) {
        throw new StoreException.KeyTaken(index.name(), Bytes.show(readable(entry.key())));
      }
    }
  }

  /// Without the end of a last text, which is no part of what the caller gave.
  private static byte[] readable(byte[] key) {
    int length = key.length;
    return length > 1 && key[length - 1] == 0 ? Arrays.copyOf(key, length - 1) : key;
  }
}
