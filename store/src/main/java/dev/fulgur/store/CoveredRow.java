package dev.fulgur.store;

/// One entry of a covering index: what it carries, read without its record.
///
/// @param indexKey the index key
/// @param key the primary key
/// @param value what the index carries of the record
/// @param <I> the type of the index keys
/// @param <K> the type of the primary keys
/// @param <V> the type of what is carried
public record CoveredRow<I, K, V>(I indexKey, K key, V value) {}
