package dev.fulgur.store.engine;

import dev.fulgur.store.Counter;
import dev.fulgur.store.CoveredRow;
import dev.fulgur.store.Cursor;
import dev.fulgur.store.Index;
import dev.fulgur.store.IndexCursor;
import dev.fulgur.store.IndexRow;
import dev.fulgur.store.Range;
import dev.fulgur.store.Row;
import dev.fulgur.store.StoreException;
import dev.fulgur.store.Stored;
import dev.fulgur.store.Table;
import dev.fulgur.store.View;
import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// A view over rows of bytes. What is common to snapshots and transactions of all engines.
///
/// Each operation is bracketed by [#enter] and [#exit], where a subclass refuses use after the end,
/// by another thread, or from within a codec.
public abstract class TypedView implements View {

  final Catalog catalog;
  final Scratch scratch;

  /// For one snapshot at a time.
  protected TypedView(Catalog catalog, Scratch scratch) {
    this.catalog = catalog;
    this.scratch = scratch;
  }

  /// Begins an operation and answers the rows to read.
  ///
  /// @throws IllegalStateException if the view may not be used now
  protected abstract Rows enter();

  /// Ends an operation.
  protected abstract void exit();

  /// Begins the closing of a cursor; false if the view has ended, which closed it.
  protected abstract boolean enterToClose();

  @Override
  public long version() {
    Rows rows = enter();
    try {
      return rows.version();
    } finally {
      exit();
    }
  }

  @Override
  public <K, R> @Nullable R get(Table<K, R> table, K key) {
    Rows rows = enter();
    try {
      BoundTable<K, R> bound = catalog.of(table);
      MemorySegment bytes = bound.key(scratch, key);
      if (bytes == null) {
        return null;
      }
      MemorySegment value = rows.get(bound.tree, bytes);
      return value == null ? null : bound.read(rows, scratch, bytes, value);
    } finally {
      exit();
    }
  }

  @Override
  public <K, R> @Nullable Stored<R> getStored(Table<K, R> table, K key) {
    Rows rows = enter();
    try {
      BoundTable<K, R> bound = catalog.of(table);
      MemorySegment bytes = bound.key(scratch, key);
      if (bytes == null) {
        return null;
      }
      MemorySegment value = rows.get(bound.tree, bytes);
      return value == null
          ? null
          : new Stored<>(bound.read(rows, scratch, bytes, value), Bytes.copy(value));
    } finally {
      exit();
    }
  }

  @Override
  public <K, R> byte @Nullable [] bytes(Table<K, R> table, K key) {
    Rows rows = enter();
    try {
      MemorySegment value = value(rows, table, key);
      return value == null ? null : Bytes.copy(value);
    } finally {
      exit();
    }
  }

  @Override
  public byte[] trainDictionary(Table<?, ?> table, int maxBytes) {
    Rows rows = enter();
    try {
      return Dictionaries.train(rows, scratch, catalog.of(table), maxBytes);
    } finally {
      exit();
    }
  }

  @Override
  public <K, R> boolean holds(Table<K, R> table, K key, byte[] bytes) {
    Rows rows = enter();
    try {
      MemorySegment value = value(rows, table, key);
      return value != null && Bytes.equal(value, bytes);
    } finally {
      exit();
    }
  }

  @Override
  public <K, R> boolean contains(Table<K, R> table, K key) {
    Rows rows = enter();
    try {
      return value(rows, table, key) != null;
    } finally {
      exit();
    }
  }

  private <K, R> @Nullable MemorySegment value(Rows rows, Table<K, R> table, K key) {
    BoundTable<K, R> bound = catalog.of(table);
    MemorySegment bytes = bound.key(scratch, key);
    return bytes == null ? null : rows.get(bound.tree, bytes);
  }

  @Override
  public long count(Table<?, ?> table) {
    Rows rows = enter();
    try {
      return rows.count(catalog.of(table).tree);
    } finally {
      exit();
    }
  }

  @Override
  public <K, R> long count(Table<K, R> table, Range<K> range) {
    Rows rows = enter();
    try (RangeWalk walk = walk(rows, catalog.of(table), range)) {
      long count = 0;
      while (walk.next()) {
        count++;
      }
      return count;
    } finally {
      exit();
    }
  }

  @Override
  public <K, R> List<Row<K, R>> scan(Table<K, R> table, Range<K> range, int limit) {
    checkLimit(limit);
    Rows rows = enter();
    BoundTable<K, R> bound = catalog.of(table);
    try (RangeWalk walk = walk(rows, bound, range)) {
      List<Row<K, R>> page = new ArrayList<>(Math.min(limit, 1024));
      while (page.size() < limit && walk.next()) {
        MemorySegment key = walk.key();
        page.add(
            new Row<>(bound.readKey(scratch, key), bound.read(rows, scratch, key, walk.value())));
      }
      return page;
    } finally {
      exit();
    }
  }

  @Override
  public <K, R> List<K> keys(Table<K, R> table, Range<K> range, int limit) {
    checkLimit(limit);
    Rows rows = enter();
    BoundTable<K, R> bound = catalog.of(table);
    try (RangeWalk walk = walk(rows, bound, range)) {
      List<K> page = new ArrayList<>(Math.min(limit, 1024));
      while (page.size() < limit && walk.next()) {
        page.add(bound.readKey(scratch, walk));
      }
      return page;
    } finally {
      exit();
    }
  }

  @Override
  public <K, R> Cursor<K, R> cursor(Table<K, R> table, Range<K> range) {
    Rows rows = enter();
    try {
      BoundTable<K, R> bound = catalog.of(table);
      return new TableCursor<>(this, bound, walk(rows, bound, range));
    } finally {
      exit();
    }
  }

  @Override
  public <I, K, R> @Nullable Row<K, R> find(Index.Unique<I, K, R> index, I indexKey) {
    List<IndexRow<I, K, R>> found = scan(index, Range.only(indexKey), 1);
    return found.isEmpty() ? null : new Row<>(found.get(0).key(), found.get(0).record());
  }

  @Override
  public <I, K, R> @Nullable R first(Index<I, K, R> index, I indexKey) {
    return firstBy(index, indexKey, null);
  }

  @Override
  public <I, K, R> @Nullable R first(
      Index<I, K, R> index, I indexKey, Comparator<? super R> order) {
    return firstBy(index, indexKey, order);
  }

  private <I, K, R> @Nullable R firstBy(
      Index<I, K, R> index, I indexKey, @Nullable Comparator<? super R> order) {
    Rows rows = enter();
    try {
      BoundTable<K, R> bound = catalog.of(index.table());
      return new IndexPoint<>(scratch, rows, bound, built(index)).first(indexKey, order);
    } finally {
      exit();
    }
  }

  @Override
  public <I, K, R> long count(Index<I, K, R> index, Range<I> range) {
    try (IndexCursor<I, K, R> cursor = cursor(index, range)) {
      long count = 0;
      while (cursor.next()) {
        count++;
      }
      return count;
    }
  }

  @Override
  public <I, K, R> List<IndexRow<I, K, R>> scan(Index<I, K, R> index, Range<I> range, int limit) {
    checkLimit(limit);
    Rows rows = enter();
    try (IndexWalk<I, K, R> walk = walk(rows, index, range, null)) {
      return page(walk, limit);
    } finally {
      exit();
    }
  }

  @Override
  public <I, K, R> List<IndexRow<I, K, R>> scanAfter(
      Index<I, K, R> index, Range<I> range, I indexKey, K key, int limit) {
    checkLimit(limit);
    Rows rows = enter();
    try (IndexWalk<I, K, R> walk = walk(rows, index, range, place(index, indexKey, key))) {
      return page(walk, limit);
    } finally {
      exit();
    }
  }

  private static <I, K, R> List<IndexRow<I, K, R>> page(IndexWalk<I, K, R> walk, int limit) {
    List<IndexRow<I, K, R>> page = new ArrayList<>(Math.min(limit, 1024));
    while (page.size() < limit && walk.next()) {
      page.add(new IndexRow<>(walk.indexKey(), walk.key(), walk.record()));
    }
    return page;
  }

  @Override
  public <I, K, R> List<K> keys(Index<I, K, R> index, Range<I> range, int limit) {
    checkLimit(limit);
    Rows rows = enter();
    try (IndexWalk<I, K, R> walk = walk(rows, index, range, null)) {
      List<K> page = new ArrayList<>(Math.min(limit, 1024));
      while (page.size() < limit && walk.next()) {
        page.add(walk.key());
      }
      return page;
    } finally {
      exit();
    }
  }

  @Override
  public <I, K, R> IndexCursor<I, K, R> cursor(Index<I, K, R> index, Range<I> range) {
    Rows rows = enter();
    try {
      return new TypedIndexCursor<>(this, walk(rows, index, range, null));
    } finally {
      exit();
    }
  }

  @Override
  public <I, K, R> IndexCursor<I, K, R> cursorAfter(
      Index<I, K, R> index, Range<I> range, I indexKey, K key) {
    Rows rows = enter();
    try {
      return new TypedIndexCursor<>(this, walk(rows, index, range, place(index, indexKey, key)));
    } finally {
      exit();
    }
  }

  @Override
  public <I, K, R, V> List<CoveredRow<I, K, V>> covered(
      Index.Covering<I, K, R, V> index, Range<I> range, int limit) {
    checkLimit(limit);
    Rows rows = enter();
    try (IndexWalk<I, K, R> walk = walk(rows, index, range, null)) {
      return covered(index, walk, limit);
    } finally {
      exit();
    }
  }

  @Override
  public <I, K, R, V> List<CoveredRow<I, K, V>> coveredAfter(
      Index.Covering<I, K, R, V> index, Range<I> range, I indexKey, K key, int limit) {
    checkLimit(limit);
    Rows rows = enter();
    try (IndexWalk<I, K, R> walk = walk(rows, index, range, place(index, indexKey, key))) {
      return covered(index, walk, limit);
    } finally {
      exit();
    }
  }

  private <I, K, R, V> List<CoveredRow<I, K, V>> covered(
      Index.Covering<I, K, R, V> index, IndexWalk<I, K, R> walk, int limit) {
    CoveringMaintainer<I, K, R, V> maintainer = catalog.ofCovering(index);
    List<CoveredRow<I, K, V>> page = new ArrayList<>(Math.min(limit, 1024));
    while (page.size() < limit && walk.next()) {
      MemorySegment key = walk.rowKey();
      MemorySegment value = walk.rowValue();
      V carried = maintainer.carried(scratch, key, value);
      page.add(new CoveredRow<>(walk.indexKey(key), walk.key(key, value), carried));
    }
    return page;
  }

  @Override
  public long get(Counter counter) {
    Rows rows = enter();
    try {
      return valueOf(rows, counter);
    } finally {
      exit();
    }
  }

  /// The value of a counter as this view has it.
  protected long valueOf(Rows rows, Counter counter) {
    return Counters.get(rows, scratch, counter);
  }

  @Override
  public boolean writtenByOthers() {
    Rows rows = enter();
    try {
      return rows.writtenByOthers();
    } finally {
      exit();
    }
  }

  private <K, R> RangeWalk walk(Rows rows, BoundTable<K, R> bound, Range<K> range) {
    return new RangeWalk(rows, bound.tree, ByteRange.of(scratch.keys, bound.keyCodec, range));
  }

  private <I, K, R> IndexWalk<I, K, R> walk(
      Rows rows, Index<I, K, R> index, Range<I> range, byte @Nullable [] after) {
    IndexMaintainer<I, K, R> maintainer = built(index);
    IndexRange bytes = IndexRange.of(scratch, maintainer, range);
    if (after != null) {
      bytes = new IndexRange(bytes.rows().beyond(after), bytes.whole());
    }
    return new IndexWalk<>(
        scratch, rows, catalog.of(index.table()), maintainer, bytes, rows.writtenByOthers());
  }

  @Override
  public boolean isBuilt(Index<?, ?, ?> index) {
    Rows _ = enter();
    try {
      return catalog.of(index).built;
    } finally {
      exit();
    }
  }

  private <I, K, R> IndexMaintainer<I, K, R> built(Index<I, K, R> index) {
    IndexMaintainer<I, K, R> maintainer = catalog.of(index);
    if (!maintainer.built) {
      throw new StoreException.SchemaMismatch(
          index.name(),
          "The index \"%s\" has not been built yet; open the store once for writing."
              .formatted(index.name()));
    }
    return maintainer;
  }

  private <I, K, R> byte[] place(Index<I, K, R> index, I indexKey, K key) {
    BoundTable<K, R> table = catalog.of(index.table());
    return catalog.of(index).rowKey(scratch, indexKey, table.keyToWrite(scratch, key));
  }

  private static void checkLimit(int limit) {
    if (limit < 0) {
      throw new IllegalArgumentException("A page of %d rows was asked for.".formatted(limit));
    }
  }
}
