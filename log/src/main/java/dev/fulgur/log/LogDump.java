package dev.fulgur.log;

import java.io.IOException;
import java.util.HexFormat;

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

  /// Prints each segment, and in it every frame from number `from` on: offset, kind, sequence
  /// number, length, what was durable, and the payload; then what follows the last frame. Goes on
  /// behind bad places.
  ///
  /// @throws LogException.Unreadable if the files cannot be read
  /// @throws IOException if `out` takes no more
  public void print(long from, Appendable out) throws IOException {
    for (int number : LogReader.segments(storage)) {
      String name = LogFormat.segmentName(number);
      try (LogStorage.File file = storage.open(name)) {
        long id;
        try {
          id = LogReader.idOf(file, name);
        } catch (LogException.Damaged e) {
          out.append(name).append("  ").append(e.what()).append('\n');
          continue;
        }
        line(out, name + "  log " + HEX.toHexDigits(id) + "  " + file.size() + " bytes");
        frames(new FrameReader(file, id, number, file.size()), from, out);
      }
    }
  }

  private void frames(FrameReader reader, long from, Appendable out) throws IOException {
    FrameReader.Step step = reader.next();
    while (true) {
      switch (step) {
        case FRAME, SEAL -> frame(reader, step, from, out);
        case END -> {
          line(out, offset(reader.offset()) + "end");
          return;
        }
        case BAD -> {
          long bad = reader.offset();
          if (!reader.skipToValid()) {
            line(out, offset(bad) + "bad bytes, and no valid frame behind them");
            return;
          }
          String damage = reader.forced() > bad ? ": damage, they had been durable" : "";
          line(out, offset(bad) + "bad bytes up to " + reader.offset() + damage);
          frame(reader, FrameReader.Step.FRAME, from, out);
        }
      }
      step = reader.next();
    }
  }

  private void frame(FrameReader reader, FrameReader.Step step, long from, Appendable out)
      throws IOException {
    if (reader.sequence() < from) {
      return;
    }
    if (step == FrameReader.Step.SEAL) {
      line(out, offset(reader.offset()) + "seal   " + right(reader.sequence(), 12));
      return;
    }
    line(
        out,
        offset(reader.offset())
            + "frame  "
            + right(reader.sequence(), 12)
            + right(reader.length(), 10)
            + " bytes  forced "
            + right(reader.forced(), 10)
            + "  "
            + describer.describe(reader.payload()));
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
