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
/// may take, puts are refused before deletes are, and the less room there is the less is brought in
/// at once.
///
/// **Pages.** A change may copy the page of its row and those above it, however small it is, and
/// what is copied is free again two transactions later. So where the room does not do for the whole
/// file once more, a generation is as small as three of them take what is there at worst. Pages
/// that are free in the file are room by half, because views may hold them, and where they are so
/// many that some are there whatever the next checkpoints take.
///
/// Thread rule: any thread.
final class DiskRoom {
  /// How many times what the log holds bringing it in may take.
  static final int RESERVE = 2;

  /// Where puts end, in first segments: above what the log needs for one more of them.
  private static final int SEGMENTS_FOR_DELETES = 7;

  /// What the log needs for its next one with nothing in it that is not in the file, and one more.
  private static final int SEGMENTS_OF_THE_LOG = 4;

  private static final int GENERATIONS = 3;

  /// How many bytes of pages so many generations copy at worst, for each of one in memory.
  private static final int COPIED = 128;

  /// How many bytes of pages one change copies at worst: that of its row, and a part of another.
  private static final int COPIED_BY_ONE = 6000;

  /// The least at which a generation ends: some rows.
  private static final int LEAST_GENERATION = 1 << 10;

  private static final int LEAST_FREE_PART = 4;
  private static final int SEGMENTS_ON_A_DISK = 64;
  private static final int OVERLAYS_ON_A_DISK = 8;
  private static final int LEAST_SEGMENT = 1 << 16;
  private static final int LEAST_OVERLAY = 1 << 20;
  private static final int BLOCK = 4096;

  private final Environment environment;
  private final LogSettings settings;
  private final LongSupplier diskFreeBytes;
  private volatile long applied;
  private volatile Measure room;

  /// @param free on the disk
  /// @param reusable in the file; looked at only where the disk has little
  /// @param many whether that is a good part of the file
  /// @param enough whether there is more than the whole file and the overlay could take, or than
  ///   the overlay could make of it
  private record Measure(long free, long reusable, boolean many, boolean enough) {
    long forPuts() {
      return many ? free + reusable : free;
    }
  }

  DiskRoom(Environment environment, LogSettings settings) {
    this(environment, settings, environment::diskFreeBytes);
  }

  /// @param diskFreeBytes what the disk has left
  DiskRoom(Environment environment, LogSettings settings, LongSupplier diskFreeBytes) {
    this.environment = environment;
    this.settings = settings;
    this.diskFreeBytes = diskFreeBytes;
    this.room = measured();
  }

  /// The settings, with less between checkpoints where the disk is small.
  static LogSettings fitted(LogSettings settings, long disk) {
    long segment = Math.max(disk / SEGMENTS_ON_A_DISK / BLOCK * BLOCK, LEAST_SEGMENT);
    long overlay = Math.max(disk / OVERLAYS_ON_A_DISK, LEAST_OVERLAY);
    LogSettings fitted =
        segment < settings.segmentBytes() ? settings.withSegmentBytes((int) segment) : settings;
    return overlay < settings.overlayBytes() ? fitted.withOverlayBytes(overlay) : fitted;
  }

  /// Where segments stop doubling on such a disk.
  static int largestSegment(long disk, int first, int most) {
    return Math.clamp(disk / SEGMENTS_ON_A_DISK / BLOCK * BLOCK, first, most);
  }

  /// How large the disk of a folder is; as large as can be where that cannot be told.
  static long sizeBytes(Path folder) {
    try {
      long size = Files.getFileStore(folder).getTotalSpace();
      return size > 0 ? size : Long.MAX_VALUE;
    } catch (IOException e) {
      return Long.MAX_VALUE;
    }
  }

  /// Looks again, after each transaction of LMDB.
  ///
  /// @param nowApplied the last commit that the file holds
  void measure(long nowApplied) {
    applied = nowApplied;
    room = measured();
  }

  private Measure measured() {
    long free = diskFreeBytes.getAsLong();
    long used = environment.usedBytes();
    long overlay = settings.overlayBytes();
    long most = Math.min(used + OVERLAYS_ON_A_DISK * overlay, COPIED * overlay);
    boolean enough = free - ofTheLog() >= most;
    long freePages = enough || keepsPages() ? 0 : freePages(used);
    return new Measure(free, freePages / 2, freePages >= used / LEAST_FREE_PART, enough);
  }

  /// Whether a view of what the file no longer holds keeps all that was freed since.
  private boolean keepsPages() {
    return environment.hasViewOlderThan(applied);
  }

  private long freePages(long used) {
    try {
      return used - environment.liveBytes();
    } catch (StoreException.ReadersFull e) {
      return 0; // views hold every slot, and with them most of what is free
    }
  }

  /// Whether there is room for more than deletes, with so much in memory still on its way into the
  /// file. Others may have made some, so a no is looked at again.
  boolean isForPuts(long inMemory) {
    if (room.enough()) {
      return true;
    }
    long least = (long) SEGMENTS_FOR_DELETES * settings.segmentBytes() + RESERVE * inMemory;
    if (room.forPuts() < least) {
      measure(applied);
    }
    return room.forPuts() >= least;
  }

  /// Whether one transaction of so many changes can be brought in at all, which nothing splits.
  boolean isFor(int changes, long inMemory) {
    if (room.enough()) {
      return true;
    }
    long most = (long) COPIED_BY_ONE * changes + RESERVE * inMemory;
    if (inMemory > generationBytes() && most > ofTheFile()) {
      measure(applied);
    }
    return inMemory <= generationBytes() || most <= ofTheFile();
  }

  /// How large a generation may be so that the file can take it.
  long generationBytes() {
    return room.enough() ? Long.MAX_VALUE : Math.max(ofTheFile() / COPIED, LEAST_GENERATION);
  }

  /// Whether a generation leaves the log what it needs. Beside a view that keeps pages, each
  /// checkpoint takes from the disk, for good.
  boolean isForGeneration(long bytes) {
    if (room.enough() || !keepsPages()) {
      return true;
    }
    long most = bytes * COPIED / GENERATIONS;
    if (room.free() - ofTheLog() < most) {
      measure(applied);
    }
    return room.free() - ofTheLog() >= most;
  }

  /// Bytes that the file may take besides the log, on the disk and of its own.
  private long ofTheFile() {
    Measure now = room;
    return Math.max(now.free() - ofTheLog(), 0) + now.reusable();
  }

  private long ofTheLog() {
    return (long) SEGMENTS_OF_THE_LOG * settings.segmentBytes();
  }

  /// Bytes that bringing in takes from the file and not from the disk.
  long reusable() {
    return room.reusable();
  }

  /// The error of a put that has none.
  StoreException.StoreFull full() {
    return full(
        "The disk of %s has no room left for more than deletes; free some, then write again.");
  }

  /// The error of a checkpoint that views do not let be made.
  StoreException.StoreFull fullByViews() {
    return full(
        "The disk of %s has no room for the pages that open views keep; close views, or free some, then write again.");
  }

  /// The error of a transaction that is too large for what there is.
  StoreException.StoreFull fullForSoMany() {
    return full(
        "The disk of %s has no room for the pages that so many changes in one transaction copy; make fewer at once, or free some.");
  }

  private StoreException.StoreFull full(String sentence) {
    return new StoreException.StoreFull(
        sentence.formatted(environment.folder()),
        environment.usedBytes(),
        environment.quotaBytes(),
        null);
  }
}
