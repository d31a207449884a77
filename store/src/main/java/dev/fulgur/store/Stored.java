package dev.fulgur.store;

/// A record and the bytes that it was decoded from.
///
/// @param record the record
/// @param bytes the stored value, checksum included; a copy that the caller owns
/// @param <R> the type of the record
@SuppressWarnings("ArrayRecordComponent") // the bytes are there to be handed back to View.holds
public record Stored<R>(R record, byte[] bytes) {}
