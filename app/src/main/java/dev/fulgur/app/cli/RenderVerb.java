package dev.fulgur.app.cli;

import dev.fulgur.app.terminal.Terminal;
import dev.fulgur.prompts.InputSpec;
import dev.fulgur.prompts.InputType;
import dev.fulgur.prompts.Registry;
import dev.fulgur.prompts.TemplateSpec;
import dev.fulgur.prompts.value.TaggedJson;
import dev.fulgur.prompts.vault.Rendered;
import dev.fulgur.prompts.vault.Renderer;
import dev.fulgur.prompts.yaml.Yaml;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// `fulgur render`: a template with its inputs filled in.
@Command(
    name = "render",
    description = "Print a template with its inputs filled in.",
    footerHeading = "%nExamples:%n",
    footer = {
      "  fulgur render support/triage --inputs ticket.json",
      "  fulgur render support/triage@1.2.0 --set subject=Hello --set body=...",
      "  fulgur render support/triage@production --key user-42 --inputs ticket.json --json",
      "  make-inputs | fulgur render support/triage --inputs -",
      "  fulgur render --batch cases.jsonl    one JSON object a line, in and out",
      "",
      "A batch has lines {\"name\",\"id\",\"inputs\"}, {\"name\",\"spec\",\"inputs\"} or {\"name\",\"template\",\"inputs\"};",
      "each is answered by {\"name\",\"output\"} or {\"name\",\"error\",\"message\",\"line\"}."
    })
final class RenderVerb extends Verb {

  @Mixin private RegistryOptions registryOptions = new RegistryOptions();

  @Mixin private SelectorOptions selectorOptions = new SelectorOptions();

  @Parameters(
      arity = "0..1",
      paramLabel = "ID[@VERSION|@LABEL]",
      description = "The template. The whole text is tried as an id first.")
  private @Nullable String reference;

  @Option(
      names = "--set",
      paramLabel = "NAME=VALUE",
      description =
          "One input as text, over those of --inputs. An object, and a list that starts with '[', is JSON.")
  private Map<String, String> set = new LinkedHashMap<>();

  @Option(
      names = "--inputs",
      paramLabel = "FILE",
      description = "A JSON object of inputs, or YAML in a file so named; - is standard input.")
  private @Nullable String inputs;

  @Option(
      names = "--batch",
      paramLabel = "FILE",
      description = "Render every line of a file of JSON objects; - is standard input.")
  private @Nullable String batch;

  @Override
  int run(Terminal terminal) throws IOException {
    if (batch != null) {
      if (reference != null || inputs != null || !set.isEmpty()) {
        throw wrongUse("--batch has its templates and inputs in the file; leave out the others");
      }
      return runBatch(terminal, batch);
    }
    if (reference == null) {
      throw wrongUse(
          "name a template, for example 'fulgur render support/triage', or --batch FILE");
    }
    Map<String, @Nullable Object> given = inputs == null ? new LinkedHashMap<>() : read(inputs);
    try (Registry registry = registryOptions.openToRead(terminal)) {
      TemplateSpec spec = selectorOptions.load(registry, reference);
      set.forEach((name, text) -> given.put(name, value(spec.inputs().get(name), name, text)));
      Rendered rendered =
          Renderer.of(registry)
              .renderResult(
                  spec, given, selectorOptions.label(reference, spec), selectorOptions.key());
      String output = rendered.text();
      if (terminal.isJson()) {
        Map<String, @Nullable Object> object = new LinkedHashMap<>();
        object.put("id", spec.id());
        object.put("version", spec.version());
        object.put("output", output);
        addOrigin(object, rendered);
        terminal.json(object);
      } else {
        terminal.raw(output);
        if (terminal.isInteractive() && !output.endsWith("\n")) {
          terminal.raw("\n");
        }
      }
      return ExitCode.DONE;
    }
  }

  /// Only what there is, so that the object of a plain template stays as short as it was.
  private static void addOrigin(Map<String, @Nullable Object> object, Rendered rendered) {
    if (rendered.label() != null) {
      object.put("label", rendered.label());
    }
    if (rendered.bucket() != null) {
      object.put("key", rendered.stickyKey());
      object.put("bucket", rendered.bucket());
    }
    if (!rendered.includes().isEmpty()) {
      object.put(
          "includes",
          rendered.includes().stream()
              .map(
                  included -> {
                    Map<String, String> fields = new LinkedHashMap<>();
                    fields.put("reference", included.reference());
                    fields.put("id", included.id());
                    fields.put("version", included.version());
                    return fields;
                  })
              .toList());
    }
    if (!rendered.messages().isEmpty()) {
      object.put(
          "messages",
          rendered.messages().stream()
              .map(
                  message -> {
                    Map<String, String> fields = new LinkedHashMap<>();
                    fields.put("role", message.role());
                    fields.put("content", message.content());
                    return fields;
                  })
              .toList());
    }
    if (!rendered.model().isEmpty()) {
      object.put("model", rendered.model());
    }
  }

  private int runBatch(Terminal terminal, String file) throws IOException {
    try (InputStream in = file.equals("-") ? System.in : Files.newInputStream(Path.of(file));
        RenderBatch lines = new RenderBatch(() -> registryOptions.openToRead(terminal))) {
      return lines.run(in, terminal.out()) ? ExitCode.DONE : ExitCode.FAILED;
    }
  }

  private static @Nullable Object value(@Nullable InputSpec input, String name, String text) {
    boolean isJson =
        input != null
            && (input.type() == InputType.OBJECT
                || (input.type() == InputType.STRINGS && text.startsWith("[")));
    if (!isJson) {
      return text;
    }
    try {
      return TaggedJson.read(text);
    } catch (IllegalArgumentException e) {
      throw new CommandFailed("The input " + name + " is no JSON: " + e.getMessage() + ".");
    }
  }

  private static Map<String, @Nullable Object> read(String file) throws IOException {
    byte[] bytes = file.equals("-") ? System.in.readAllBytes() : Files.readAllBytes(Path.of(file));
    Object value;
    if (file.endsWith(".yaml") || file.endsWith(".yml")) {
      value = Yaml.read(bytes);
    } else {
      try {
        value = TaggedJson.read(new String(bytes, StandardCharsets.UTF_8));
      } catch (IllegalArgumentException e) {
        throw new CommandFailed("The inputs in " + file + " are no JSON: " + e.getMessage() + ".");
      }
    }
    Map<String, @Nullable Object> given = RenderBatch.inputs(value);
    if (given == null) {
      throw new CommandFailed(
          "The inputs in " + file + " are no object; write {\"name\": value, ...}.");
    }
    return given;
  }
}
