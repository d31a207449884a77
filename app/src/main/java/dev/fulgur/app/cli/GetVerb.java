package dev.fulgur.app.cli;

import dev.fulgur.app.terminal.Terminal;
import dev.fulgur.prompts.Registry;
import dev.fulgur.prompts.TemplateSpec;
import dev.fulgur.prompts.transfer.TemplateJson;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/// `fulgur get`: the text of one template, as it is.
@Command(
    name = "get",
    description = "Print the text of a template, byte for byte.",
    footerHeading = "%nExamples:%n",
    footer = {
      "  fulgur get support/triage              the current version",
      "  fulgur get support/triage@1.2.0        that version",
      "  fulgur get support/triage@production   what the label names",
      "  fulgur get support/triage@production --as-of 2026-03-01T09:00:00Z",
      "  fulgur get support/triage --json       the whole template as one JSON object"
    })
final class GetVerb extends Verb {

  @Mixin private RegistryOptions registryOptions = new RegistryOptions();

  @Parameters(
      paramLabel = "ID[@VERSION|@LABEL]",
      description = "The template. The whole text is tried as an id first.")
  private @Nullable String reference;

  @Mixin private SelectorOptions selectorOptions = new SelectorOptions();

  @Override
  int run(Terminal terminal) {
    try (Registry registry = registryOptions.openToRead(terminal)) {
      TemplateSpec spec = selectorOptions.load(registry, String.valueOf(reference));
      if (terminal.isJson()) {
        terminal.raw(TemplateJson.write(spec) + "\n");
      } else {
        terminal.raw(spec.template());
      }
      return ExitCode.DONE;
    }
  }
}
