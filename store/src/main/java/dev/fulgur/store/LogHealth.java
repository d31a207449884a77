package dev.fulgur.store;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/// How the log of a logged store stands.
///
/// @param queueDepth commits that wait for the log
/// @param queueCapacity how many may
/// @param publishedSequence the newest commit that reads see
/// @param forcedSequence the newest commit that is on disk
/// @param appliedSequence the newest commit that is in LMDB's file
/// @param forces syncs since the store was opened
/// @param lastForce how long the last sync took
/// @param sinceCheckpoint how long ago the last checkpoint ended, or the store was opened
/// @param logBytes bytes of the log's files
/// @param overlayBytes bytes in memory of commits that are not in LMDB's file, about
/// @param diskFreeBytes what the disk of the log has left, -1 if it cannot be told
/// @param recovery what opening found
/// @param poison why nothing can be written any more, or null
/// @param checkpointFailure why the last checkpoint failed, or null
public record LogHealth(
    int queueDepth,
    int queueCapacity,
    long publishedSequence,
    long forcedSequence,
    long appliedSequence,
    long forces,
    Duration lastForce,
    Duration sinceCheckpoint,
    long logBytes,
    long overlayBytes,
    long diskFreeBytes,
    Recovery recovery,
    @Nullable String poison,
    @Nullable String checkpointFailure) {

  /// What was found and done when a store was opened.
  ///
  /// @param frames whole frames in the log
  /// @param committed transactions that were brought into LMDB's file
  /// @param discarded frames of a torn last write that were cut away, as far as they can be told
  /// @param bytes bytes of whole frames
  /// @param truncatedBytes bytes of the torn tail
  /// @param duration how long it took
  public record Recovery(
      long frames,
      long committed,
      long discarded,
      long bytes,
      long truncatedBytes,
      Duration duration) {

    /// Whether the store had not been closed, so that something was brought in or cut away.
    public boolean isAfterCrash() {
      return committed > 0 || truncatedBytes > 0;
    }
  }
}
