package dev.fulgur.prompts;

import dev.fulgur.prompts.yaml.YamlWriter;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// A template as the text of a file for hands to edit: what has its default value is left out.
final class SpecYaml {
  private SpecYaml() {}

  /// A text as it stands behind a key, in quotes where YAML would read it as something else.
  static String scalar(String text) {
    String line = YamlWriter.write(Map.of("k", text)).stripTrailing();
    return line.substring(line.indexOf(':') + 1).strip();
  }

  static String write(TemplateSpec spec) {
    Map<String, @Nullable Object> root = new LinkedHashMap<>();
    root.put("id", spec.id());
    root.put("version", spec.version());
    if (spec.description() != null) {
      root.put("description", spec.description());
    }
    if (!spec.inputs().isEmpty()) {
      Map<String, Object> inputs = new LinkedHashMap<>();
      spec.inputs().forEach((name, input) -> inputs.put(name, input(input)));
      root.put("inputs", inputs);
    }
    Map<String, @Nullable Object> metadata = new LinkedHashMap<>(spec.metadata());
    boolean isChat = !ChatMessages.of(spec).isEmpty();
    Object messages = isChat ? metadata.remove(ChatMessages.MESSAGES) : null;
    if (!metadata.isEmpty()) {
      root.put("metadata", metadata);
    }
    root.put("template", isChat ? messages : spec.template());
    return YamlWriter.write(root);
  }

  private static Map<String, @Nullable Object> input(InputSpec input) {
    Map<String, @Nullable Object> fields = new LinkedHashMap<>();
    fields.put("type", input.type().label());
    fields.put("required", input.required());
    if (input.defaultValue() != null) {
      fields.put("default", input.defaultValue());
    }
    return fields;
  }
}
