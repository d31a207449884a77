package dev.fulgur.log;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Opens what is there for appending: scans it, cuts a torn tail away, and removes what was left
/// half done. Killed at any point and run again, it comes to the same end.
///
/// @param active the segment that holds the end of the log, or null for a log without segments
/// @param tailOffset where the next frame goes
/// @param closed the full segments before it
/// @param next the segment prepared behind it, or null
/// @param logId the id in the headers, meaningless without segments
record Recovery(
    @Nullable Segment active,
    int tailOffset,
    List<Shelf.Closed> closed,
    @Nullable Segment next,
    long logId,
    RecoveryStats stats) {

  private static final int BLOCK = 4096;

  static Recovery run(LogStorage storage, LogOptions options, Resume resume, FrameVisitor replay)
      throws IOException {
    long start = System.nanoTime();
    Scan scan = new Scan(storage, resume);
    scan.run(replay, true);
    removeLeftovers(storage, scan);
    List<Shelf.Closed> closed = new ArrayList<>();
    @Nullable Segment active = null;
    @Nullable Segment next = null;
    long truncated = 0;
    for (Scan.Part part : scan.parts()) {
      if (part.cut()) {
        truncated += part.sizeBytes();
      } else if (part.number() < scan.tail()) {
        closed.add(new Shelf.Closed(part.number(), part.sizeBytes(), part.lastSequence()));
      } else {
        boolean isTail = part.number() == scan.tail();
        Segment segment = open(storage, options, part);
        if (!part.zeros()) {
          long from = isTail ? scan.tailOffset() : LogFormat.HEADER_PAGE;
          truncated += zeroFrom(segment, scan.logId(), from);
        }
        if (isTail) {
          active = segment;
        } else {
          next = segment;
        }
      }
    }
    RecoveryStats stats =
        new RecoveryStats(
            scan.parts().size(),
            scan.frames(),
            scan.replayed(),
            scan.discarded(),
            scan.bytes(),
            truncated,
            scan.lastSequence(),
            Duration.ofNanos(System.nanoTime() - start));
    return new Recovery(active, (int) scan.tailOffset(), closed, next, scan.logId(), stats);
  }

  /// Temporaries, a segment that ends within its header, and all that follow the first one behind
  /// the tail. The newest goes first, so that no crash leaves a hole.
  private static void removeLeftovers(LogStorage storage, Scan scan) throws IOException {
    boolean removed = false;
    for (String name : scan.temporaries()) {
      storage.delete(name);
      removed = true;
    }
    for (Scan.Part part : scan.parts().reversed()) {
      if (part.cut() || (scan.tail() > 0 && part.number() > scan.tail() + 1)) {
        storage.delete(LogFormat.segmentName(part.number()));
        storage.syncFolder();
      }
    }
    scan.parts().removeIf(p -> !p.cut() && scan.tail() > 0 && p.number() > scan.tail() + 1);
    if (removed) {
      storage.syncFolder();
    }
  }

  /// A file that was cut off gets its zeros back.
  private static Segment open(LogStorage storage, LogOptions options, Scan.Part part)
      throws IOException {
    LogStorage.File file = storage.open(LogFormat.segmentName(part.number()));
    try {
      long size = Math.max(options.segmentBytes(), (part.sizeBytes() + BLOCK - 1) & -BLOCK);
      if (size > part.sizeBytes()) {
        Segment.zero(file, part.sizeBytes(), size);
        file.force(true);
      }
      return new Segment(part.number(), file, size);
    } catch (IOException | RuntimeException e) {
      file.close();
      throw e;
    }
  }

  /// Zeros whatever is not zero from `offset` on and syncs it: were it left there, the frames that
  /// are written next would run into it.
  private static long zeroFrom(Segment segment, long logId, long offset) throws IOException {
    FrameReader reader =
        new FrameReader(segment.file(), logId, segment.number(), segment.sizeBytes());
    long end = offset;
    for (long at = reader.firstNotZero(offset); at >= 0; at = reader.firstNotZero(end)) {
      end = Math.min((at / BLOCK + 1) * BLOCK, segment.sizeBytes());
      ByteBuffer zeros = ByteBuffer.allocate((int) (end - at));
      Segment.writeFully(segment.file(), zeros, at);
    }
    if (end > offset) {
      segment.file().force(true);
    }
    return end - offset;
  }
}
