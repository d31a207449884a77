package dev.fulgur.app.cli;

import dev.fulgur.app.terminal.Style;
import dev.fulgur.app.terminal.Terminal;
import dev.fulgur.prompts.Config;
import dev.fulgur.prompts.LmdbRegistry;
import dev.fulgur.prompts.Registry;
import dev.fulgur.prompts.YamlRegistry;
import dev.fulgur.prompts.lint.Finding;
import dev.fulgur.prompts.lint.Lint;
import dev.fulgur.store.StoreOptions;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// `fulgur lint`: mistakes in templates, with file and line.
@Command(
    name = "lint",
    description =
        "Check that every template parses, uses only inputs that it declares, and uses those that it declares.",
    footerHeading = "%nExamples:%n",
    footer = {
      "  fulgur lint                        prompt_dir of the config file, else its database",
      "  fulgur lint ./prompts",
      "  fulgur lint --db prompts.fulgur    lines are those of the templates then"
    })
final class LintVerb extends Verb {

  @Mixin private ConfigOptions configOptions = new ConfigOptions();

  @Option(
      names = {"--from", "--db"},
      paramLabel = "PATH",
      description = "A folder of YAML files, or a database (default: what the config file says).")
  private @Nullable Path from;

  @Parameters(arity = "0..1", paramLabel = "PATH", description = "The same, without the option.")
  private @Nullable Path path;

  @Override
  int run(Terminal terminal) {
    if (from != null && path != null) {
      throw wrongUse("name one place, not two");
    }
    Path place = place();
    Sources.requireFolder(place);
    boolean isDatabase = Files.isRegularFile(place.resolve("data.mdb"));
    Lint.Report report;
    try (Registry registry =
        isDatabase ? LmdbRegistry.open(place, StoreOptions.readOnly()) : YamlRegistry.open(place)) {
      report = Lint.of(registry);
    }
    Map<String, @Nullable Object> object = new LinkedHashMap<>();
    object.put("checked", (long) report.checked());
    object.put("findings", report.findings().stream().map(LintVerb::json).toList());
    terminal.json(object);
    for (Finding finding : report.findings()) {
      String file = isDatabase ? finding.path() : place.resolve(finding.path()).toString();
      String where = Text.oneLine(file, 400) + ":" + finding.line();
      terminal.line(
          terminal.style(Style.YELLOW, where) + ": " + Text.oneLine(finding.problem(), 400));
    }
    terminal.line(
        Terminal.number(report.checked())
            + " templates checked, "
            + (report.findings().isEmpty()
                ? "nothing found."
                : Terminal.number(report.findings().size()) + " problems."));
    return report.findings().isEmpty() ? ExitCode.DONE : ExitCode.FAILED;
  }

  private Path place() {
    Path named = from == null ? path : from;
    if (named != null) {
      return named;
    }
    Config config = configOptions.config();
    Path folder = config.promptDir();
    return folder != null && Files.isDirectory(folder)
        ? folder
        : Objects.requireNonNullElse(
            config.dbPath(), Objects.requireNonNullElse(folder, Path.of("")));
  }

  private static Map<String, @Nullable Object> json(Finding finding) {
    Map<String, @Nullable Object> fields = new LinkedHashMap<>();
    fields.put("path", finding.path());
    fields.put("line", (long) finding.line());
    fields.put("id", finding.id());
    fields.put("problem", finding.problem());
    return fields;
  }
}
