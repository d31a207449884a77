package dev.fulgur.store;

import dev.fulgur.store.codec.KeyReader;
import dev.fulgur.store.codec.KeyWriter;

/// How keys of one type stand in the store: as bytes whose unsigned order is the order of the
/// values.
///
/// **Laws.** What was written reads back as an equal key; and the bytes of `a` are below those of
/// `b`, unsigned, exactly when `a` is below `b`. Range scans, paging and indexes rest on both.
///
/// Codecs are stateless and may be called from any thread.
///
/// @param <K> the type of the keys
public interface KeyCodec<K> {

  /// What stands in `_schema` for this codec, such as `utf8` or `(utf8,u64)`: codecs of one name
  /// write the same bytes.
  String name();

  /// Appends the bytes of a key.
  ///
  /// @throws IllegalArgumentException if the key has no byte form, such as text with a lone
  ///   surrogate
  void write(K key, KeyWriter out);

  /// Reads a key up to the end of its bytes.
  K read(KeyReader in);

  /// How many bytes each whole key takes, or 0 where they differ. What follows something else in a
  /// row is then found without reading that.
  default int fixedBytes() {
    return 0;
  }
}
