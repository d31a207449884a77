package dev.fulgur.app.cli;

import dev.fulgur.app.terminal.Progress;
import dev.fulgur.app.terminal.Terminal;
import dev.fulgur.store.CheckReport;
import dev.fulgur.store.Inspection;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// A check of a store, with its bar, its sentences and its JSON.
final class Checks {

  private Checks() {}

  static CheckReport run(Terminal terminal, Inspection store) {
    try (Progress progress = terminal.progress("Checking", 0)) {
      return store.check(progress::at);
    }
  }

  /// What was read, as a sentence.
  static String sentence(CheckReport report) {
    return "%s records and %s index entries in %s"
        .formatted(
            Terminal.number(report.records()),
            Terminal.number(report.indexEntries()),
            Terminal.duration(report.duration().toNanos()));
  }

  static void print(Terminal terminal, CheckReport report) {
    report.problems().forEach(problem -> terminal.line(Text.oneLine(problem, 1_000)));
    long more = report.problemCount() - report.problems().size();
    if (more > 0) {
      terminal.line("... and %s more".formatted(Terminal.number(more)));
    }
  }

  static Map<String, @Nullable Object> json(CheckReport report) {
    Map<String, @Nullable Object> object = new LinkedHashMap<>();
    object.put("clean", report.isClean());
    object.put("records", report.records());
    object.put("index_entries", report.indexEntries());
    object.put("problem_count", report.problemCount());
    object.put("problems", report.problems());
    object.put("seconds", Math.round(report.duration().toNanos() / 1e6) / 1e3);
    return object;
  }
}
