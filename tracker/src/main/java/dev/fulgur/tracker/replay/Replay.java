package dev.fulgur.tracker.replay;

import dev.fulgur.store.codec.UnencodableValue;
import dev.fulgur.tracker.Tracker;
import dev.fulgur.tracker.TrackerException;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.PushbackInputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.LongConsumer;
import java.util.zip.GZIPInputStream;
import org.jspecify.annotations.Nullable;

/// Carries out a log of writes, one JSON object in a line; the log may be compressed with gzip.
///
/// The writes go in batches of one transaction each. A line that cannot be carried out is left out
/// and named, and the others go on.
public final class Replay {

  private static final int MAX_PROBLEMS = 100;

  private final Tracker tracker;
  private final ReplayClock clock;
  private final int batchSize;
  private long done;
  private long left;
  private final List<String> problems = new ArrayList<>();

  private Replay(Tracker tracker, ReplayClock clock, int batchSize) {
    this.tracker = tracker;
    this.clock = clock;
    this.batchSize = batchSize;
  }

  /// What a replay came to.
  ///
  /// @param done how many writes were carried out
  /// @param leftOut how many lines could not be
  /// @param problems why, one sentence each, for the first of them
  public record Report(long done, long leftOut, List<String> problems) {

    /// Copies the problems.
    public Report {
      problems = List.copyOf(problems);
    }
  }

  /// Replays a log.
  ///
  /// @param log the file
  /// @param tracker opened with `clock` as its clock
  /// @param clock set to the time of each write before it is made
  /// @param batchSize how many writes share a transaction
  /// @param progress told how many writes are done, after each batch
  /// @throws IOException if the log cannot be read
  public static Report run(
      Path log, Tracker tracker, ReplayClock clock, int batchSize, LongConsumer progress)
      throws IOException {
    if (batchSize < 1) {
      throw new IllegalArgumentException("A batch needs at least 1 write, not " + batchSize + ".");
    }
    Replay replay = new Replay(tracker, clock, batchSize);
    try (BufferedReader lines = open(log)) {
      replay.run(lines, progress);
    }
    return new Report(replay.done, replay.left, replay.problems);
  }

  /// Opens a log to read its lines.
  ///
  /// @throws IOException if it cannot be read
  public static BufferedReader open(Path log) throws IOException {
    InputStream raw = Files.newInputStream(log);
    try {
      PushbackInputStream in = new PushbackInputStream(raw, 2);
      byte[] magic = in.readNBytes(2);
      in.unread(magic);
      boolean gzip = magic.length == 2 && magic[0] == 0x1f && magic[1] == (byte) 0x8b;
      return new BufferedReader(
          new InputStreamReader(
              gzip ? new GZIPInputStream(in, 1 << 16) : in, StandardCharsets.UTF_8));
    } catch (IOException e) {
      raw.close();
      throw e;
    }
  }

  private void run(BufferedReader lines, LongConsumer progress) throws IOException {
    List<Operation> batch = new ArrayList<>();
    long number = 0;
    String line;
    while ((line = lines.readLine()) != null) {
      number++;
      try {
        Operation operation = Operation.parse(number, line);
        if (operation != null) {
          batch.add(operation);
        }
      } catch (TrackerException.BadOperation e) {
        leaveOut(e.getMessage());
      }
      if (batch.size() == batchSize) {
        apply(batch, progress);
      }
    }
    apply(batch, progress);
  }

  private void apply(List<Operation> batch, LongConsumer progress) {
    if (batch.isEmpty()) {
      return;
    }
    // The closure may run twice, so what it finds is counted after it.
    List<String> refused =
        tracker.batch(
            b -> {
              List<String> found = new ArrayList<>();
              for (Operation operation : batch) {
                clock.set(operation.time());
                try {
                  operation.applyTo(b);
                } catch (TrackerException.BadOperation e) {
                  found.add(e.getMessage());
                } catch (TrackerException | UnencodableValue e) {
                  found.add("Line %d is left out: %s".formatted(operation.line(), e.getMessage()));
                }
              }
              return found;
            });
    done += batch.size() - refused.size();
    refused.forEach(this::leaveOut);
    batch.clear();
    progress.accept(done);
  }

  private void leaveOut(@Nullable String problem) {
    left++;
    if (problems.size() < MAX_PROBLEMS) {
      problems.add(String.valueOf(problem));
    }
  }
}
