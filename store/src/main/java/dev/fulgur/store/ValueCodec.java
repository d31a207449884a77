package dev.fulgur.store;

/// How the values of a [raw table][Table#raw] stand in the store: as any bytes, with no checksum.
///
/// Codecs are stateless and may be called from any thread.
///
/// @param <V> the type of the values
public interface ValueCodec<V> {

  /// What stands in `_schema` for this codec.
  String name();

  /// The bytes of a value.
  byte[] write(V value);

  /// The value of these bytes.
  ///
  /// @throws IllegalArgumentException if they are no value of this codec
  V read(byte[] bytes);
}
