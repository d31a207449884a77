package dev.fulgur.store.codec;

/// The kinds of MessagePack values, as [RecordReader#peek()] tells them apart.
public enum ValueType {
  /// `nil`.
  NIL,
  /// `true` or `false`.
  BOOLEAN,
  /// Any integer, signed or unsigned, up to 64 bits.
  INTEGER,
  /// A float of 32 or 64 bits.
  FLOAT,
  /// UTF-8 text.
  TEXT,
  /// Bytes.
  BYTES,
  /// An array.
  ARRAY,
  /// A map.
  MAP,
  /// An extension value, timestamps included.
  EXTENSION
}
