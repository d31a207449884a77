package dev.fulgur.app.cli;

import dev.fulgur.app.terminal.Progress;
import dev.fulgur.app.terminal.Terminal;
import dev.fulgur.prompts.LmdbRegistry;
import dev.fulgur.prompts.transfer.Verification;
import dev.fulgur.prompts.transfer.VerificationReport;
import dev.fulgur.store.StoreOptions;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/// `fulgur verify`: a source and a database, field by field and both ways.
@Command(
    name = "verify",
    description = "Compare a folder of YAML prompts with a database, field by field, both ways.",
    footerHeading = "%nExamples:%n",
    footer = {"  fulgur verify --from ./prompts --db prompts.fulgur"})
final class VerifyVerb extends Verb {

  @Option(
      names = "--from",
      required = true,
      paramLabel = "PATH",
      description = "A folder of YAML files, or a database.")
  private Path from = Path.of("");

  @Option(names = "--db", required = true, paramLabel = "DB", description = "The database.")
  private Path db = Path.of("");

  @Override
  int run(Terminal terminal) {
    Sources.requireFolder(from);
    try (LmdbRegistry database = LmdbRegistry.open(db, StoreOptions.readOnly())) {
      VerificationReport report;
      try (Progress progress = terminal.progress("Verifying", 0)) {
        report = Verification.of(from, database, progress::at);
      }
      terminal.json(json(report));
      print(terminal, report);
      return report.isClean() ? ExitCode.DONE : ExitCode.FAILED;
    }
  }

  private static Map<String, @Nullable Object> json(VerificationReport report) {
    Map<String, @Nullable Object> object = new LinkedHashMap<>();
    object.put("verified", report.verified());
    object.put("missing", report.missing().stream().map(Sources::json).toList());
    object.put("extra", report.extra());
    object.put(
        "different",
        report.different().stream()
            .map(each -> Map.of("id", each.id(), "fields", each.fields()))
            .toList());
    return object;
  }

  private static void print(Terminal terminal, VerificationReport report) {
    terminal.line(
        Sources.templates(report.verified())
            + (report.verified() == 1 ? " is" : " are")
            + " the same on both sides.");
    Sources.printFailures(terminal, "Missing in the database", report.missing());
    if (!report.extra().isEmpty()) {
      terminal.line("");
      terminal.heading("Only in the database (" + report.extra().size() + ")");
      report.extra().forEach(id -> terminal.line(Text.oneLine(id, 200)));
    }
    if (!report.different().isEmpty() && !terminal.isJson()) {
      terminal.line("");
      terminal.heading("Different (" + report.different().size() + ")");
      terminal.table(
          List.of("ID", "FIELDS"),
          report.different().stream()
              .map(
                  each ->
                      List.of(
                          Text.oneLine(each.id(), 60),
                          Text.oneLine(String.join(", ", each.fields()), 200)))
              .toList());
    }
  }
}
