package dev.fulgur.app.cli;

import dev.fulgur.app.terminal.Terminal;
import dev.fulgur.prompts.Registry;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/// `fulgur delete`: templates with all their versions, in one transaction.
@Command(
    name = "delete",
    description =
        "Delete templates with all their versions, all of them or none; their labels' history stays.",
    footerHeading = "%nExamples:%n",
    footer = {"  fulgur delete support/triage support/reply"})
final class DeleteVerb extends Verb {

  @Mixin private RegistryOptions registryOptions = new RegistryOptions();
  @Mixin private EditOptions editOptions = new EditOptions();

  @Parameters(arity = "1..*", paramLabel = "ID", description = "The templates.")
  private List<String> ids = new ArrayList<>();

  private String meant(Registry registry) {
    for (String id : ids) {
      String near = RegistryOptions.near(registry, id);
      if (near != null) {
        return "; did you mean '" + near + "'?";
      }
    }
    return ".";
  }

  @Override
  int run(Terminal terminal) {
    try (Registry registry = registryOptions.openToWrite(terminal)) {
      List<String> missing =
          ids.stream()
              .filter(id -> registry.find(id) == null)
              .map(id -> "'" + Text.oneLine(id, 60) + "'")
              .toList();
      if (!missing.isEmpty()) {
        throw new CommandFailed(
            "There is no template "
                + String.join(", ", missing)
                + " in "
                + registry.place()
                + "; nothing was deleted"
                + meant(registry));
      }
      int deleted = registry.deleteAll(ids, editOptions.edit());
      Map<String, @Nullable Object> object = new LinkedHashMap<>();
      object.put("deleted", deleted);
      terminal.json(object);
      terminal.line("Deleted " + deleted + (deleted == 1 ? " template." : " templates."));
      return ExitCode.DONE;
    }
  }
}
