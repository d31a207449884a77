package dev.fulgur.log;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Makes a damaged log open again by giving up what lies behind the damage. Only on purpose:
/// transactions that were acknowledged are lost by it.
public final class LogSalvage {

  /// What was kept and what was given up.
  ///
  /// @param lastSequence the last transaction that is kept, 0 if none is
  /// @param lostFrames valid frames behind the damage that are given up
  /// @param damage where the damage is, or null if there is none and nothing was done
  /// @param copy the folder that holds the log as it was
  public record Report(
      long lastSequence,
      long lostFrames,
      LogException.@Nullable Damaged damage,
      @Nullable Path copy) {}

  private LogSalvage() {}

  /// Copies the log in `folder` to `copy`, a folder that is not there yet, and then cuts it off at
  /// the first damage.
  ///
  /// @throws LogException.Owned if the log is open
  /// @throws LogException.Unreadable if files cannot be read or written
  public static Report cut(Path folder, Path copy) {
    LogStorage storage = LogStorage.in(folder);
    try (LogStorage.Lock _ = storage.lock()) {
      Last kept = new Last();
      LogException.Damaged damage;
      try {
        new Scan(storage, new Resume(firstOf(storage) - 1, 0, false)).run(kept, false);
        return new Report(kept.sequence, 0, null, null);
      } catch (LogException.Damaged e) {
        damage = e;
      }
      copy(folder, copy);
      long lost = cutAt(storage, damage);
      return new Report(kept.sequence, lost, damage, copy);
    } catch (IOException e) {
      throw new LogException.Unreadable(folder.toString(), e);
    }
  }

  private static final class Last implements FrameVisitor {
    private long sequence;

    @Override
    public void frame(long number, byte[] payload) {
      sequence = number;
    }
  }

  private static long firstOf(LogStorage storage) throws IOException {
    for (int number : LogReader.segments(storage)) {
      String name = LogFormat.segmentName(number);
      try (LogStorage.File file = storage.open(name)) {
        FrameReader reader = new FrameReader(file, LogReader.idOf(file, name), number, file.size());
        if (reader.next() == FrameReader.Step.FRAME) {
          return reader.sequence();
        }
      }
    }
    return 1;
  }

  private static void copy(Path folder, Path copy) throws IOException {
    if (Files.exists(copy)) {
      throw new FileAlreadyExistsException(copy.toString());
    }
    Files.createDirectories(copy);
    for (int number : LogReader.segments(LogStorage.readOnly(folder))) {
      String name = LogFormat.segmentName(number);
      Files.copy(folder.resolve(name), copy.resolve(name), StandardCopyOption.COPY_ATTRIBUTES);
      sync(copy.resolve(name), StandardOpenOption.WRITE);
    }
    sync(copy, StandardOpenOption.READ);
  }

  private static void sync(Path path, StandardOpenOption option) throws IOException {
    try (FileChannel channel = FileChannel.open(path, option)) {
      channel.force(true);
    }
  }

  /// Deletes the later segments, newest first, and zeros this one from the damage on. A segment
  /// whose header is damaged goes as a whole.
  private static long cutAt(LogStorage storage, LogException.Damaged damage) throws IOException {
    int at = LogFormat.numberOf(damage.segment(), LogFormat.SEGMENT_SUFFIX);
    long lost = 0;
    List<Integer> numbers = LogReader.segments(storage);
    for (int number : numbers.reversed()) {
      String name = LogFormat.segmentName(number);
      if (number > at || (number == at && damage.offset() == 0)) {
        lost += validFrames(storage, number, LogFormat.HEADER_PAGE);
        storage.delete(name);
        storage.syncFolder();
      } else if (number == at) {
        lost += validFrames(storage, number, damage.offset());
        try (LogStorage.File file = storage.open(name)) {
          Segment.zero(file, damage.offset(), file.size());
          file.force(true);
        }
      }
    }
    return lost;
  }

  private static long validFrames(LogStorage storage, int number, long from) throws IOException {
    String name = LogFormat.segmentName(number);
    try (LogStorage.File file = storage.open(name)) {
      long id;
      try {
        id = LogReader.idOf(file, name);
      } catch (LogException.Damaged e) {
        return 0;
      }
      FrameReader reader = new FrameReader(file, id, number, file.size());
      long valid = 0;
      while (true) {
        FrameReader.Step step = reader.next();
        if (step == FrameReader.Step.END
            || (step == FrameReader.Step.BAD && !reader.skipToValid())) {
          return valid;
        }
        if (step != FrameReader.Step.SEAL && reader.offset() >= from) {
          valid++;
        }
      }
    }
  }
}
