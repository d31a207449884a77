package dev.fulgur.app.cli;

import dev.fulgur.app.terminal.Terminal;
import dev.fulgur.prompts.Registry;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// `fulgur guard`: marks a label as one that breaking versions cannot take.
@Command(
    name = "guard",
    description =
        "Guard a label on all templates: it does not take a version that breaks its callers.",
    footerHeading = "%nExamples:%n",
    footer = {
      "  fulgur guard production",
      "  fulgur guard production --off",
      "",
      "A version breaks callers if it has a new required input without default, or changes a type."
    })
final class GuardVerb extends Verb {

  @Mixin private RegistryOptions registryOptions = new RegistryOptions();
  @Mixin private EditOptions editOptions = new EditOptions();

  @Parameters(paramLabel = "LABEL", description = "The label.")
  private String label = "";

  @Option(names = "--off", description = "Guard it no more.")
  private boolean off;

  @Override
  int run(Terminal terminal) {
    try (Registry registry = registryOptions.openToWrite(terminal)) {
      boolean changed = registry.labels().guard(label, !off, editOptions.edit());
      Map<String, @Nullable Object> object = new LinkedHashMap<>();
      object.put("label", label);
      object.put("guarded", !off);
      object.put("changed", changed);
      terminal.json(object);
      terminal.line(
          "The label "
              + label
              + (off ? " is not guarded" : " is guarded")
              + (changed ? "." : ", as it was."));
      return ExitCode.DONE;
    }
  }
}
