package dev.fulgur.store;

import java.util.function.UnaryOperator;

/// A view that can be written to; it sees its own writes.
///
/// All of it is committed or nothing. A closure that is given a transaction **may run twice** (when
/// the map was full and had to grow, or when it lost against another commit) and so changes nothing
/// outside of it.
///
/// A key over 511 bytes is [StoreException.KeyTooLong] before anything is written; a full store is
/// [StoreException.StoreFull].
public interface Transaction extends View {

  /// Stores the record under `key`, in place of one that may be there.
  ///
  /// @throws StoreException.KeyTaken if a unique index has its key for another record
  <K, R> void put(Table<K, R> table, K key, R record);

  /// Stores a record under a key that has none.
  ///
  /// @throws StoreException.KeyTaken if there is a record, or a unique index has its key for
  ///   another
  <K, R> void insert(Table<K, R> table, K key, R record);

  /// Replaces the record under `key` by what `change` makes of it, and answers that.
  ///
  /// @throws StoreException.KeyMissing if there is no record
  <K, R> R update(Table<K, R> table, K key, UnaryOperator<R> change);

  /// Deletes the record under `key`; false if there was none.
  <K, R> boolean delete(Table<K, R> table, K key);

  /// Compresses records of the table with this dictionary from here on; records that are there stay
  /// as they are until they are written again. A table keeps all the dictionaries it ever had.
  ///
  /// @param dictionary from [View#trainDictionary]
  /// @throws IllegalArgumentException if the table is not [compressed][Compression]
  void useDictionary(Table<?, ?> table, byte[] dictionary);

  /// Deletes every record of the range and answers their number.
  <K, R> long deleteRange(Table<K, R> table, Range<K> range);

  /// Deletes every record of the table and answers their number.
  long clear(Table<?, ?> table);

  /// Adds to a counter.
  void add(Counter counter, long delta);

  /// Adds to a counter and answers its new value. Unlike [#add] it reads, so that two such
  /// transactions on one counter can conflict in the logged engine.
  long addAndGet(Counter counter, long delta);
}
