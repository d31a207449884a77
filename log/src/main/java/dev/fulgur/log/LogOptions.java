package dev.fulgur.log;

import java.time.Duration;
import java.util.function.Consumer;

/// How a log works. Start from [#DEFAULTS] and change single values.
///
/// @param durability when commits are acknowledged
/// @param queueCapacity how many commits may wait for the log's thread before writers are held
///   back; rounded up to a power of two
/// @param segmentBytes size of the first segment; later ones double
/// @param maxSegmentBytes size at which segments stop doubling
/// @param maxPayloadBytes the largest payload of one frame
/// @param flushInterval the longest that a [Durability#RELAXED] commit stays in memory only
/// @param retention which released segments stay
/// @param reserve how many times the bytes of segments that are not released must be free on the
///   disk before there is another one, for an owner who brings them elsewhere on the same disk; 0
///   for one who does not
public record LogOptions(
    Durability durability,
    int queueCapacity,
    int segmentBytes,
    int maxSegmentBytes,
    int maxPayloadBytes,
    Duration flushInterval,
    Retention retention,
    int reserve) {

  /// Synced, 10,000 commits in the queue, segments of 1 MiB to 64 MiB, payloads up to 32 MiB and a
  /// little, 10 ms, nothing retained, no reserve.
  public static final LogOptions DEFAULTS =
      new LogOptions(
          Durability.SYNCED,
          10_000,
          1 << 20,
          64 << 20,
          (32 << 20) + (64 << 10),
          Duration.ofMillis(10),
          Retention.RELEASED,
          0);

  private static final int SMALLEST_SEGMENT = 16 << 10;
  private static final int LARGEST_SEGMENT = 1 << 30;

  public LogOptions {
    require(reserve >= 0 && reserve <= 100, "reserve of " + reserve, "0 to 100");
    require(queueCapacity >= 2, "queue of " + queueCapacity + " commits", "2 or more");
    require(
        segmentBytes >= SMALLEST_SEGMENT && segmentBytes % LogFormat.HEADER_PAGE == 0,
        "first segment of " + segmentBytes + " bytes",
        "a multiple of 4,096 from 16,384 on");
    require(
        maxSegmentBytes >= segmentBytes
            && maxSegmentBytes <= LARGEST_SEGMENT
            && maxSegmentBytes % LogFormat.HEADER_PAGE == 0,
        "largest segment of " + maxSegmentBytes + " bytes",
        "a multiple of 4,096 from the first segment's size to 1 GiB");
    require(
        maxPayloadBytes > 0
            && maxPayloadBytes <= LARGEST_SEGMENT - LogFormat.HEADER_PAGE - LogFormat.FRAME_HEADER,
        "payload of " + maxPayloadBytes + " bytes",
        "1 byte to just under 1 GiB");
    require(
        flushInterval.compareTo(Duration.ofSeconds(60)) <= 0 && flushInterval.isPositive(),
        "flush interval of " + flushInterval,
        "more than zero and at most 60 s");
  }

  public LogOptions withDurability(Durability value) {
    return with(copy -> copy.durability = value);
  }

  public LogOptions withQueueCapacity(int value) {
    return with(copy -> copy.queueCapacity = value);
  }

  public LogOptions withSegmentBytes(int first, int largest) {
    return with(
        copy -> {
          copy.segmentBytes = first;
          copy.maxSegmentBytes = largest;
        });
  }

  public LogOptions withMaxPayloadBytes(int value) {
    return with(copy -> copy.maxPayloadBytes = value);
  }

  public LogOptions withFlushInterval(Duration value) {
    return with(copy -> copy.flushInterval = value);
  }

  public LogOptions withRetention(Retention value) {
    return with(copy -> copy.retention = value);
  }

  public LogOptions withReserve(int value) {
    return with(copy -> copy.reserve = value);
  }

  private static void require(boolean holds, String given, String wanted) {
    if (!holds) {
      throw new IllegalArgumentException("A " + given + " is not possible; give " + wanted + ".");
    }
  }

  /// The same values, to change some of them.
  private static final class Copy {
    private Durability durability;
    private int queueCapacity;
    private int segmentBytes;
    private int maxSegmentBytes;
    private int maxPayloadBytes;
    private Duration flushInterval;
    private Retention retention;
    private int reserve;

    Copy(LogOptions from) {
      durability = from.durability;
      queueCapacity = from.queueCapacity;
      segmentBytes = from.segmentBytes;
      maxSegmentBytes = from.maxSegmentBytes;
      maxPayloadBytes = from.maxPayloadBytes;
      flushInterval = from.flushInterval;
      retention = from.retention;
      reserve = from.reserve;
    }

    LogOptions made() {
      return new LogOptions(
          durability,
          queueCapacity,
          segmentBytes,
          maxSegmentBytes,
          maxPayloadBytes,
          flushInterval,
          retention,
          reserve);
    }
  }

  private LogOptions with(Consumer<Copy> change) {
    Copy copy = new Copy(this);
    change.accept(copy);
    return copy.made();
  }
}
