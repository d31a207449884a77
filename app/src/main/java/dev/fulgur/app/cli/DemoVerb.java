package dev.fulgur.app.cli;

import dev.fulgur.app.measure.DemoSpeed;
import dev.fulgur.app.measure.FolderTree;
import dev.fulgur.app.terminal.Style;
import dev.fulgur.app.terminal.Terminal;
import dev.fulgur.prompts.LmdbRegistry;
import dev.fulgur.prompts.TemplateSpec;
import dev.fulgur.prompts.transfer.Migration;
import dev.fulgur.prompts.transfer.MigrationReport;
import dev.fulgur.prompts.transfer.ProgressListener;
import dev.fulgur.prompts.transfer.Verification;
import dev.fulgur.prompts.transfer.VerificationReport;
import dev.fulgur.prompts.value.TaggedJson;
import dev.fulgur.prompts.vault.Vault;
import dev.fulgur.store.Range;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/// `fulgur demo`: the main jobs on the bundled prompts and on this checkout, with every step shown.
@Command(
    name = "demo",
    description =
        "Show the main jobs: a folder of YAML becomes a database, a source tree becomes answers.",
    footerHeading = "%nExamples:%n",
    footer = {
      "  fulgur demo             in a temporary folder",
      "  fulgur demo ./try-it    keep the database there, to look at with the other verbs"
    })
final class DemoVerb extends Verb {

  @Parameters(
      arity = "0..1",
      paramLabel = "DIR",
      description = "Where the database goes and stays (default: a temporary folder).")
  private @Nullable Path folder;

  private int step;

  @Override
  int run(Terminal terminal) throws Exception {
    Path bundled = Path.of(System.getProperty("fulgur.home", ".")).resolve("demo");
    Sources.requireFolder(bundled.resolve("prompts"));
    Path kept = folder;
    Path place = kept == null ? Files.createTempDirectory("fulgur-demo") : kept;
    Path db = place.resolve("prompts.fulgur");
    if (Files.exists(db)) {
      throw new CommandFailed(db + " exists already; name another folder for the demo.");
    }
    Map<String, @Nullable Object> object = new LinkedHashMap<>();
    boolean good;
    try {
      good = run(terminal, bundled, db, object);
      good &= tree(terminal, bundled.resolveSibling("."), place.resolve("tracker"), object);
    } finally {
      if (kept == null) {
        FolderTree.remove(place);
      }
    }
    object.put("ok", good);
    terminal.json(object);
    terminal.line("");
    terminal.line(
        kept == null
            ? "That was a temporary folder; 'fulgur demo ./try-it' keeps it, and 'fulgur init'"
                + " begins your own."
            : "Look around: 'fulgur list --db %s', 'fulgur files --db %s'"
                .formatted(db, place.resolve("tracker")));
    return good ? ExitCode.DONE : ExitCode.FAILED;
  }

  private boolean run(
      Terminal terminal, Path bundled, Path db, Map<String, @Nullable Object> object)
      throws Exception {
    Path prompts = bundled.resolve("prompts");
    try (LmdbRegistry registry = LmdbRegistry.open(db)) {
      boolean good = true;
      step(terminal, "A folder of YAML prompts becomes a database");
      MigrationReport report =
          Migration.from(prompts, false, ProgressListener.SILENT).into(registry);
      terminal.line(
          "   "
              + report.migrated()
              + " templates in "
              + Terminal.duration(report.took().toNanos())
              + ", in one synced transaction, "
              + Terminal.size(registry.store().stats().fileBytes())
              + " on disk.");
      object.put("migrated", report.migrated());

      step(terminal, "Every field is compared, both ways");
      VerificationReport verified = Verification.of(prompts, registry, ProgressListener.SILENT);
      terminal.line(
          "   "
              + verified.verified()
              + " templates the same: "
              + terminal.mark(verified.isClean()));
      object.put("verified", verified.verified());

      step(terminal, "Files with mistakes are reported, each with its reason; the others go in");
      MigrationReport broken =
          Migration.from(bundled.resolve("broken"), false, ProgressListener.SILENT).into(registry);
      broken
          .failed()
          .forEach(
              failure ->
                  terminal.line(
                      "   "
                          + terminal.style(Style.YELLOW, failure.path())
                          + ": "
                          + Text.oneLine(failure.reason(), 120)));
      broken
          .conflicts()
          .forEach(
              conflict ->
                  terminal.line(
                      "   "
                          + terminal.style(Style.YELLOW, String.join(", ", conflict.dropped()))
                          + ": names the id of "
                          + conflict.kept()
                          + ", which counts"));
      object.put("refused", broken.failed().size());

      step(terminal, "One of them, as 'fulgur get' prints it");
      TemplateSpec shown = registry.list(Range.all(), 1).getFirst();
      terminal.line(terminal.style(Style.DIM, "   " + shown.id() + "@" + shown.version()));
      shown.template().lines().limit(6).forEach(line -> terminal.line("   | " + line));

      step(terminal, "Every prompt is rendered with sample inputs, as Jinja2 would");
      good &= rendered(terminal, bundled.resolve("inputs"), registry, object);

      step(terminal, "Reading: any JVM, no server, one snapshot each");
      DemoSpeed speed = DemoSpeed.of(prompts, registry);
      terminal.line(
          "   %s a load from the database, decoded and checked"
              .formatted(Terminal.duration(Math.round(speed.loadNanos()))));
      terminal.line(
          "   %s to find and parse the same template in the folder, %,d times as long"
              .formatted(
                  Terminal.duration(Math.round(speed.rescanNanos())),
                  Math.round(speed.rescanNanos() / speed.loadNanos())));
      object.put("load_ns", speed.loadNanos());

      step(terminal, "The database checks itself: structure, every checksum, every index");
      List<String> problems = registry.store().check().problems();
      terminal.line("   " + terminal.mark(problems.isEmpty()));
      problems.forEach(problem -> terminal.line("   " + problem));

      step(terminal, "A process commits through the log, is killed with -9, and nothing is lost");
      good &= DemoCrash.run(terminal, object);
      return good && verified.isClean() && report.failed().isEmpty() && problems.isEmpty();
    }
  }

  /// Renders every template whose inputs are in the folder, in a file of its id.
  private static boolean rendered(
      Terminal terminal, Path inputs, LmdbRegistry registry, Map<String, @Nullable Object> object)
      throws IOException {
    Vault vault = Vault.of(registry); // closed with the registry
    String shownId = "";
    String shown = "";
    int count = 0;
    for (String id : registry.ids()) {
      Path file = inputs.resolve(id + ".json");
      if (Files.isRegularFile(file)) {
        Map<String, @Nullable Object> given =
            RenderBatch.inputs(TaggedJson.read(Files.readString(file)));
        String text = vault.get(id).render(Objects.requireNonNullElse(given, Map.of()));
        count++;
        if (id.equals("support/triage")) {
          shownId = id;
          shown = text;
        }
      }
    }
    terminal.line("   " + count + " prompts rendered: " + terminal.mark(count > 0));
    if (!shownId.isEmpty()) {
      terminal.line(terminal.style(Style.DIM, "   " + shownId));
      shown.lines().limit(6).forEach(line -> terminal.line("   | " + line));
    }
    object.put("rendered", (long) count);
    return count > 0;
  }

  /// Indexes the sources of this checkout.
  private boolean tree(Terminal terminal, Path home, Path db, Map<String, @Nullable Object> object)
      throws IOException {
    Path root = home.toRealPath();
    return new DemoTree(terminal, root, title -> step(terminal, title), object).run(db);
  }

  private void step(Terminal terminal, String title) {
    terminal.line("");
    terminal.heading(++step + ". " + title);
  }
}
