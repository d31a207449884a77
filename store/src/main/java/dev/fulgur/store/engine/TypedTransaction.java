package dev.fulgur.store.engine;

import dev.fulgur.store.Counter;
import dev.fulgur.store.Range;
import dev.fulgur.store.StoreException;
import dev.fulgur.store.Table;
import dev.fulgur.store.Transaction;
import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/// A transaction over rows of bytes: writes a record and, with it, every index of its table.
///
/// **Law.** At every commit an index equals its recomputation from the records.
public abstract class TypedTransaction extends TypedView implements Transaction {

  /// How many rows of a range are collected before they are deleted.
  private static final int DELETED_AT_ONCE = 1024;

  /// For one transaction at a time.
  protected TypedTransaction(Catalog catalog, Scratch scratch) {
    super(catalog, scratch);
  }

  @Override
  protected abstract MutableRows enter();

  /// Adds to a counter without answering its value.
  protected void addTo(MutableRows rows, Counter counter, long delta) {
    Counters.add(rows, scratch, counter, delta);
  }

  @Override
  public <K, R> void put(Table<K, R> table, K key, R record) {
    MutableRows rows = enter();
    try {
      BoundTable<K, R> bound = catalog.of(table);
      MemorySegment bytes = bound.keyToWrite(scratch, key);
      store(
          rows, bound, bytes, bound.indexes.isEmpty() ? null : current(rows, bound, bytes), record);
    } finally {
      exit();
    }
  }

  @Override
  public <K, R> void insert(Table<K, R> table, K key, R record) {
    MutableRows rows = enter();
    try {
      BoundTable<K, R> bound = catalog.of(table);
      MemorySegment bytes = bound.keyToWrite(scratch, key);
      if (rows.get(bound.tree, bytes) != null) {
        throw new StoreException.KeyTaken(table.name(), Bytes.show(bytes));
      }
      store(rows, bound, bytes, null, record);
    } finally {
      exit();
    }
  }

  @Override
  public <K, R> R update(Table<K, R> table, K key, UnaryOperator<R> change) {
    R old = get(table, key);
    if (old == null) {
      MutableRows _ = enter();
      try {
        MemorySegment bytes = catalog.of(table).keyToWrite(scratch, key);
        throw new StoreException.KeyMissing(table.name(), Bytes.show(bytes));
      } finally {
        exit();
      }
    }
    R changed = change.apply(old);
    put(table, key, changed);
    return changed;
  }

  @Override
  public <K, R> boolean delete(Table<K, R> table, K key) {
    MutableRows rows = enter();
    try {
      BoundTable<K, R> bound = catalog.of(table);
      MemorySegment bytes = bound.key(scratch, key);
      return bytes != null && remove(rows, bound, bytes);
    } finally {
      exit();
    }
  }

  @Override
  public void useDictionary(Table<?, ?> table, byte[] dictionary) {
    MutableRows rows = enter();
    try {
      BoundTable<?, ?> bound = catalog.of(table);
      if (bound.compression().level() == 0) {
        throw new IllegalArgumentException(
            "The table \"%s\" is not compressed; give it a Compression before a dictionary."
                .formatted(table.name()));
      }
      bound.dictionaries.use(rows, scratch, dictionary);
    } finally {
      exit();
    }
  }

  @Override
  public <K, R> long deleteRange(Table<K, R> table, Range<K> range) {
    MutableRows rows = enter();
    try {
      BoundTable<K, R> bound = catalog.of(table);
      ByteRange bytes = ByteRange.of(scratch.keys, bound.keyCodec, range);
      if (bytes.equals(ByteRange.ALL)) {
        return empty(rows, bound);
      }
      long deleted = 0;
      while (true) {
        List<byte[]> keys = someKeys(rows, bound, bytes);
        for (byte[] key : keys) {
          remove(rows, bound, MemorySegment.ofArray(key));
        }
        deleted += keys.size();
        if (keys.size() < DELETED_AT_ONCE) {
          return deleted;
        }
      }
    } finally {
      exit();
    }
  }

  private static List<byte[]> someKeys(Rows rows, BoundTable<?, ?> bound, ByteRange range) {
    List<byte[]> keys = new ArrayList<>();
    try (RangeWalk walk = new RangeWalk(rows, bound.tree, range)) {
      while (keys.size() < DELETED_AT_ONCE && walk.next()) {
        keys.add(Bytes.copy(walk.key()));
      }
    }
    return keys;
  }

  @Override
  public long clear(Table<?, ?> table) {
    MutableRows rows = enter();
    try {
      return empty(rows, catalog.of(table));
    } finally {
      exit();
    }
  }

  private static long empty(MutableRows rows, BoundTable<?, ?> bound) {
    long count = rows.count(bound.tree);
    rows.clear(bound.tree);
    for (IndexMaintainer<?, ?, ?> index : bound.indexes) {
      rows.clear(index.tree);
    }
    return count;
  }

  @Override
  public void add(Counter counter, long delta) {
    MutableRows rows = enter();
    try {
      addTo(rows, counter, delta);
    } finally {
      exit();
    }
  }

  @Override
  public long addAndGet(Counter counter, long delta) {
    MutableRows rows = enter();
    try {
      long sum = valueOf(rows, counter) + delta;
      addTo(rows, counter, delta);
      return sum;
    } finally {
      exit();
    }
  }

  /// The record that a key has before it is changed. One that cannot be read any more gives way:
  /// its index rows are looked for and deleted.
  private <K, R> @Nullable R current(MutableRows rows, BoundTable<K, R> bound, MemorySegment key) {
    MemorySegment value = rows.get(bound.tree, key);
    if (value == null) {
      return null;
    }
    try {
      return bound.read(rows, scratch, key, value);
    } catch (StoreException.CorruptRecord e) {
      for (IndexMaintainer<?, K, R> index : bound.indexes) {
        index.purge(rows, scratch, key);
      }
      return null;
    }
  }

  /// Everything that can be refused is refused before the first row is written.
  private <K, R> void store(
      MutableRows rows, BoundTable<K, R> bound, MemorySegment key, @Nullable R old, R record) {
    int count = bound.indexes.size();
    if (count == 0) {
      rows.put(bound.tree, key, bound.write(rows, scratch, key, record));
      return;
    }
    List<List<IndexEntry>> before = new ArrayList<>(count);
    List<List<IndexEntry>> after = new ArrayList<>(count);
    for (IndexMaintainer<?, K, R> index : bound.indexes) {
      before.add(old == null ? List.of() : index.entries(scratch, old, key));
      after.add(index.entries(scratch, record, key));
    }
    for (int i = 0; i < count; i++) {
      bound.indexes.get(i).check(rows, before.get(i), after.get(i));
    }
    MemorySegment value = bound.write(rows, scratch, key, record);
    for (int i = 0; i < count; i++) {
      bound.indexes.get(i).change(rows, before.get(i), after.get(i));
    }
    rows.put(bound.tree, key, value);
  }

  private <K, R> boolean remove(MutableRows rows, BoundTable<K, R> bound, MemorySegment key) {
    if (!bound.indexes.isEmpty()) {
      R old = current(rows, bound, key);
      if (old != null) {
        for (IndexMaintainer<?, K, R> index : bound.indexes) {
          index.change(rows, index.entries(scratch, old, key), List.of());
        }
      }
    }
    return rows.delete(bound.tree, key);
  }
}
