package dev.fulgur.app.cli;

import dev.fulgur.app.terminal.Style;
import dev.fulgur.app.terminal.Terminal;
import dev.fulgur.prompts.InputSpec;
import dev.fulgur.prompts.Registry;
import dev.fulgur.prompts.TemplateSpec;
import dev.fulgur.prompts.transfer.TemplateJson;
import dev.fulgur.prompts.value.TaggedJson;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/// `fulgur show`: everything about one template, for a person.
@Command(
    name = "show",
    description = "Show everything about a template: versions, inputs, metadata, text.",
    footerHeading = "%nExamples:%n",
    footer = {"  fulgur show support/triage", "  fulgur show support/triage@1.2.0"})
final class ShowVerb extends Verb {

  @Mixin private RegistryOptions registryOptions = new RegistryOptions();

  @Parameters(paramLabel = "ID[@VERSION|@LABEL]", description = "The template.")
  private @Nullable String reference;

  @Mixin private SelectorOptions selectorOptions = new SelectorOptions();

  @Override
  int run(Terminal terminal) {
    try (Registry registry = registryOptions.openToRead(terminal)) {
      TemplateSpec spec = selectorOptions.load(registry, String.valueOf(reference));
      if (terminal.isJson()) {
        terminal.raw(TemplateJson.write(spec) + "\n");
      } else {
        print(terminal, spec, registry.versions(spec.id()));
      }
      return ExitCode.DONE;
    }
  }

  private static void print(Terminal terminal, TemplateSpec spec, List<String> versions) {
    terminal.line(terminal.style(Style.BOLD, Text.oneLine(spec.id(), 200)));
    if (spec.description() != null) {
      terminal.line(spec.description().strip());
    }
    terminal.line("");
    terminal.line("version   " + spec.version());
    List<String> others = versions.stream().filter(v -> !v.equals(spec.version())).toList();
    if (!others.isEmpty()) {
      terminal.line("others    " + String.join(", ", others));
    }
    if (!spec.inputs().isEmpty()) {
      terminal.line("");
      List<List<String>> rows = new ArrayList<>();
      for (Map.Entry<String, InputSpec> input : spec.inputs().entrySet()) {
        InputSpec declared = input.getValue();
        rows.add(
            List.of(
                Text.oneLine(input.getKey(), 40),
                declared.type().label(),
                declared.required() ? "required" : "optional",
                declared.defaultValue() == null
                    ? ""
                    : Text.oneLine(TaggedJson.write(declared.defaultValue()), 60)));
      }
      terminal.table(List.of("INPUT", "TYPE", "", "DEFAULT"), rows);
    }
    if (!spec.metadata().isEmpty()) {
      terminal.line("");
      terminal.heading("METADATA");
      spec.metadata()
          .forEach(
              (key, value) ->
                  terminal.line(
                      Text.oneLine(key, 40)
                          + ": "
                          + (value instanceof String text ? text : TaggedJson.write(value))));
    }
    terminal.line("");
    terminal.heading("TEMPLATE");
    terminal.raw(spec.template().endsWith("\n") ? spec.template() : spec.template() + "\n");
  }
}
