package dev.fulgur.store;

import java.util.Objects;

/// How the records of a table stand in its values.
///
/// @param <R> the type of the records
public sealed interface RecordFormat<R> {

  /// A map whose last entry is `_crc`: CRC32C over the key and all bytes of the value before it.
  /// Any other value is a corrupt record. It may be compressed as a whole.
  record Sealed<R>(RecordCodec<R> codec, Compression compression) implements RecordFormat<R> {
    /// Needs a codec.
    public Sealed {
      Objects.requireNonNull(codec, "codec");
      Objects.requireNonNull(compression, "compression");
    }
  }

  /// Like [Sealed]; a map of exactly `bareEntries` entries is taken without a checksum.
  record SealedOrBare<R>(RecordCodec<R> codec, int bareEntries) implements RecordFormat<R> {
    /// Needs a codec.
    public SealedOrBare {
      Objects.requireNonNull(codec, "codec");
    }
  }

  /// What the codec writes, with nothing around it and no checksum.
  record Raw<R>(ValueCodec<R> codec) implements RecordFormat<R> {
    /// Needs a codec.
    public Raw {
      Objects.requireNonNull(codec, "codec");
    }
  }
}
