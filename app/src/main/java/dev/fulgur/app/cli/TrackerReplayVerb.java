package dev.fulgur.app.cli;

import dev.fulgur.app.terminal.Progress;
import dev.fulgur.app.terminal.Terminal;
import dev.fulgur.tracker.replay.Replay;
import dev.fulgur.tracker.replay.ReplayClock;
import dev.fulgur.tracker.stored.StoreTracker;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// `fulgur tracker replay`
@Command(
    name = "replay",
    description = "Make the writes of a log: one JSON object in a line, gzip too.",
    footerHeading = "%nExamples:%n",
    footer = {"  fulgur tracker replay ops.ndjson.gz --db .fulgur/tracker"})
final class TrackerReplayVerb extends TrackerVerb {

  @Parameters(paramLabel = "LOG", description = "The log.")
  @SuppressWarnings("NullAway.Init") // picocli sets it
  private Path log;

  @Option(
      names = "--batch",
      paramLabel = "N",
      description = "So many writes in a transaction; ${DEFAULT-VALUE} if not given.")
  private int batch = 1_000;

  @Override
  int work(Terminal terminal) throws Exception {
    if (batch < 1) {
      throw wrongUse("--batch needs at least 1");
    }
    ReplayClock clock = new ReplayClock();
    Replay.Report report;
    try (StoreTracker tracker = openOrMake(clock);
        Progress progress = terminal.progress("Replaying", 1)) {
      report = Replay.run(log, tracker, clock, batch, done -> progress.at(done, done + 1));
    }
    report.problems().forEach(terminal::warn);
    terminal.line(
        "%s writes made, %s lines left out."
            .formatted(Terminal.number(report.done()), Terminal.number(report.leftOut())));
    Map<String, @Nullable Object> json = new LinkedHashMap<>();
    json.put("writes", report.done());
    json.put("left_out", report.leftOut());
    json.put("problems", report.problems());
    terminal.json(json);
    return report.leftOut() == 0 ? ExitCode.DONE : ExitCode.FAILED;
  }
}
