package dev.fulgur.verification.fuzz;

import dev.fulgur.prompts.yaml.Yaml;
import dev.fulgur.prompts.yaml.YamlException;

/// Any bytes as a document of YAML.
public final class YamlTarget {
  private YamlTarget() {}

  /// One run, as Jazzer calls it by name.
  public static void fuzzerTestOneInput(byte[] bytes) {
    try {
      Object _ = Yaml.read(bytes);
    } catch (YamlException e) {
      if (e.getMessage() == null) {
        throw new IllegalStateException("an error without a message", e);
      }
    }
  }
}
