package dev.fulgur.app.cli;

import dev.fulgur.app.terminal.Progress;
import dev.fulgur.app.terminal.Terminal;
import dev.fulgur.store.CheckReport;
import dev.fulgur.store.Inspection;
import dev.fulgur.store.Store;
import dev.fulgur.store.StoreOptions;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/// `fulgur restore`: a backup where a store is to be.
@Command(
    name = "restore",
    description = "Put a backup where a database is to be, never over one that is there.",
    footerHeading = "%nExamples:%n",
    footer = {
      "  fulgur restore backups/monday --db prompts.fulgur",
      "  mv prompts.fulgur damaged && fulgur restore backups/monday",
      "",
      "The backup is read record by record first: one that is damaged is refused, and stays as it is."
    })
final class RestoreVerb extends Verb {

  @Mixin private StoreOfVerb storeOfVerb = new StoreOfVerb();

  @Parameters(
      paramLabel = "FROM",
      description = "The folder of a backup, as 'fulgur backup' or 'fulgur compact' made it.")
  private Path from = Path.of("");

  @Override
  int run(Terminal terminal) {
    Path target = storeOfVerb.folder();
    Sources.requireFolder(from);
    long begun = System.nanoTime();
    CheckReport report;
    StoreOptions image = StoreOptions.defaults().withMode(StoreOptions.Mode.IMAGE);
    try (Inspection backup = Inspection.open(from, StoreOfVerb.KNOWN, image)) {
      report = Checks.run(terminal, backup);
    }
    Map<String, @Nullable Object> object = new LinkedHashMap<>();
    object.put("from", from.toAbsolutePath().normalize().toString());
    object.put("db", target.toAbsolutePath().normalize().toString());
    object.put("restored", report.isClean());
    object.put("check", Checks.json(report));
    if (!report.isClean()) {
      terminal.json(object);
      terminal.error(
          "the backup %s is damaged and nothing was restored; take another".formatted(from));
      Checks.print(terminal, report);
      return ExitCode.FAILED;
    }
    try (Progress progress = terminal.progress("Restoring", 0)) {
      Store.restore(from, target, progress::at);
    }
    terminal.json(object);
    terminal.line(
        "%s is restored from %s in %s: %s."
            .formatted(
                target,
                from,
                Terminal.duration(System.nanoTime() - begun),
                Checks.sentence(report)));
    return ExitCode.DONE;
  }
}
