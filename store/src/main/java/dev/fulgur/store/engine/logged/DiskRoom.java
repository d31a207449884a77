package dev.fulgur.store.engine.logged;

import dev.fulgur.store.LogSettings;
import dev.fulgur.store.StoreException;
import dev.fulgur.store.engine.env.Environment;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.function.LongSupplier;

/// The room that the disk leaves, which commits fill twice: in the log, and then in LMDB's file. So
/// that what they filled can be opened, read and emptied, the log leaves free what bringing them in
/// may take, puts are refused before deletes are, and on a small disk less is written between
/// checkpoints. Pages that are free in the file count by half, where they are so many that some are
/// there whatever the next checkpoints take.
///
/// Thread rule: any thread.
final class DiskRoom {
  /// How many times what the log holds bringing it in may take.
  static final int RESERVE = 2;

  /// Where puts end, in first segments: above what the log needs for one more of them.
  private static final int SEGMENTS_FOR_DELETES = 7;

  private static final int LEAST_FREE_PART = 4;
  private static final int SEGMENTS_ON_A_DISK = 64;
  private static final int OVERLAYS_ON_A_DISK = 8;
  private static final int LEAST_SEGMENT = 1 << 16;
  private static final int LEAST_OVERLAY = 1 << 20;
  private static final int BLOCK = 4096;

  private final Environment environment;
  private final LongSupplier applied;
  private final long least;
  private volatile Measure room = new Measure(-1, 0);

  /// How many bytes there were once a commit was in the file.
  private record Measure(long applied, long bytes) {}

  /// @param applied the last commit that the file holds
  DiskRoom(Environment environment, LongSupplier applied, LogSettings settings) {
    this.environment = environment;
    this.applied = applied;
    this.least = (long) SEGMENTS_FOR_DELETES * settings.segmentBytes();
  }

  /// The settings, with less between checkpoints where the disk of `folder` is small.
  static LogSettings fitted(LogSettings settings, Path folder) {
    long disk = sizeBytes(folder);
    long segment = Math.max(disk / SEGMENTS_ON_A_DISK / BLOCK * BLOCK, LEAST_SEGMENT);
    long overlay = Math.max(disk / OVERLAYS_ON_A_DISK, LEAST_OVERLAY);
    LogSettings fitted =
        segment < settings.segmentBytes() ? settings.withSegmentBytes((int) segment) : settings;
    return overlay < settings.overlayBytes() ? fitted.withOverlayBytes(overlay) : fitted;
  }

  /// Where segments stop doubling on the disk of `folder`.
  static int largestSegment(Path folder, int first, int most) {
    return Math.clamp(sizeBytes(folder) / SEGMENTS_ON_A_DISK / BLOCK * BLOCK, first, most);
  }

  /// How large the disk is; as large as can be where that cannot be told.
  private static long sizeBytes(Path folder) {
    try {
      long size = Files.getFileStore(folder).getTotalSpace();
      return size > 0 ? size : Long.MAX_VALUE;
    } catch (IOException e) {
      return Long.MAX_VALUE;
    }
  }

  /// Whether there is room for more than deletes. Others may have made some, so a no is looked at
  /// again.
  boolean isForPuts() {
    Measure known = room;
    long now = applied.getAsLong();
    if (known.applied() != now || known.bytes() < least) {
      long free = environment.diskFreeBytes();
      known = new Measure(now, free < least ? free + reusable() : free);
      room = known;
    }
    return known.bytes() >= least;
  }

  private long reusable() {
    long used = environment.usedBytes();
    long free = used - environment.liveBytes();
    return free >= used / LEAST_FREE_PART ? free / 2 : 0;
  }

  /// The error of a put that has none.
  StoreException.StoreFull full() {
    return new StoreException.StoreFull(
        "The disk of %s has no room left for more than deletes; free some, then write again."
            .formatted(environment.folder()),
        environment.usedBytes(),
        environment.quotaBytes(),
        null);
  }
}
