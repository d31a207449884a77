package dev.fulgur.app.cli;

import dev.fulgur.app.terminal.Terminal;
import dev.fulgur.prompts.ContentHash;
import dev.fulgur.prompts.Registry;
import dev.fulgur.prompts.RegistrySnapshot;
import dev.fulgur.prompts.TemplateSpec;
import dev.fulgur.prompts.value.TaggedJson;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/// `fulgur pin`: what every template says at one instant, to compare with later.
@Command(
    name = "pin",
    description = {
      "Print ids, versions and content hashes of one instant, or compare with such.",
      "What is printed is one JSON object a line, with and without --json; a comparison with --json is one object."
    },
    footerHeading = "%nExamples:%n",
    footer = {
      "  fulgur pin > pins.jsonl          one line for each template",
      "  fulgur pin --check pins.jsonl    what was replaced or deleted since; exit code 1 if anything"
    })
final class PinVerb extends Verb {

  @Mixin private RegistryOptions registryOptions = new RegistryOptions();

  @Option(
      names = "--check",
      paramLabel = "FILE",
      description = "Compare the versions of an earlier pin with what they say now.")
  private @Nullable Path pins;

  @Override
  int run(Terminal terminal) throws IOException {
    try (Registry registry = registryOptions.openToRead(terminal)) {
      if (pins != null) {
        return check(terminal, registry, pins);
      }
      RegistrySnapshot snapshot = RegistrySnapshot.of(registry);
      new TreeMap<>(snapshot.current())
          .forEach(
              (id, version) -> {
                Map<String, @Nullable Object> line = new LinkedHashMap<>();
                line.put("id", id);
                line.put("version", version);
                line.put("hash", snapshot.hash(id, version));
                terminal.raw(TaggedJson.write(line) + "\n");
              });
      return ExitCode.DONE;
    }
  }

  private static int check(Terminal terminal, Registry registry, Path file) throws IOException {
    List<Map<String, ?>> changed = new ArrayList<>();
    long checked = 0;
    for (String line : Files.readAllLines(file)) {
      if (line.isBlank()) {
        continue;
      }
      checked++;
      Map<?, ?> pin = pin(line, file);
      String id = String.valueOf(pin.get("id"));
      String version = String.valueOf(pin.get("version"));
      TemplateSpec spec = registry.find(id, version);
      boolean same = spec != null && ContentHash.of(spec).equals(pin.get("hash"));
      if (!same) {
        String what = spec == null ? "deleted" : "replaced";
        changed.add(Map.of("id", id, "version", version, "change", what));
        terminal.line(Text.oneLine(id, 100) + "@" + Text.oneLine(version, 40) + " was " + what);
      }
    }
    Map<String, @Nullable Object> object = new LinkedHashMap<>();
    object.put("checked", checked);
    object.put("changed", changed);
    terminal.json(object);
    if (changed.isEmpty()) {
      terminal.line("All " + Terminal.number(checked) + " versions say what they said.");
    }
    return changed.isEmpty() ? ExitCode.DONE : ExitCode.FAILED;
  }

  private static Map<?, ?> pin(String line, Path file) {
    try {
      if (TaggedJson.read(line) instanceof Map<?, ?> pin && pin.get("id") instanceof String) {
        return pin;
      }
    } catch (IllegalArgumentException e) {
      throw new CommandFailed(file + " has a line that is no JSON: " + e.getMessage() + ".");
    }
    throw new CommandFailed(file + " has a line that is no pin; write it with 'fulgur pin'.");
  }
}
