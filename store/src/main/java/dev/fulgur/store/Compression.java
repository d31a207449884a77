package dev.fulgur.store;

/// Whether and how the records of a table are compressed, with zstd.
///
/// A record is kept as it is if it is short or does not get shorter. Both forms are told apart by
/// their first byte and may stand in one table, so compression can be switched on, off and over at
/// any time; what is there stays as it is until it is written again. If the table has a dictionary
/// (see [Transaction#useDictionary]), it is used.
///
/// @param level of zstd, 1 to 22, or 0 for no compression
/// @param thresholdBytes the shortest record that is compressed
public record Compression(int level, int thresholdBytes) {

  /// No compression.
  public static final Compression NONE = new Compression(0, 0);

  /// Level 3, which zstd itself prefers, from 128 bytes on.
  public static final Compression ZSTD = new Compression(3, 128);

  /// @throws IllegalArgumentException if zstd has no such level, or the threshold is negative
  public Compression {
    if (level < 0 || level > 22) {
      throw new IllegalArgumentException(
          "zstd has the levels 1 to 22, not %d; 0 is none.".formatted(level));
    }
    if (thresholdBytes < 0) {
      throw new IllegalArgumentException(
          "A threshold of %d bytes was given; give 0 or more.".formatted(thresholdBytes));
    }
  }

  /// The same with another level.
  public Compression withLevel(int newLevel) {
    return new Compression(newLevel, thresholdBytes);
  }

  /// The same with another threshold.
  public Compression withThresholdBytes(int newThreshold) {
    return new Compression(level, newThreshold);
  }
}
