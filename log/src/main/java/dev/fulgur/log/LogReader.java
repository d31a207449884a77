package dev.fulgur.log;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/// Reads the frames of a log, open or not, changing nothing.
///
/// Thread rule: any thread; files are opened for the one call. An interrupt of the caller ends the
/// reading with [LogException.Unreadable] and does nothing to the log.
public final class LogReader {
  private LogReader() {}

  /// Gives the transactions from number `from` up to number `to`, as far as they are there, to
  /// `visitor` in order.
  ///
  /// @return the number of the last one that was read, or `from - 1`
  /// @throws LogException.Mismatch if the segments that held `from` were released and deleted
  /// @throws LogException.Damaged if a transaction is missing between two that are there
  /// @throws LogException.Unreadable if the files cannot be read
  public static long read(LogStorage storage, long from, long to, FrameVisitor visitor) {
    try {
      return readFrom(storage, from, to, visitor);
    } catch (IOException e) {
      throw new LogException.Unreadable(storage.description(), e);
    }
  }

  private static long readFrom(LogStorage storage, long from, long to, FrameVisitor visitor)
      throws IOException {
    Progress progress = new Progress(from - 1, to);
    for (int number : segments(storage)) {
      if (exists(storage, number)) {
        readSegment(storage, number, progress, visitor);
      }
    }
    return progress.last;
  }

  private static final class Progress {
    private final long to;
    private long last;
    private boolean begun;

    Progress(long last, long to) {
      this.last = last;
      this.to = to;
    }
  }

  /// A segment may have been released on the way to it; the next one says whether it is missed.
  private static boolean exists(LogStorage storage, int number) throws IOException {
    return storage.list().contains(LogFormat.segmentName(number));
  }

  private static void readSegment(
      LogStorage storage, int number, Progress progress, FrameVisitor visitor) throws IOException {
    String name = LogFormat.segmentName(number);
    try (LogStorage.File file = storage.open(name)) {
      FrameReader reader = new FrameReader(file, idOf(file, name), number, file.size());
      FrameReader.Step step = reader.next();
      while (step == FrameReader.Step.FRAME || step == FrameReader.Step.SEAL) {
        long sequence = reader.sequence();
        if (step == FrameReader.Step.FRAME && sequence <= progress.to) {
          if (sequence > progress.last + 1) {
            throw missing(storage, name, reader.offset(), progress, sequence);
          }
          progress.begun = true;
          if (sequence == progress.last + 1) {
            visitor.frame(sequence, reader.payload());
            progress.last = sequence;
          }
        }
        step = reader.next();
      }
    }
  }

  private static LogException missing(
      LogStorage storage, String name, long offset, Progress progress, long found) {
    long wanted = progress.last + 1;
    if (!progress.begun) {
      return new LogException.Mismatch(
          "The log folder "
              + storage.description()
              + " begins with transaction "
              + found
              + ", so "
              + wanted
              + " was released and deleted; read from a later one, or retain more segments.");
    }
    return new LogException.Damaged(
        name, offset, "transaction " + found + " follows, but " + wanted + " is not there");
  }

  /// The numbers of the segments in order.
  static List<Integer> segments(LogStorage storage) throws IOException {
    List<Integer> numbers = new ArrayList<>();
    for (String name : storage.list()) {
      int number = LogFormat.numberOf(name, LogFormat.SEGMENT_SUFFIX);
      if (number > 0) {
        numbers.add(number);
      }
    }
    Collections.sort(numbers);
    return numbers;
  }

  /// The log id in the header of a segment.
  static long idOf(LogStorage.File file, String name) throws IOException {
    byte[] page = new byte[LogFormat.HEADER_PAGE];
    LogFormat.Header header =
        LogFormat.Header.read(page, FrameReader.readFully(file, page, page.length, 0));
    String fault = header.fault();
    if (fault != null) {
      throw new LogException.Damaged(name, 0, fault);
    }
    return header.logId();
  }
}
