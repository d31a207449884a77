package dev.fulgur.log;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.concurrent.atomic.LongAdder;

/// Puts frames into the current segment: [#add], [#write], [#force], and [#rotate] where a frame
/// does not fit any more.
///
/// Thread rule: the log's thread only, save for the counters.
class Journal {
  private static final int BUFFER = 1 << 20;
  private static final byte[] NO_BYTES = {};

  private final Shelf shelf;
  private final LogFormat.Frames frames;
  private final ByteBuffer buffer;
  private final byte[] header = new byte[LogFormat.FRAME_HEADER];
  private final byte[] zeros = new byte[LogFormat.ALIGNMENT];

  private Segment segment;

  /// Everything below is on disk.
  private int forced;

  /// Everything below was given to the system.
  private int written;

  /// Where the next frame goes; what lies between is in the buffer.
  private int end;

  private long lastSequence;
  private boolean sealed = true;

  private final LongAdder frameCount = new LongAdder();
  private final LongAdder frameBytes = new LongAdder();
  private final LongAdder forceCount = new LongAdder();
  private volatile long lastForceNanos;
  private volatile long segmentBytes;

  Journal(Shelf shelf, long logId, Segment segment, int tailOffset, long lastSequence) {
    this.shelf = shelf;
    this.frames = new LogFormat.Frames(logId);
    this.buffer = ByteBuffer.allocateDirect(Math.min(BUFFER, shelf.largestSegmentBytes()));
    this.segment = segment;
    this.segmentBytes = segment.sizeBytes();
    this.forced = tailOffset;
    this.written = tailOffset;
    this.end = tailOffset;
    this.lastSequence = lastSequence;
  }

  /// Bytes that are left for frames in this segment.
  final long room() {
    return segment.sizeBytes() - end;
  }

  final int segmentNumber() {
    return segment.number();
  }

  boolean isForced() {
    return forced == end;
  }

  /// Adds a frame behind the others; some of them may be written by this. It fits.
  void add(long sequence, byte[] payload, int length) throws IOException {
    frames.encode(
        header, LogFormat.FRAME, segment.number(), end, forced, sequence, payload, length);
    int start = end;
    put(header, header.length);
    put(payload, length);
    put(zeros, (int) (start + LogFormat.frameBytes(length)) - end);
    lastSequence = sequence;
    sealed = false;
    frameCount.increment();
    frameBytes.add(end - start);
  }

  private void put(byte[] bytes, int length) throws IOException {
    for (int from = 0; from < length; ) {
      if (!buffer.hasRemaining()) {
        write();
      }
      int part = Math.min(buffer.remaining(), length - from);
      buffer.put(bytes, from, part);
      from += part;
      end += part;
    }
  }

  /// Gives what was added to the system.
  void write() throws IOException {
    buffer.flip();
    Segment.writeFully(segment.file(), buffer, written);
    buffer.clear();
    written = end;
  }

  /// Makes all that was written durable.
  void force() throws IOException {
    long start = System.nanoTime();
    segment.file().force(false);
    lastForceNanos = System.nanoTime() - start;
    forceCount.increment();
    if (forced == LogFormat.HEADER_PAGE && written > forced) {
      shelf.begun(segment.number());
    }
    forced = written;
  }

  /// Goes on in the next segment, which has room for the frame. Everything in this one is forced,
  /// so that a frame in a later segment proves that all before it was durable.
  ///
  /// @throws LogStorage.NoSpaceException if there is no next segment; this one stays as it was
  void rotate(long wantedBytes) throws IOException {
    if (written > forced) {
      force();
    }
    Segment next = shelf.take(segment.number(), wantedBytes);
    Segment full = segment;
    segment = next;
    segmentBytes = next.sizeBytes();
    forced = LogFormat.HEADER_PAGE;
    written = forced;
    end = forced;
    full.file().close();
    shelf.closed(new Shelf.Closed(full.number(), full.sizeBytes(), lastSequence));
  }

  /// Takes back what was added since the last force, and leaves zeros on disk where it was.
  ///
  /// @param sequence the number of the last frame before it
  void rewind(long sequence) throws IOException {
    buffer.clear();
    int from = forced;
    Segment.zero(segment.file(), from, end);
    segment.file().force(false);
    written = from;
    end = from;
    lastSequence = sequence;
  }

  /// Says in the log that everything before is durable. Not forced: it is of use to a log that is
  /// read after the process ended, and one that a loss of power took, or for which there is no
  /// room, is not missed.
  void seal() throws IOException {
    if (sealed || !isForced() || room() < LogFormat.FRAME_HEADER) {
      return;
    }
    frames.encode(header, LogFormat.SEAL, segment.number(), end, end, lastSequence, NO_BYTES, 0);
    try {
      put(header, header.length);
      write();
    } catch (LogStorage.NoSpaceException e) {
      rewind(lastSequence);
    }
    sealed = true;
  }

  final boolean isSealed() {
    return sealed;
  }

  void close() throws IOException {
    segment.file().close();
  }

  final long frameCount() {
    return frameCount.sum();
  }

  final long frameBytes() {
    return frameBytes.sum();
  }

  final long forceCount() {
    return forceCount.sum();
  }

  final long lastForceNanos() {
    return lastForceNanos;
  }

  final long segmentBytes() {
    return segmentBytes;
  }
}
