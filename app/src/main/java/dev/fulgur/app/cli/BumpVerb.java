package dev.fulgur.app.cli;

import dev.fulgur.app.terminal.Terminal;
import dev.fulgur.prompts.Bump;
import dev.fulgur.prompts.Registry;
import dev.fulgur.prompts.TemplateSpec;
import dev.fulgur.prompts.versions.SemanticVersion.Part;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// `fulgur bump`: the next version of a template, in the database or in its file.
@Command(
    name = "bump",
    description = "Give a template its next version, in the database or in its YAML file.",
    footerHeading = "%nExamples:%n",
    footer = {
      "  fulgur bump support/triage --minor               the same text as the next version",
      "  fulgur bump prompts/support/triage.yaml --patch  in the file, which keeps its comments"
    })
final class BumpVerb extends Verb {

  @Mixin private RegistryOptions registryOptions = new RegistryOptions();
  @Mixin private EditOptions editOptions = new EditOptions();

  @Parameters(paramLabel = "ID|FILE", description = "The template, or its YAML file.")
  private String which = "";

  @ArgGroup(multiplicity = "1")
  private Parts parts = new Parts();

  /// Which number rises.
  static final class Parts {
    @Option(names = "--patch", description = "1.2.3 becomes 1.2.4.")
    private boolean patch;

    @Option(names = "--minor", description = "1.2.3 becomes 1.3.0.")
    private boolean minor;

    @Option(names = "--major", description = "1.2.3 becomes 2.0.0.")
    private boolean major;

    private Part part() {
      if (patch) {
        return Part.PATCH;
      }
      return minor || !major ? Part.MINOR : Part.MAJOR;
    }
  }

  @Override
  int run(Terminal terminal) {
    Path file = file();
    if (file != null) {
      print(terminal, Bump.file(file, parts.part()), " in " + file);
      return ExitCode.DONE;
    }
    if (which.startsWith("./") || which.startsWith("../") || which.startsWith("/")) {
      throw new CommandFailed("There is no file " + which + "; check the path.");
    }
    try (Registry registry = registryOptions.openToWrite(terminal)) {
      TemplateSpec next = registry.bump(which, parts.part(), editOptions.edit());
      print(terminal, next, "");
      return ExitCode.DONE;
    }
  }

  private @Nullable Path file() {
    boolean isFile = which.endsWith(".yaml") || which.endsWith(".yml");
    Path path = isFile ? Path.of(which) : null;
    return path != null && Files.isRegularFile(path) ? path : null;
  }

  private static void print(Terminal terminal, TemplateSpec next, String where) {
    Map<String, @Nullable Object> object = new LinkedHashMap<>();
    object.put("id", next.id());
    object.put("version", next.version());
    terminal.json(object);
    terminal.line(Text.oneLine(next.id(), 100) + " is now " + next.version() + where);
  }
}
