package dev.fulgur.log;

import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Reads a whole log in order and finds its end, changing nothing.
///
/// The end is where no frame follows any more. Zeros there are a clean end. Anything else is either
/// a torn tail, which is the rest of writes that were never acknowledged as durable, or damage: see
/// [LogFormat] on `forced` for how the two are told apart. Since a segment is forced before the
/// next one is written to, a valid frame in a later segment always means damage.
final class Scan {
  private final LogStorage storage;
  private final Resume resume;

  private List<Integer> numbers = List.of();
  private final List<String> temporaries = new ArrayList<>();
  private final List<Part> parts = new ArrayList<>();
  private long logId;
  private boolean idKnown;

  private long frames;
  private long replayed;
  private long discarded;
  private long bytes;

  /// Bytes of the files that were read through.
  private long readBytes;

  /// The number of the last frame, or -1 while there was none.
  private long last = -1;

  private int tail;
  private long tailOffset = LogFormat.HEADER_PAGE;
  private LogException.@Nullable Damaged damage;

  /// One segment as it was found.
  ///
  /// @param sizeBytes its file's size
  /// @param cut whether the file ends within its header
  /// @param zeros whether nothing but zeros lies behind its last frame
  record Part(int number, long sizeBytes, boolean cut, boolean zeros, long lastSequence) {}

  Scan(LogStorage storage, Resume resume) {
    this.storage = storage;
    this.resume = resume;
  }

  /// Reads everything and gives the frames above the applied number to `replay`.
  ///
  /// @param force whether to make each segment durable before its frames are given away, so that
  ///   nothing is taken for committed that a loss of power could still undo
  /// @throws LogException.Damaged at damage
  /// @throws LogException.Mismatch if this is not the log that was asked for
  void run(FrameVisitor replay, boolean force) throws IOException {
    list();
    for (int number : numbers) {
      readSegment(number, replay, force);
      if (damage != null) {
        throw damage;
      }
    }
    checkAgainstOwner();
  }

  private void list() throws IOException {
    List<Integer> found = new ArrayList<>();
    for (String name : storage.list()) {
      int number = LogFormat.numberOf(name, LogFormat.SEGMENT_SUFFIX);
      if (number > 0) {
        found.add(number);
      } else if (LogFormat.numberOf(name, LogFormat.TEMPORARY_SUFFIX) > 0) {
        temporaries.add(name);
      } else if (!name.equals(FolderStorage.LOCK_FILE) && !name.equals("lost+found")) {
        throw mismatch("holds " + name + ", which is no file of a log; move it away");
      }
    }
    Collections.sort(found);
    for (int i = 1; i < found.size(); i++) {
      if (found.get(i) != found.get(i - 1) + 1) {
        throw mismatch(
            "has a hole: "
                + LogFormat.segmentName(found.get(i - 1) + 1)
                + " is missing; put the file back, or restore a backup");
      }
    }
    if (found.isEmpty() && resume.required()) {
      throw mismatch(
          "holds no log, but the store has acknowledged transactions in one; put its files back, or"
              + " restore a backup");
    }
    numbers = found;
  }

  private void readSegment(int number, FrameVisitor replay, boolean force) throws IOException {
    String name = LogFormat.segmentName(number);
    try (LogStorage.File file = storage.open(name)) {
      if (force) {
        file.force(false);
      }
      long size = file.size();
      boolean cut = !readHeader(name, number, file, size);
      if (cut) {
        parts.add(new Part(number, size, true, false, last));
        return;
      }
      FrameReader reader = new FrameReader(file, logId, number, Math.min(size, Integer.MAX_VALUE));
      long framesBefore = frames;
      // Those that are left are taken to be as large as this one, until they are opened.
      long total = readBytes + size * (numbers.getLast() - number + 1);
      FrameReader.Step step = reader.next();
      while (step == FrameReader.Step.FRAME || step == FrameReader.Step.SEAL) {
        take(name, number, reader, step, replay);
        replay.read(readBytes + reader.frameEnd(), total);
        step = reader.next();
      }
      readBytes += size;
      replay.read(readBytes, total);
      if (frames > framesBefore || parts.isEmpty()) {
        tail = number;
        tailOffset = reader.offset();
      }
      if (step == FrameReader.Step.BAD) {
        judge(name, number, reader, reader.offset());
      }
      parts.add(new Part(number, size, false, step == FrameReader.Step.END, last));
    } catch (NoSuchFileException e) {
      throw mismatch("lost " + name + " while it was read; read again");
    }
  }

  /// Whether the header is whole. A file that ends within it is a segment that was cut off, which
  /// is the tail of the log if nothing follows.
  private boolean readHeader(String name, int number, LogStorage.File file, long size)
      throws IOException {
    byte[] page = new byte[LogFormat.HEADER_PAGE];
    int read = FrameReader.readFully(file, page, page.length, 0);
    boolean isLast = number == numbers.getLast();
    LogFormat.Header header = LogFormat.Header.read(page, read);
    if (size < LogFormat.HEADER_PAGE && isLast && (read < 8 || !header.foreign())) {
      return false;
    }
    String fault = header.fault();
    if (fault != null) {
      if (header.foreign()) {
        throw mismatch("holds " + name + ", but " + fault + "; move it away, or use its program");
      }
      throw new LogException.Damaged(name, 0, fault);
    }
    if (header.segment() != number) {
      throw mismatch(
          "holds segment "
              + header.segment()
              + " under the name "
              + name
              + "; give every file its own name back");
    }
    if (idKnown && header.logId() != logId) {
      throw mismatch("holds " + name + ", which belongs to another log; move it away");
    }
    logId = header.logId();
    idKnown = true;
    return true;
  }

  private void take(
      String name, int number, FrameReader reader, FrameReader.Step step, FrameVisitor replay) {
    long sequence = reader.sequence();
    if (step == FrameReader.Step.SEAL) {
      if (last >= 0 && sequence != last) {
        throw new LogException.Damaged(
            name, reader.offset(), "a seal of " + sequence + " follows transaction " + last);
      }
      last = sequence;
      tail = number;
      tailOffset = reader.frameEnd();
      return;
    }
    if (last >= 0 && sequence != last + 1) {
      throw new LogException.Damaged(
          name,
          reader.offset(),
          "transaction "
              + sequence
              + " follows transaction "
              + last
              + ", what lay between is gone");
    }
    if (last < 0 && sequence > resume.applied() + 1) {
      throw mismatch(
          "begins with transaction "
              + sequence
              + ", but the store holds only those up to "
              + resume.applied()
              + "; put the missing segments back, or restore a backup");
    }
    checkId();
    last = sequence;
    frames++;
    bytes += LogFormat.frameBytes(reader.length());
    if (sequence > resume.applied()) {
      replayed++;
      replay.frame(sequence, reader.payload());
    }
  }

  /// Before the first frame is given away: one of another log would be wrong, whereas a log without
  /// frames may be one that the owner had no time to write down.
  private void checkId() {
    if (resume.logId() != 0 && logId != resume.logId()) {
      throw mismatch(
          "belongs to another store; put this store's log back, or give the log's folder");
    }
  }

  /// Decides what the bad bytes at `bad` are.
  private void judge(String name, int number, FrameReader reader, long bad) throws IOException {
    int behind = 1;
    while (reader.skipToValid()) {
      if (reader.forced() > bad) {
        damage =
            new LogException.Damaged(
                name,
                bad,
                "what was a frame is not valid, and a valid one at offset "
                    + reader.offset()
                    + " was written after it was durable");
        return;
      }
      behind++;
    }
    for (int later : numbers) {
      if (later > number && holdsFrame(later)) {
        damage =
            new LogException.Damaged(
                name,
                bad,
                "what was a frame is not valid, and valid frames follow in "
                    + LogFormat.segmentName(later));
        return;
      }
    }
    discarded += behind;
  }

  private boolean holdsFrame(int number) throws IOException {
    try (LogStorage.File file = storage.open(LogFormat.segmentName(number))) {
      FrameReader reader = new FrameReader(file, logId, number, file.size());
      return switch (reader.next()) {
        case FRAME, SEAL -> true;
        case END -> false;
        case BAD -> reader.skipToValid();
      };
    }
  }

  private void checkAgainstOwner() {
    if (resume.required() && last < 0) {
      checkEmpty();
    }
    if (last >= 0 && last < resume.applied()) {
      throw mismatch(
          "ends with transaction "
              + last
              + ", but the store holds those up to "
              + resume.applied()
              + "; the log is older than the store, put the right one back");
    }
  }

  /// A log without frames, where the owner opened one and did not close it: it must be that one, as
  /// it was made.
  private void checkEmpty() {
    if (!idKnown) {
      throw mismatch(
          "holds no whole segment, but the store has acknowledged transactions in one; put its files"
              + " back, or restore a backup");
    }
    if (resume.logId() != 0 && logId != resume.logId()) {
      throw mismatch(
          "holds a new log, but the store has acknowledged transactions in another; put that one's"
              + " files back, or restore a backup");
    }
    if (numbers.getFirst() > 1) {
      throw mismatch(
          "begins with the empty segment "
              + LogFormat.segmentName(numbers.getFirst())
              + ", what was before it is gone; put the missing segments back, or restore a backup");
    }
  }

  private LogException.Mismatch mismatch(String what) {
    return new LogException.Mismatch("The log folder " + storage.description() + " " + what + ".");
  }

  /// The segments in order.
  List<Part> parts() {
    return parts;
  }

  List<String> temporaries() {
    return temporaries;
  }

  /// The log's id; meaningless while no segment was whole.
  long logId() {
    return logId;
  }

  boolean idKnown() {
    return idKnown;
  }

  /// The number of the segment that holds the end.
  int tail() {
    return tail;
  }

  /// Where the last frame ends.
  long tailOffset() {
    return tailOffset;
  }

  long frames() {
    return frames;
  }

  long replayed() {
    return replayed;
  }

  long discarded() {
    return discarded;
  }

  long bytes() {
    return bytes;
  }

  /// The number of the last transaction.
  long lastSequence() {
    return Math.max(last, resume.applied());
  }
}
