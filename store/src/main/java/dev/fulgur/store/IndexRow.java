package dev.fulgur.store;

/// One record with its primary key and the index key that it was found under.
///
/// @param indexKey the index key
/// @param key the primary key
/// @param record the record, decoded
/// @param <I> the type of the index keys
/// @param <K> the type of the primary keys
/// @param <R> the type of the records
public record IndexRow<I, K, R>(I indexKey, K key, R record) {}
