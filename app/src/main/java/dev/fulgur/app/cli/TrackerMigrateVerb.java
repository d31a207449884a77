package dev.fulgur.app.cli;

import dev.fulgur.app.terminal.Progress;
import dev.fulgur.app.terminal.Terminal;
import dev.fulgur.tracker.migrate.Migration;
import dev.fulgur.tracker.migrate.Source;
import dev.fulgur.tracker.stored.StoreTracker;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/// `fulgur tracker migrate`
@Command(
    name = "migrate",
    description = "Carry an old tracker over: a SQLite file, or an LMDB folder.",
    footerHeading = "%nExamples:%n",
    footer = {
      "  fulgur tracker migrate --from tracker.db --to .fulgur/tracker",
      "  fulgur tracker migrate --from galaxybrain.lmdb        into .fulgur/tracker"
    })
final class TrackerMigrateVerb extends OnTracker {

  @Mixin
  @SuppressWarnings("NullAway.Init") // picocli sets it
  private OldTracker old;

  @Option(
      names = {"--to", "--db"},
      paramLabel = "DB",
      description =
          "The folder to migrate into; else that of the environment variable FULGUR_TRACKER, else"
              + " .fulgur/tracker.")
  private @Nullable Path to;

  @Override
  @Nullable Path named() {
    return to;
  }

  @Override
  int work(Terminal terminal) throws Exception {
    Migration.Report report;
    try (Source source = old.open();
        StoreTracker tracker = openOrMake(now());
        Progress progress = terminal.progress("Migrating", 1)) {
      report = Migration.run(source, tracker, at -> progress.at(at.done(), at.total()));
    }
    few(report.orphans(), terminal::warn);
    few(report.problems(), terminal::warn);
    few(report.differences(), terminal::error);
    List<List<String>> rows = new ArrayList<>();
    Map<String, @Nullable Object> counts = new LinkedHashMap<>();
    new EnumMap<>(report.counts())
        .forEach(
            (kind, count) -> {
              long left = report.leftOut().getOrDefault(kind, 0L);
              rows.add(
                  List.of(
                      Migration.name(kind), Terminal.number(count - left), Terminal.number(left)));
              counts.put(Migration.name(kind).replace(' ', '_'), count - left);
            });
    terminal.table(List.of("records", "migrated", "left out"), rows);
    long leftOut = report.leftOut().values().stream().mapToLong(Long::longValue).sum();
    terminal.line(
        !report.differences().isEmpty()
            ? "The tracker differs from the source."
            : leftOut == 0
                ? "Verified: every record of the source is there, and no other."
                : "Verified: every record of the source that can be read is there, and no other.");
    Map<String, @Nullable Object> json = new LinkedHashMap<>();
    json.put("migrated", counts);
    json.put("left_out", leftOut);
    json.put("orphans", report.orphans());
    json.put("problems", report.problems());
    json.put("differences", report.differences());
    terminal.json(json);
    return report.differences().isEmpty() && leftOut == 0 ? ExitCode.DONE : ExitCode.FAILED;
  }
}
