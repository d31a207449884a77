package dev.fulgur.app.measure;

import dev.fulgur.prompts.yaml.Yaml;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Iterator;
import java.util.Map;
import java.util.stream.Stream;

/// Looks a template up as the YAML registries that we compare with do: it walks the folder and
/// parses file after file, at every lookup, until one names the id.
final class RescanningReader {

  private final Path folder;

  RescanningReader(Path folder) {
    this.folder = folder;
  }

  Object load(String id) throws IOException {
    try (Stream<Path> files = Files.walk(folder)) {
      for (Iterator<Path> each = files.iterator(); each.hasNext(); ) {
        Path file = each.next();
        if (file.toString().endsWith(".yaml")
            && Yaml.read(Files.readAllBytes(file)) instanceof Map<?, ?> fields
            && id.equals(fields.get("id"))) {
          return fields;
        }
      }
    }
    throw new IllegalStateException("there is no " + id + " in " + folder);
  }
}
