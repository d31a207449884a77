package dev.fulgur.log;

import java.io.IOException;
import java.nio.ByteBuffer;

/// A segment whose file is open for writing.
///
/// @param number its place among the segments
/// @param sizeBytes its size, filled with zeros where nothing was written
record Segment(int number, LogStorage.File file, long sizeBytes) {
  /// A file that accepts nothing this many times in a row is taken for broken.
  private static final int FUTILE_WRITES = 100;

  private static final int ZEROS = 256 << 10;

  String name() {
    return LogFormat.segmentName(number);
  }

  /// Writes all of `source`, however little the system takes at once.
  static void writeFully(LogStorage.File file, ByteBuffer source, long position)
      throws IOException {
    long at = position;
    int futile = 0;
    while (source.hasRemaining()) {
      int written = file.write(source, at);
      at += written;
      futile = written > 0 ? 0 : futile + 1;
      if (futile == FUTILE_WRITES) {
        throw new IOException("The file accepts no bytes at offset " + at + ".");
      }
    }
  }

  /// Writes zeros over [from, to).
  static void zero(LogStorage.File file, long from, long to) throws IOException {
    ByteBuffer zeros = ByteBuffer.allocateDirect((int) Math.min(ZEROS, Math.max(0, to - from)));
    for (long position = from; position < to; position += ZEROS) {
      zeros.clear();
      zeros.limit((int) Math.min(ZEROS, to - position));
      writeFully(file, zeros, position);
    }
  }
}
