package dev.fulgur.app.cli;

import dev.fulgur.app.terminal.Terminal;
import dev.fulgur.prompts.Registry;
import dev.fulgur.prompts.Registry.SaveMode;
import dev.fulgur.prompts.SpecValues;
import dev.fulgur.prompts.TemplateSpec;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// `fulgur save`: templates from YAML files or standard input, all of them or none.
@Command(
    name = "save",
    description = "Save templates from YAML files, all of them or none.",
    footerHeading = "%nExamples:%n",
    footer = {
      "  fulgur save prompts/support/triage.yaml -m 'asks for the order number'",
      "  generate-prompt | fulgur save -           from standard input",
      "  fulgur save --replace triage.yaml         the same version with another body"
    })
final class SaveVerb extends Verb {

  @Mixin private RegistryOptions registryOptions = new RegistryOptions();
  @Mixin private EditOptions editOptions = new EditOptions();

  @Option(
      names = "--replace",
      description = "Replace the body of a version that is stored already.")
  private boolean replace;

  @Parameters(
      arity = "1..*",
      paramLabel = "FILE",
      description = "YAML files with one template each; - is standard input.")
  private List<String> files = new ArrayList<>();

  @Override
  int run(Terminal terminal) throws IOException {
    List<TemplateSpec> specs = new ArrayList<>();
    for (String file : files) {
      specs.add(SpecValues.ofYaml(Sources.read(file), file.equals("-") ? "standard input" : file));
    }
    try (Registry registry = registryOptions.openToWrite(terminal)) {
      registry.saveAll(specs, replace ? SaveMode.REPLACE : SaveMode.KEEP, editOptions.edit());
      Map<String, @Nullable Object> object = new LinkedHashMap<>();
      object.put(
          "saved",
          specs.stream().map(spec -> Map.of("id", spec.id(), "version", spec.version())).toList());
      terminal.json(object);
      specs.forEach(
          spec ->
              terminal.line(
                  "Saved "
                      + Text.oneLine(spec.id(), 100)
                      + "@"
                      + Text.oneLine(spec.version(), 40)));
      return ExitCode.DONE;
    }
  }
}
