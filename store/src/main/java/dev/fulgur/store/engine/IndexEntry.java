package dev.fulgur.store.engine;

/// A row of an index.
///
/// @param key the row's key
/// @param value the row's value
@SuppressWarnings("ArrayRecordComponent") // compared by its maintainer, byte by byte
record IndexEntry(byte[] key, byte[] value) {

  static final byte[] EMPTY = new byte[0];
}
