package dev.fulgur.store;

import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// One consistent snapshot of the store, to read from.
///
/// A view belongs to the thread that it was given to and ends with the closure that it was given
/// to, or when it is [closed][Snapshot]. Use after that is an [IllegalStateException]. What its
/// methods answer are decoded records and copies: they outlive it.
///
/// Every method that decodes throws [StoreException.CorruptRecord] where the bytes on disk are not
/// what was written.
public interface View {

  /// The version of the store that this view shows; see [Store#version()]. Inside a write it is the
  /// version that the write builds on.
  long version();

  /// The record under `key`, or null.
  <K, R> @Nullable R get(Table<K, R> table, K key);

  /// The record under `key` together with its bytes as they are stored, or null.
  <K, R> @Nullable Stored<R> getStored(Table<K, R> table, K key);

  /// A copy of the bytes stored under `key`, unchecked, or null.
  <K, R> byte @Nullable [] bytes(Table<K, R> table, K key);

  /// Trains a dictionary from records of the table, all over it, for records that are
  /// [compressed][Compression]. [Transaction#useDictionary] puts it to use. Takes some seconds for
  /// large tables, while others go on.
  ///
  /// @param maxBytes how long it may be; 16 KiB to 112 KiB do for records of some hundred bytes
  /// @throws IllegalArgumentException if the table has too few records, or is not one of sealed
  ///   ones
  byte[] trainDictionary(Table<?, ?> table, int maxBytes);

  /// Whether exactly these bytes are stored under `key`. Compares in place.
  <K, R> boolean holds(Table<K, R> table, K key, byte[] bytes);

  /// Whether there is a record under `key`.
  <K, R> boolean contains(Table<K, R> table, K key);

  /// How many records the table has. Takes the same time whatever their number.
  long count(Table<?, ?> table);

  /// How many records lie in the range; walks them.
  <K, R> long count(Table<K, R> table, Range<K> range);

  /// The first `limit` records of the range, in its direction. Page by key: the next page is
  /// `range.beyond(lastKey)`.
  <K, R> List<Row<K, R>> scan(Table<K, R> table, Range<K> range, int limit);

  /// The first `limit` keys of the range, in its direction; no record is decoded.
  <K, R> List<K> keys(Table<K, R> table, Range<K> range, int limit);

  /// A walk over the range, one row at a time; close it before the view.
  <K, R> Cursor<K, R> cursor(Table<K, R> table, Range<K> range);

  /// The record that holds this index key, or null.
  <I, K, R> @Nullable Row<K, R> find(Index.Unique<I, K, R> index, I indexKey);

  /// The first record, by primary key, that holds this index key, or null.
  <I, K, R> @Nullable R first(Index<I, K, R> index, I indexKey);

  /// Of all records that hold this index key the first by `order`, or null.
  <I, K, R> @Nullable R first(Index<I, K, R> index, I indexKey, Comparator<? super R> order);

  /// Whether the index can be read: one that is new or defined anew is built when the store is
  /// opened for writing, and is refused in a store open for reading before that.
  boolean isBuilt(Index<?, ?, ?> index);

  /// How many entries of the index lie in the range; walks them.
  <I, K, R> long count(Index<I, K, R> index, Range<I> range);

  /// The first `limit` records in the order of the index: by index key, then by primary key.
  <I, K, R> List<IndexRow<I, K, R>> scan(Index<I, K, R> index, Range<I> range, int limit);

  /// The next `limit` records behind the entry `(indexKey, key)`, which need not be there any more.
  <I, K, R> List<IndexRow<I, K, R>> scanAfter(
      Index<I, K, R> index, Range<I> range, I indexKey, K key, int limit);

  /// The primary keys of the first `limit` entries; records are not read, save to verify a text
  /// that the index had to cut.
  <I, K, R> List<K> keys(Index<I, K, R> index, Range<I> range, int limit);

  /// A walk over the index, one entry at a time; close it before the view.
  <I, K, R> IndexCursor<I, K, R> cursor(Index<I, K, R> index, Range<I> range);

  /// The same walk, beginning behind the entry `(indexKey, key)`.
  <I, K, R> IndexCursor<I, K, R> cursorAfter(
      Index<I, K, R> index, Range<I> range, I indexKey, K key);

  /// What a covering index carries, for the first `limit` entries; records are not read, save to
  /// verify a text that the index had to cut.
  <I, K, R, V> List<CoveredRow<I, K, V>> covered(
      Index.Covering<I, K, R, V> index, Range<I> range, int limit);

  /// The same for the next `limit` entries behind `(indexKey, key)`, which need not be there any
  /// more.
  <I, K, R, V> List<CoveredRow<I, K, V>> coveredAfter(
      Index.Covering<I, K, R, V> index, Range<I> range, I indexKey, K key, int limit);

  /// The value of a counter.
  long get(Counter counter);

  /// Whether another program than this library made the last commit that this view shows, so that
  /// what the application derives from its tables may be behind them until the next write.
  boolean writtenByOthers();
}
