package dev.fulgur.log;

import java.time.Duration;

/// What was found and done when a log was opened.
///
/// @param segments segment files that were read
/// @param frames valid frames in them
/// @param replayed frames above the owner's applied number, which were given to the owner
/// @param discarded frames of a torn last write that were cut away, as far as they can be told
/// @param bytes bytes of valid frames
/// @param truncatedBytes bytes of the torn tail, zero for a clean end
/// @param lastSequence the number of the last transaction in the log, or what the owner had applied
///   if the log holds none
/// @param duration how long it took
public record RecoveryStats(
    int segments,
    long frames,
    long replayed,
    long discarded,
    long bytes,
    long truncatedBytes,
    long lastSequence,
    Duration duration) {}
