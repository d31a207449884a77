package dev.fulgur.app.cli;

import dev.fulgur.app.terminal.Terminal;
import dev.fulgur.prompts.InputSpec;
import dev.fulgur.prompts.Registry;
import dev.fulgur.prompts.TemplateSpec;
import dev.fulgur.prompts.value.TaggedJson;
import dev.fulgur.prompts.vault.InputUsage;
import dev.fulgur.prompts.vault.Renderer;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/// `fulgur vars`: what a template declares, what it uses, and where they differ.
@Command(
    name = "vars",
    description = "Show the inputs that a template declares and uses, and where they differ.",
    footerHeading = "%nExamples:%n",
    footer = {"  fulgur vars support/triage", "  fulgur vars support/triage@1.2.0 --json"})
final class VarsVerb extends Verb {

  @Mixin private RegistryOptions registryOptions = new RegistryOptions();

  @Parameters(paramLabel = "ID[@VERSION]", description = "The template.")
  private @Nullable String reference;

  @Override
  int run(Terminal terminal) {
    try (Registry registry = registryOptions.openToRead(terminal)) {
      TemplateSpec spec = registry.loadReference(String.valueOf(reference));
      InputUsage usage = InputUsage.of(spec, Renderer.of(registry), registry);
      terminal.json(json(spec, usage));
      print(terminal, spec, usage);
      return ExitCode.DONE;
    }
  }

  private static Map<String, @Nullable Object> json(TemplateSpec spec, InputUsage usage) {
    Map<String, @Nullable Object> object = new LinkedHashMap<>();
    object.put("id", spec.id());
    object.put("version", spec.version());
    object.put("declared", List.copyOf(usage.declared()));
    object.put("used", List.copyOf(usage.used()));
    object.put("undeclared", List.copyOf(usage.undeclared()));
    object.put("unused", List.copyOf(usage.unused()));
    return object;
  }

  private static void print(Terminal terminal, TemplateSpec spec, InputUsage usage) {
    List<List<String>> rows = new ArrayList<>();
    spec.inputs()
        .forEach(
            (name, input) -> {
              String note = usage.unused().contains(name) ? "not used" : "";
              rows.add(row(name, input, note));
            });
    for (String name : usage.undeclared()) {
      rows.add(List.of(Text.oneLine(name, 40), "", "", "", "not declared"));
    }
    if (rows.isEmpty()) {
      terminal.line("It takes no inputs.");
    } else {
      terminal.table(List.of("INPUT", "TYPE", "", "DEFAULT", "NOTE"), rows);
    }
  }

  private static List<String> row(String name, InputSpec input, String note) {
    Object byDefault = input.defaultValue();
    return List.of(
        Text.oneLine(name, 40),
        input.type().label(),
        input.required() ? "required" : "optional",
        byDefault == null ? "" : Text.oneLine(TaggedJson.write(byDefault), 60),
        note);
  }
}
