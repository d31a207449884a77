package dev.fulgur.app.cli;

import dev.fulgur.app.terminal.Terminal;
import dev.fulgur.prompts.TemplateFailure;
import dev.fulgur.prompts.value.TaggedJson;
import dev.fulgur.prompts.yaml.Yaml;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// What the verbs share that read templates from elsewhere and report what they could not take.
final class Sources {

  private Sources() {}

  static void requireFolder(Path source) {
    if (!Files.isDirectory(source)) {
      throw new CommandFailed(
          Files.exists(source)
              ? source + " is no folder; name the folder of YAML files, or of a database."
              : "There is no folder " + source + "; check the path.");
    }
  }

  /// The bytes of a template file, or of standard input for `-`. Of more than a template may have,
  /// only so many that it is seen.
  static byte[] read(String file) throws IOException {
    if (file.equals("-")) {
      return System.in.readNBytes(Yaml.MAX_BYTES + 1);
    }
    Path path = Path.of(file);
    if (Files.isDirectory(path)) {
      throw new CommandFailed(
          file + " is a folder; name its files, or take it over whole with 'fulgur migrate'.");
    }
    try (InputStream in = Files.newInputStream(path)) {
      byte[] bytes = in.readNBytes(Yaml.MAX_BYTES + 1);
      if (bytes.length > Yaml.MAX_BYTES) {
        throw new CommandFailed(
            "%s is too large for a template: it has %d bytes, and the limit is %d."
                .formatted(file, Math.max(bytes.length, Files.size(path)), Yaml.MAX_BYTES));
      }
      return bytes;
    }
  }

  /// `1 template`, `2 templates`.
  static String templates(long count) {
    return Terminal.number(count) + (count == 1 ? " template" : " templates");
  }

  static Map<String, @Nullable Object> json(TemplateFailure failure) {
    Map<String, @Nullable Object> fields = new LinkedHashMap<>();
    fields.put("path", failure.path());
    fields.put("id", failure.id());
    fields.put("reason", failure.reason());
    return fields;
  }

  static void printFailures(Terminal terminal, String heading, List<TemplateFailure> failures) {
    if (failures.isEmpty() || terminal.isJson()) {
      return;
    }
    terminal.line("");
    terminal.heading(heading + " (" + failures.size() + ")");
    terminal.table(
        List.of("PATH", "ID", "REASON"),
        failures.stream()
            .map(
                failure ->
                    List.of(
                        Text.oneLine(failure.path(), 60),
                        id(failure.id()),
                        Text.oneLine(failure.reason(), 400)))
            .toList());
  }

  private static String id(@Nullable Object id) {
    return switch (id) {
      case null -> "";
      case String text -> Text.oneLine(text, 40);
      default -> Text.oneLine(TaggedJson.write(id), 40);
    };
  }
}
