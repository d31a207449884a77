package dev.fulgur.log;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Arrays;

/// Goes through the frames of one segment. Bytes beyond the end of the file read as zero.
final class FrameReader {

  /// What [#next] came to.
  enum Step {
    FRAME,
    SEAL,
    /// Nothing but zeros from here to the end.
    END,
    /// Something that is no frame; the reader stays where it is.
    BAD
  }

  private static final int WINDOW = 1 << 20;
  private static final byte[] ZEROS = new byte[4096];

  private final LogStorage.File file;
  private final LogFormat.Frames frames;
  private final int segment;
  private final long end;

  private byte[] window = {};
  private long windowStart;
  private int windowLength;

  private long offset = LogFormat.HEADER_PAGE;
  private long next = LogFormat.HEADER_PAGE;
  private int at;

  /// @param end where to stop, at most 2 GiB
  FrameReader(LogStorage.File file, long logId, int segment, long end) {
    this.file = file;
    this.frames = new LogFormat.Frames(logId);
    this.segment = segment;
    this.end = end;
  }

  /// Moves to what follows the last frame.
  Step next() throws IOException {
    offset = next;
    if (offset >= end) {
      return Step.END;
    }
    if (!frameAt(offset)) {
      return firstNotZero(offset) < 0 ? Step.END : Step.BAD;
    }
    next = offset + LogFormat.frameBytes(length());
    return isSeal() ? Step.SEAL : Step.FRAME;
  }

  /// Whether the frame is a seal.
  boolean isSeal() {
    return (int) LogFormat.INT.get(window, at) == LogFormat.SEAL;
  }

  /// Moves to the first valid frame or seal behind the bad place, step by step of the alignment.
  ///
  /// @return whether there is one
  boolean skipToValid() throws IOException {
    for (long position = offset + LogFormat.ALIGNMENT; position < end; ) {
      position = firstNotZero(position);
      if (position < 0) {
        return false;
      }
      position &= -LogFormat.ALIGNMENT;
      if (frameAt(position)) {
        offset = position;
        next = position + LogFormat.frameBytes(length());
        return true;
      }
      position += LogFormat.ALIGNMENT;
    }
    return false;
  }

  /// Where the frame begins that [#next] came to.
  long offset() {
    return offset;
  }

  /// Where it ends.
  long frameEnd() {
    return next;
  }

  long sequence() {
    return (long) LogFormat.LONG.get(window, at + 16);
  }

  int forced() {
    return (int) LogFormat.INT.get(window, at + 12);
  }

  int length() {
    return (int) LogFormat.INT.get(window, at + 8);
  }

  byte[] payload() {
    int from = at + LogFormat.FRAME_HEADER;
    return Arrays.copyOfRange(window, from, from + length());
  }

  private boolean frameAt(long position) throws IOException {
    long room = end - position;
    if (room < LogFormat.FRAME_HEADER) {
      return false;
    }
    load(position, LogFormat.FRAME_HEADER);
    if (!frames.isHeader(window, at, segment, (int) position, room)) {
      return false;
    }
    load(position, (int) LogFormat.frameBytes(length()));
    return frames.isWhole(window, at);
  }

  /// The first byte from `position` that is not zero, or -1.
  long firstNotZero(long position) throws IOException {
    while (position < end) {
      int wanted = (int) Math.min(LogFormat.ALIGNMENT, end - position);
      load(position, wanted);
      int stop = (int) Math.min(windowLength, end - windowStart);
      for (int from = at; from < stop; from += ZEROS.length) {
        int length = Math.min(ZEROS.length, stop - from);
        int different = Arrays.mismatch(window, from, from + length, ZEROS, 0, length);
        if (different >= 0) {
          return windowStart + from + different;
        }
      }
      position = windowStart + stop;
    }
    return -1;
  }

  /// Makes `length` bytes from `position` stand in the window, from `at` on.
  private void load(long position, int length) throws IOException {
    if (position >= windowStart && position + length <= windowStart + windowLength) {
      at = (int) (position - windowStart);
      return;
    }
    int wanted = (int) Math.min(Math.max(length, WINDOW), end - position);
    if (wanted > window.length) {
      window = new byte[wanted];
    }
    int read = readFully(file, window, wanted, position);
    Arrays.fill(window, read, wanted, (byte) 0);
    windowStart = position;
    windowLength = wanted;
    at = 0;
  }

  /// Reads up to `length` bytes and says how many there were.
  static int readFully(LogStorage.File file, byte[] target, int length, long position)
      throws IOException {
    ByteBuffer buffer = ByteBuffer.wrap(target, 0, length);
    while (buffer.hasRemaining()) {
      if (file.read(buffer, position + buffer.position()) < 0) {
        break;
      }
    }
    return buffer.position();
  }
}
