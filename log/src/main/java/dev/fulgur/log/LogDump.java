package dev.fulgur.log;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.HexFormat;
import java.util.List;
import java.util.function.Consumer;

/// Prints a log for people, frame by frame, good or damaged.
public final class LogDump {

  /// Says what a payload means, in one line.
  @FunctionalInterface
  public interface Describer {
    String describe(byte[] payload);
  }

  private static final int PREVIEW = 24;
  private static final HexFormat HEX = HexFormat.of();

  private final LogStorage storage;
  private final Describer describer;

  /// Prints of payloads what `describer` says.
  ///
  /// @param describer what to print of payloads
  public LogDump(LogStorage storage, Describer describer) {
    this.storage = storage;
    this.describer = describer;
  }

  /// Prints the first bytes of each payload in hexadecimal.
  public LogDump(LogStorage storage) {
    this(storage, LogDump::preview);
  }

  /// Whether there is a segment in `storage`, whole or not.
  ///
  /// @throws LogException.Unreadable if the folder cannot be read
  public static boolean isLog(LogStorage storage) throws IOException {
    return !LogReader.segments(storage).isEmpty();
  }

  /// One thing that lies in a log.
  public sealed interface Entry {

    /// A segment begins.
    ///
    /// @param logId the random id of its log
    record OfSegment(String name, long logId, long sizeBytes) implements Entry {}

    /// A file that is called like a segment and cannot be read as one.
    record Unreadable(String name, String reason) implements Entry {}

    /// A transaction.
    ///
    /// @param offset in its segment
    /// @param forced the offset below which everything was durable when it was written
    /// @param content what it does
    record Frame(long offset, long sequence, int bytes, long forced, String content)
        implements Entry {}

    /// All before it is durable; it carries the number of the last transaction.
    record Seal(long offset, long sequence) implements Entry {}

    /// Bytes that are no frame.
    ///
    /// @param to where the next valid frame begins, -1 if there is none in this segment
    /// @param durable whether they had been durable, and so are damage
    record Bad(long offset, long to, boolean durable) implements Entry {}

    /// Nothing follows in this segment.
    record End(long offset) implements Entry {}

    /// What should lie here is gone: a file, or transactions.
    ///
    /// @param what is missing, as a sentence
    record Hole(String what) implements Entry {}
  }

  /// Tells what lies in each segment, with frames from number `from` on. Goes on behind bad places.
  ///
  /// @throws LogException.Unreadable if the files cannot be read
  public void visit(long from, Consumer<Entry> visitor) throws IOException {
    new Visit(from, visitor).run(LogReader.segments(storage));
  }

  /// One way through a log.
  private final class Visit {
    private final long from;
    private final Consumer<Entry> visitor;

    /// The number of the last transaction, or -1 while there was none.
    private long last = -1;

    Visit(long from, Consumer<Entry> visitor) {
      this.from = from;
      this.visitor = visitor;
    }

    void run(List<Integer> numbers) throws IOException {
      for (int i = 0; i < numbers.size(); i++) {
        int number = numbers.get(i);
        int wanted = i == 0 ? number : numbers.get(i - 1) + 1;
        if (number != wanted) {
          visitor.accept(new Entry.Hole(missing(wanted, number - 1)));
        }
        segment(number, numbers.subList(i + 1, numbers.size()));
      }
    }

    private void segment(int number, List<Integer> later) throws IOException {
      String name = LogFormat.segmentName(number);
      try (LogStorage.File file = storage.open(name)) {
        long id;
        try {
          id = LogReader.idOf(file, name);
        } catch (LogException.Damaged e) {
          visitor.accept(new Entry.Unreadable(name, e.what()));
          return;
        }
        visitor.accept(new Entry.OfSegment(name, id, file.size()));
        frames(new FrameReader(file, id, number, file.size()), later);
      } catch (IOException e) {
        visitor.accept(new Entry.Unreadable(name, "it cannot be read: " + e.getMessage()));
      }
    }

    private void frames(FrameReader reader, List<Integer> later) throws IOException {
      FrameReader.Step step = reader.next();
      while (true) {
        switch (step) {
          case FRAME, SEAL -> frame(reader, step);
          case END -> {
            visitor.accept(new Entry.End(reader.offset()));
            return;
          }
          case BAD -> {
            long bad = reader.offset();
            if (!reader.skipToValid()) {
              visitor.accept(new Entry.Bad(bad, -1, isFrameIn(later)));
              return;
            }
            visitor.accept(new Entry.Bad(bad, reader.offset(), reader.forced() > bad));
            last = -1;
            frame(reader, reader.isSeal() ? FrameReader.Step.SEAL : FrameReader.Step.FRAME);
          }
        }
        step = reader.next();
      }
    }

    /// A segment is durable before the next one is written to.
    private boolean isFrameIn(List<Integer> later) {
      for (int number : later) {
        String name = LogFormat.segmentName(number);
        try (LogStorage.File file = storage.open(name)) {
          FrameReader reader =
              new FrameReader(file, LogReader.idOf(file, name), number, file.size());
          if (reader.next() != FrameReader.Step.END) {
            return true;
          }
        } catch (LogException.Damaged | IOException e) {
          return true;
        }
      }
      return false;
    }

    private void frame(FrameReader reader, FrameReader.Step step) {
      long sequence = reader.sequence();
      boolean seal = step == FrameReader.Step.SEAL;
      if (last >= 0 && sequence != (seal ? last : last + 1)) {
        visitor.accept(new Entry.Hole(hole(last, sequence, seal)));
      }
      last = sequence;
      if (sequence < from) {
        return;
      }
      visitor.accept(
          seal
              ? new Entry.Seal(reader.offset(), sequence)
              : new Entry.Frame(
                  reader.offset(),
                  sequence,
                  reader.length(),
                  reader.forced(),
                  describer.describe(reader.payload())));
    }
  }

  private static String missing(int first, int last) {
    String name = LogFormat.segmentName(first);
    return first == last
        ? name + " is missing"
        : name + " to " + LogFormat.segmentName(last) + " are missing";
  }

  private static String hole(long last, long found, boolean seal) {
    long to = seal ? found : found - 1;
    if (to < last + 1) {
      return "transaction " + found + " follows transaction " + last;
    }
    return to == last + 1
        ? "transaction " + to + " is missing"
        : "transactions " + (last + 1) + " to " + to + " are missing";
  }

  /// Prints each segment, and in it every frame from number `from` on: offset, kind, sequence
  /// number, length, what was durable, and the payload; then what follows the last frame.
  ///
  /// @throws LogException.Unreadable if the files cannot be read
  /// @throws IOException if `out` takes no more
  public void print(long from, Appendable out) throws IOException {
    try {
      visit(
          from,
          entry -> {
            try {
              line(out, text(entry));
            } catch (IOException e) {
              throw new UncheckedIOException(e);
            }
          });
    } catch (UncheckedIOException e) {
      throw new IOException(e.getCause());
    }
  }

  /// An entry as a line for people.
  public static String text(Entry entry) {
    return switch (entry) {
      case Entry.OfSegment(String name, long id, long size) ->
          name + "  log " + HEX.toHexDigits(id) + "  " + size + " bytes";
      case Entry.Unreadable(String name, String reason) -> name + "  " + reason;
      case Entry.Frame(long at, long sequence, int bytes, long forced, String content) ->
          offset(at)
              + "frame  "
              + right(sequence, 12)
              + right(bytes, 10)
              + " bytes  forced "
              + right(forced, 10)
              + "  "
              + content;
      case Entry.Seal(long at, long sequence) -> offset(at) + "seal   " + right(sequence, 12);
      case Entry.Bad(long at, long to, boolean durable) ->
          to < 0
              ? offset(at)
                  + "bad bytes, and no valid frame behind them"
                  + (durable ? " but in a later segment: damage, they had been durable" : "")
              : offset(at)
                  + "bad bytes up to "
                  + to
                  + (durable ? ": damage, they had been durable" : "");
      case Entry.End(long at) -> offset(at) + "end";
      case Entry.Hole(String what) -> "hole: " + what;
    };
  }

  private static String offset(long offset) {
    return right(offset, 12) + "  ";
  }

  private static String right(long number, int width) {
    String text = Long.toString(number);
    return " ".repeat(Math.max(0, width - text.length())) + text;
  }

  private static void line(Appendable out, String text) throws IOException {
    out.append(text).append('\n');
  }

  private static String preview(byte[] payload) {
    String hex = HEX.formatHex(payload, 0, Math.min(PREVIEW, payload.length));
    return payload.length > PREVIEW ? hex + ".." : hex;
  }
}
