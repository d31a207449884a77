package dev.fulgur.store;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Objects;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// How the logged engine works; of no meaning to the direct one. Begin with [#defaults()].
///
/// @param folder where the log lies; null for `log` in the store's folder
/// @param queueCapacity commits that may wait for the log before writers are held back, rounded up
///   to a power of two
/// @param segmentBytes the size of the log's first segment; later ones double up to 64 MiB
/// @param flushInterval the longest that a [Durability#RELAXED] commit stays in memory only
/// @param checkpointInterval the longest that a commit stays out of LMDB's file while the store is
///   open
/// @param checkpointBytes how much may be written to the log before its commits are brought into
///   LMDB's file without waiting for the interval
/// @param overlayBytes the most that commits which are not in LMDB's file yet may take in memory,
///   where a key that is written often counts once or twice; from a third of it on they are brought
///   in without waiting, and beyond it writers are held back
/// @param keptSegments the newest full segments of the log to keep although nothing needs them any
///   more
/// @param keptFor how long a segment stays after its last write although nothing needs it any more
public record LogSettings(
    @Nullable Path folder,
    int queueCapacity,
    int segmentBytes,
    Duration flushInterval,
    Duration checkpointInterval,
    long checkpointBytes,
    long overlayBytes,
    int keptSegments,
    Duration keptFor) {

  /// @throws IllegalArgumentException if a number is out of its bounds
  public LogSettings {
    Objects.requireNonNull(flushInterval, "flushInterval");
    Objects.requireNonNull(checkpointInterval, "checkpointInterval");
    require(queueCapacity >= 2, "A queue needs room for 2 commits at least.");
    require(
        segmentBytes >= 16 << 10 && segmentBytes <= 64 << 20 && segmentBytes % 4096 == 0,
        "A first segment takes a multiple of 4,096 bytes, from 16 KiB to 64 MiB.");
    require(
        flushInterval.isPositive() && flushInterval.compareTo(Duration.ofSeconds(60)) <= 0,
        "The flush interval must be above zero and at most 60 seconds.");
    require(
        checkpointInterval.isPositive(),
        "The checkpoint interval must be above zero; for a checkpoint after each write, use the"
            + " direct engine.");
    require(checkpointBytes >= 1 << 16, "At least 65536 bytes must fit between checkpoints.");
    require(
        overlayBytes >= checkpointBytes,
        "The overlay must have room for what may lie between checkpoints.");
    require(keptSegments >= 0, "The number of segments to keep must not be negative.");
    Objects.requireNonNull(keptFor, "keptFor");
    require(!keptFor.isNegative(), "How long segments are kept must not be negative.");
  }

  private static void require(boolean holds, String sentence) {
    if (!holds) {
      throw new IllegalArgumentException(sentence);
    }
  }

  /// 10,000 commits in the queue, segments from 1 MiB, 10 ms, a checkpoint every 60 seconds or 192
  /// MiB of log, 192 MiB in memory, no segment kept.
  public static LogSettings defaults() {
    return new LogSettings(
        null,
        10_000,
        1 << 20,
        Duration.ofMillis(10),
        Duration.ofSeconds(60),
        192L << 20,
        192L << 20,
        0,
        Duration.ZERO);
  }

  /// With the log in another folder, as on another disk.
  public LogSettings withFolder(Path value) {
    return with(copy -> copy.folder = value);
  }

  /// With another length of the queue.
  public LogSettings withQueueCapacity(int value) {
    return with(copy -> copy.queueCapacity = value);
  }

  /// With another size of the first segment.
  public LogSettings withSegmentBytes(int value) {
    return with(copy -> copy.segmentBytes = value);
  }

  /// With another flush interval.
  public LogSettings withFlushInterval(Duration value) {
    return with(copy -> copy.flushInterval = value);
  }

  /// With checkpoints at other times.
  public LogSettings withCheckpoints(Duration interval, long bytes) {
    return with(
        copy -> {
          copy.checkpointInterval = interval;
          copy.checkpointBytes = bytes;
          copy.overlayBytes = Math.max(overlayBytes, bytes);
        });
  }

  /// With another limit of memory.
  public LogSettings withOverlayBytes(long value) {
    return with(
        copy -> {
          copy.checkpointBytes = Math.min(checkpointBytes, value);
          copy.overlayBytes = value;
        });
  }

  /// With segments that stay.
  public LogSettings withKeptSegments(int value) {
    return with(copy -> copy.keptSegments = value);
  }

  /// With segments that stay for a time.
  public LogSettings withKeptFor(Duration value) {
    return with(copy -> copy.keptFor = value);
  }

  /// The same values, to change some of them.
  private static final class Copy {
    private @Nullable Path folder;
    private int queueCapacity;
    private int segmentBytes;
    private Duration flushInterval;
    private Duration checkpointInterval;
    private long checkpointBytes;
    private long overlayBytes;
    private int keptSegments;
    private Duration keptFor;

    Copy(LogSettings from) {
      folder = from.folder;
      queueCapacity = from.queueCapacity;
      segmentBytes = from.segmentBytes;
      flushInterval = from.flushInterval;
      checkpointInterval = from.checkpointInterval;
      checkpointBytes = from.checkpointBytes;
      overlayBytes = from.overlayBytes;
      keptSegments = from.keptSegments;
      keptFor = from.keptFor;
    }

    LogSettings made() {
      return new LogSettings(
          folder,
          queueCapacity,
          segmentBytes,
          flushInterval,
          checkpointInterval,
          checkpointBytes,
          overlayBytes,
          keptSegments,
          keptFor);
    }
  }

  private LogSettings with(Consumer<Copy> change) {
    Copy copy = new Copy(this);
    change.accept(copy);
    return copy.made();
  }
}
