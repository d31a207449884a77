package dev.fulgur.store.codec;

import com.github.luben.zstd.Zstd;
import com.github.luben.zstd.ZstdDictCompress;
import com.github.luben.zstd.ZstdDictDecompress;
import com.github.luben.zstd.ZstdException;
import java.util.Arrays;
import java.util.List;
import java.util.zip.CRC32C;

/// What records of one table have in common, which zstd need not write into each of them.
///
/// Its id is made of its content, so equal ids mean equal dictionaries wherever they are kept.
/// Immutable and safe for use by many threads; its native memory goes with it.
public final class Dictionary {

  /// The fewest records that a dictionary can be trained from.
  public static final int MIN_SAMPLES = 16;

  private final byte[] content;
  private final int id;
  private final int level;
  private final ZstdDictDecompress forReading;
  private final ZstdDictCompress forWriting;

  private Dictionary(byte[] content, int level) {
    this.content = content;
    this.id = idOf(content);
    this.level = level;
    this.forReading = new ZstdDictDecompress(content);
    this.forWriting = new ZstdDictCompress(content, level);
  }

  /// The dictionary of this content.
  ///
  /// @param level the level of zstd that it is used to write with
  public static Dictionary of(byte[] content, int level) {
    return new Dictionary(content.clone(), level);
  }

  /// The id of a dictionary of this content; never 0.
  public static int idOf(byte[] content) {
    CRC32C crc = new CRC32C();
    crc.update(content);
    int id = (int) crc.getValue();
    return id == 0 ? 1 : id;
  }

  /// The content of a dictionary for records like these.
  ///
  /// @param maxBytes how long it may be; 16 KiB to 112 KiB do for records of some hundred bytes
  /// @throws IllegalArgumentException if the samples are too few or too much alike
  public static byte[] train(List<byte[]> samples, int maxBytes) {
    if (samples.size() < MIN_SAMPLES) {
      throw new IllegalArgumentException(
          "A dictionary cannot be trained from %d records; have at least %d, better thousands."
              .formatted(samples.size(), MIN_SAMPLES));
    }
    byte[] content = new byte[maxBytes];
    try {
      long length = Zstd.trainFromBuffer(samples.toArray(byte[][]::new), content);
      if (!Zstd.isError(length)) {
        return Arrays.copyOf(content, (int) length);
      }
      throw new ZstdException(length);
    } catch (ZstdException e) {
      throw new IllegalArgumentException(
          "A dictionary cannot be trained from these %d records (%s); have more of them, or more different ones."
              .formatted(samples.size(), e.getMessage()),
          e);
    }
  }

  /// The id, which every record that was written with it carries; never 0.
  public int id() {
    return id;
  }

  /// A copy of the content.
  public byte[] content() {
    return content.clone();
  }

  int level() {
    return level;
  }

  ZstdDictDecompress forReading() {
    return forReading;
  }

  ZstdDictCompress forWriting() {
    return forWriting;
  }
}
