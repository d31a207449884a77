package dev.fulgur.log;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/// The state of a log at one moment.
///
/// @param queueDepth commits that wait for the log's thread
/// @param queueCapacity how many may wait
/// @param lastSequence the newest published transaction
/// @param forcedSequence the newest transaction that is known to be on disk
/// @param frames transactions written since the log was opened
/// @param frameBytes bytes written for them
/// @param forces syncs since the log was opened
/// @param lastForce how long the last sync took, zero if there was none
/// @param segments segment files
/// @param sizeBytes bytes they take, those that are still free included
/// @param usableBytes bytes free on the disk, -1 if that cannot be told
/// @param failure why nothing is written any more, or null
public record LogStats(
    int queueDepth,
    int queueCapacity,
    long lastSequence,
    long forcedSequence,
    long frames,
    long frameBytes,
    long forces,
    Duration lastForce,
    int segments,
    long sizeBytes,
    long usableBytes,
    @Nullable Throwable failure) {}
