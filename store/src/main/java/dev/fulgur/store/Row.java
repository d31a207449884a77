package dev.fulgur.store;

/// One record with its key.
///
/// @param key the primary key
/// @param record the record, decoded
/// @param <K> the type of the keys
/// @param <R> the type of the records
public record Row<K, R>(K key, R record) {}
