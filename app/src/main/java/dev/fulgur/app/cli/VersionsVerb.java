package dev.fulgur.app.cli;

import dev.fulgur.app.terminal.Terminal;
import dev.fulgur.prompts.ContentHash;
import dev.fulgur.prompts.PromptException;
import dev.fulgur.prompts.Registry;
import dev.fulgur.prompts.VersionInfo;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/// `fulgur versions`: the versions of a template, the newest first.
@Command(
    name = "versions",
    description = "List the versions of a template, the newest first.",
    footerHeading = "%nExamples:%n",
    footer = {
      "  fulgur versions support/triage",
      "  fulgur versions support/triage --json | jq -r '.versions[].version'"
    })
final class VersionsVerb extends Verb {

  @Mixin private RegistryOptions registryOptions = new RegistryOptions();

  @Parameters(paramLabel = "ID", description = "The template.")
  private String id = "";

  @Override
  int run(Terminal terminal) {
    try (Registry registry = registryOptions.openToRead(terminal)) {
      List<VersionInfo> versions = registry.versionInfos(id).reversed();
      if (versions.isEmpty()) {
        throw notFound(registry);
      }
      Map<String, @Nullable Object> object = new LinkedHashMap<>();
      object.put("id", id);
      object.put("versions", versions.stream().map(VersionsVerb::json).toList());
      terminal.json(object);
      terminal.table(
          List.of("VERSION", "SAVED", "AUTHOR", "HASH", "LABELS", "MESSAGE"),
          versions.stream().map(VersionsVerb::row).toList());
      return ExitCode.DONE;
    }
  }

  private PromptException notFound(Registry registry) {
    try {
      registry.load(id);
    } catch (PromptException e) {
      return e;
    }
    throw wrongUse("versions takes the id of a template, without a version or label");
  }

  private static List<String> row(VersionInfo info) {
    return List.of(
        Text.oneLine(info.version(), 30) + (info.current() ? " *" : ""),
        Moves.time(info.savedAt()),
        Moves.text(info.author(), 40),
        ContentHash.brief(info.hash()),
        Text.oneLine(String.join(", ", info.labels()), 40),
        Moves.text(info.message(), 60));
  }

  private static Map<String, @Nullable Object> json(VersionInfo info) {
    Map<String, @Nullable Object> fields = new LinkedHashMap<>();
    fields.put("version", info.version());
    fields.put("time", info.savedAt() == null ? null : info.savedAt().toString());
    fields.put("author", info.author());
    fields.put("message", info.message());
    fields.put("hash", info.hash());
    fields.put("current", info.current());
    fields.put("labels", info.labels());
    return fields;
  }
}
