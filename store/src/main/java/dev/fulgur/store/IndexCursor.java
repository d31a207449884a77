package dev.fulgur.store;

/// A walk over a range of an index. Belongs to its view and to that view's thread.
///
/// @param <I> the type of the index keys
/// @param <K> the type of the primary keys
/// @param <R> the type of the records
public interface IndexCursor<I, K, R> extends AutoCloseable {

  /// Goes to the next entry, the first one at first; false when there is none.
  boolean next();

  /// The index key of the entry. Where it had to be cut, it is made from the record again.
  I indexKey();

  /// The primary key of the entry.
  K key();

  /// The record of the entry, read, checked and decoded at each call.
  R record();

  /// Ends the walk; a second call does nothing.
  @Override
  void close();
}
