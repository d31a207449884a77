package dev.fulgur.log;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/// The segments on disk besides the one that is written: the next one, prepared ahead by a thread
/// of its own, and the closed ones, deleted once they are released.
///
/// Thread rule: [#take] and [#closed] by the log's thread, the others by any.
final class Shelf implements AutoCloseable {

  /// A segment that is full.
  record Closed(int number, long sizeBytes, long lastSequence) {}

  private final LogStorage storage;
  private final LogOptions options;
  private final long logId;
  private final ExecutorService worker =
      Executors.newSingleThreadExecutor(
          Thread.ofPlatform().name("fulgur-log-segments").daemon().factory());

  private final Deque<Closed> closed = new ArrayDeque<>();
  private long closedBytes;
  private long released;
  private int begun;
  private long activeBytes;
  private boolean allReleased;
  private long spareBytes;
  private @Nullable IOException deletionFailure;

  private volatile CompletableFuture<Segment> next;

  Shelf(LogStorage storage, LogOptions options, long logId) {
    this.storage = storage;
    this.options = options;
    this.logId = logId;
    this.next = CompletableFuture.failedFuture(new IOException("No segment was prepared yet."));
  }

  /// The size at which segments stop growing.
  int largestSegmentBytes() {
    return options.maxSegmentBytes();
  }

  /// Begins to prepare the segment after `number`, unless there is one already.
  void prepareAfter(int number, long sizeBytes) {
    active(sizeBytes);
    long size = Math.min(options.maxSegmentBytes(), 2 * sizeBytes);
    next = CompletableFuture.supplyAsync(() -> create(number + 1, size), worker);
  }

  /// A segment that a run before this one prepared and never wrote to.
  void put(Segment prepared) {
    next = CompletableFuture.completedFuture(prepared);
  }

  /// Takes the segment after `number` with room for a frame of `frameBytes`, waiting for it, and
  /// begins to prepare the one behind it.
  ///
  /// @throws LogStorage.NoSpaceException if there is no room; a later call tries again
  Segment take(int number, long frameBytes) throws IOException {
    Segment segment = awaitNext(number, frameBytes);
    prepareAfter(segment.number(), segment.sizeBytes());
    return segment;
  }

  /// Makes sure that the segment after `number` is there and has room for the frame.
  Segment awaitNext(int number, long frameBytes) throws IOException {
    long wanted = frameBytes + LogFormat.HEADER_PAGE;
    @Nullable Segment ready = null;
    try {
      ready = next.join();
    } catch (CompletionException e) {
      // What went wrong ahead of need may be over by now: once more, and then it counts.
    }
    if (ready == null) {
      long size = Math.max(options.segmentBytes(), roundUp(wanted));
      next = CompletableFuture.supplyAsync(() -> create(number + 1, size), worker);
    } else if (ready.sizeBytes() < wanted) {
      return grown(ready, roundUp(wanted));
    }
    return joined(next);
  }

  private Segment grown(Segment small, long size) throws IOException {
    CompletableFuture<Segment> grown =
        CompletableFuture.supplyAsync(() -> grow(small, size), worker);
    try {
      Segment segment = joined(grown);
      next = grown;
      return segment;
    } catch (LogStorage.NoSpaceException e) {
      // It is still a good segment of its old size, whatever zeros lie behind it.
      next = CompletableFuture.completedFuture(small);
      throw e;
    }
  }

  private long roundUp(long bytes) {
    long size = options.segmentBytes();
    while (size < bytes) {
      size *= 2;
    }
    return size;
  }

  private synchronized void active(long sizeBytes) {
    activeBytes = sizeBytes;
    allReleased = false;
  }

  /// Whether so much more fits on the disk and leaves what the owner needs to bring the log
  /// elsewhere.
  private void requireRoom(long bytes) throws IOException {
    long held;
    long spare;
    synchronized (this) {
      spare = spareBytes;
      held = bytes + (allReleased ? 0 : activeBytes);
      for (Closed segment : closed) {
        held += segment.lastSequence() > released ? segment.sizeBytes() : 0;
      }
    }
    if (storage.usableBytes() < bytes + Math.max(0, options.reserve() * held - spare)) {
      throw new LogStorage.NoSpaceException(
          "A segment of " + bytes + " bytes does not fit on the disk.");
    }
  }

  private static Segment joined(CompletableFuture<Segment> future) throws IOException {
    try {
      return future.join();
    } catch (CompletionException e) {
      if (e.getCause() instanceof IOException io) {
        throw io;
      }
      throw e;
    }
  }

  /// Where there is no room for the wanted size, a smaller segment may still do.
  private Segment create(int number, long wantedBytes) {
    long size = wantedBytes;
    while (true) {
      try {
        return createOnce(number, size);
      } catch (LogStorage.NoSpaceException e) {
        if (size / 2 < options.segmentBytes() || size / 2 % LogFormat.HEADER_PAGE != 0) {
          throw new CompletionException(e);
        }
        size /= 2;
      } catch (IOException e) {
        throw new CompletionException(e);
      }
    }
  }

  private Segment createOnce(int number, long size) throws IOException {
    String temporary = LogFormat.temporaryName(number);
    requireRoom(size);
    LogStorage.File file = storage.create(temporary);
    boolean named = false;
    try {
      Segment.writeFully(file, ByteBuffer.wrap(LogFormat.header(logId, number)), 0);
      Segment.zero(file, LogFormat.HEADER_PAGE, size);
      file.force(true);
      storage.rename(temporary, LogFormat.segmentName(number));
      named = true;
      storage.syncFolder();
      return new Segment(number, file, size);
    } catch (IOException | RuntimeException e) {
      discard(file, named ? LogFormat.segmentName(number) : temporary, e);
      throw e;
    }
  }

  private void discard(LogStorage.File file, String name, Exception cause) {
    try {
      file.close();
      storage.delete(name);
    } catch (IOException e) {
      cause.addSuppressed(e);
    }
  }

  private Segment grow(Segment small, long size) {
    try {
      requireRoom(size - small.sizeBytes());
      Segment.zero(small.file(), small.sizeBytes(), size);
      small.file().force(true);
      return new Segment(small.number(), small.file(), size);
    } catch (IOException e) {
      throw new CompletionException(e);
    }
  }

  /// Notes that a segment is full and its file closed.
  synchronized void closed(Closed segment) {
    closed.addLast(segment);
    closedBytes += segment.sizeBytes();
    worker.execute(this::deleteReleased);
  }

  /// What is at or below `sequence` is not needed any more.
  ///
  /// @param all whether that is everything in the log so far
  /// @param spare what the owner has of the reserve besides the disk
  synchronized void release(long sequence, boolean all, long spare) {
    released = Math.max(released, sequence);
    allReleased = all;
    spareBytes = spare;
    if (!worker.isShutdown()) {
      worker.execute(this::deleteReleased);
    }
  }

  /// A frame in segment `number` is durable.
  synchronized void begun(int number) {
    begun = number;
    if (!closed.isEmpty() && !worker.isShutdown()) {
      worker.execute(this::deleteReleased);
    }
  }

  /// Deletes from the oldest on, and makes each deletion durable before the next, so that no crash
  /// leaves a hole among the segments. The last segment with a frame stays until there is a frame
  /// behind it: so a log that does not begin with the first segment and has no frame lost some.
  private void deleteReleased() {
    try {
      for (@Nullable Closed oldest = deletable(); oldest != null; oldest = deletable()) {
        storage.delete(LogFormat.segmentName(oldest.number()));
        storage.syncFolder();
        removed(oldest);
      }
      deletionFailed(null);
    } catch (IOException e) {
      deletionFailed(e);
    }
  }

  private @Nullable Closed deletable() throws IOException {
    @Nullable Closed oldest;
    synchronized (this) {
      oldest = closed.peekFirst();
      if (oldest == null
          || oldest.number() >= begun
          || oldest.lastSequence() > released
          || closed.size() <= options.retention().segments()) {
        return null;
      }
    }
    if (options.retention().age().isZero()) {
      return oldest;
    }
    try (LogStorage.File file = storage.open(LogFormat.segmentName(oldest.number()))) {
      long age = System.currentTimeMillis() - file.modifiedMillis();
      return age >= options.retention().age().toMillis() ? oldest : null;
    }
  }

  private synchronized void removed(Closed segment) {
    closed.removeFirst();
    closedBytes -= segment.sizeBytes();
  }

  private synchronized void deletionFailed(@Nullable IOException e) {
    deletionFailure = e;
  }

  /// Why released segments could not be deleted at the last try, or null.
  synchronized @Nullable IOException deletionFailure() {
    return deletionFailure;
  }

  synchronized int segments() {
    return closed.size();
  }

  synchronized long sizeBytes() {
    return closedBytes;
  }

  /// Waits until all that was asked for so far is done.
  void await() {
    CompletableFuture.runAsync(() -> {}, worker).join();
  }

  @Override
  public void close() throws IOException {
    boolean interrupted = false;
    worker.shutdown();
    while (true) {
      try {
        if (worker.awaitTermination(1, TimeUnit.MINUTES)) {
          break;
        }
      } catch (InterruptedException e) {
        interrupted = true;
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
    if (!next.isCompletedExceptionally()) {
      next.join().file().close();
    }
  }
}
