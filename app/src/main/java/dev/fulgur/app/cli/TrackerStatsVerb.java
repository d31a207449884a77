package dev.fulgur.app.cli;

import dev.fulgur.app.terminal.Terminal;
import dev.fulgur.tracker.Checkpoint;
import dev.fulgur.tracker.Entity;
import dev.fulgur.tracker.Vectors;
import dev.fulgur.tracker.migrate.Migration;
import dev.fulgur.tracker.stored.StoreTracker;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;

/// `fulgur tracker stats`
@Command(
    name = "stats",
    description = "Show how much the tracker knows.",
    footerHeading = "%nExamples:%n",
    footer = {"  fulgur tracker stats --json"})
final class TrackerStatsVerb extends TrackerVerb {

  @Override
  int work(Terminal terminal) {
    try (StoreTracker tracker = openToRead()) {
      Map<String, @Nullable Object> counts = new LinkedHashMap<>();
      List<List<String>> rows = new ArrayList<>();
      tracker
          .counts()
          .forEach(
              (Entity.Kind kind, Long count) -> {
                counts.put(Migration.name(kind).replace(' ', '_'), count);
                rows.add(List.of(Migration.name(kind), Terminal.number(count)));
              });
      Vectors.Live live = tracker.vectors().live();
      rows.add(List.of("vectors", Terminal.number(live.count())));
      terminal.table(List.of("records", "count"), rows);
      Map<String, Long> contexts = tracker.files().contextCounts();
      Map<String, Long> insights = tracker.symbols().insightCounts();
      table(terminal, "context", contexts);
      table(terminal, "insight", insights);
      Checkpoint checkpoint = tracker.checkpoints().latest();
      if (checkpoint != null) {
        terminal.line(
            "A run stopped at %d of %d files, after %s."
                .formatted(
                    checkpoint.processedFiles(), checkpoint.totalFiles(), checkpoint.lastPath()));
      }
      Map<String, @Nullable Object> json = new LinkedHashMap<>();
      json.put("db", tracker.store().path().toString());
      json.put("counts", counts);
      json.put("vectors", live.count());
      json.put("vector_bytes", live.bytes());
      json.put("embedded_files", tracker.files().embeddedCount());
      json.put("embedded_symbols", tracker.symbols().embeddedCount());
      json.put("checkpoint", checkpoint == null ? null : TrackerJson.of(checkpoint));
      json.put("contexts", contexts);
      json.put("insights", insights);
      terminal.json(json);
      return ExitCode.DONE;
    }
  }

  private static void table(Terminal terminal, String name, Map<String, Long> counts) {
    if (counts.isEmpty()) {
      return;
    }
    List<List<String>> rows = new ArrayList<>();
    counts.forEach((key, count) -> rows.add(List.of(key, Terminal.number(count))));
    terminal.line("");
    terminal.table(List.of(name, "count"), rows);
  }
}
