package dev.fulgur.app.cli;

import dev.fulgur.app.terminal.Style;
import dev.fulgur.app.terminal.Terminal;
import dev.fulgur.store.CheckReport;
import dev.fulgur.store.Inspection;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/// `fulgur check`: reads all of a store.
@Command(
    name = "check",
    description =
        "Check a database: every page, every record with its checksum, every index against its records.",
    footerHeading = "%nExamples:%n",
    footer = {
      "  fulgur check",
      "  fulgur check --db .fulgur/tracker",
      "  fulgur check --db prompts.fulgur --json | jq .clean",
      "",
      "It reads one snapshot; others may read and write meanwhile. Exit code 1 if something is damaged."
    })
final class CheckVerb extends Verb {

  @Mixin private StoreOfVerb storeOfVerb = new StoreOfVerb();

  @Override
  int run(Terminal terminal) {
    try (Inspection store = storeOfVerb.open()) {
      CheckReport report = Checks.run(terminal, store);
      Map<String, @Nullable Object> object = new LinkedHashMap<>();
      object.put("db", store.path().toString());
      object.putAll(Checks.json(report));
      object.put("unknown_tables", store.contents().unknownTables());
      terminal.json(object);
      if (report.isClean()) {
        terminal.line(
            terminal.style(Style.GREEN, "clean")
                + "  "
                + store.path()
                + ": "
                + Checks.sentence(report)
                + ".");
      } else {
        terminal.line(
            terminal.style(Style.RED, "damaged")
                + "  "
                + store.path()
                + ": "
                + Terminal.number(report.problemCount())
                + (report.problemCount() == 1 ? " problem" : " problems")
                + " in "
                + Checks.sentence(report)
                + "; restore it from a backup.");
        Checks.print(terminal, report);
      }
      if (!store.contents().unknownTables().isEmpty()) {
        terminal.message(
            "Of tables of other programs only the checksums were compared: "
                + Text.oneLine(String.join(", ", store.contents().unknownTables()), 200)
                + ".");
      }
      return report.isClean() ? ExitCode.DONE : ExitCode.FAILED;
    }
  }
}
