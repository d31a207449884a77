package dev.fulgur.prompts.transfer;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Google's dotprompt: Handlebars behind a YAML head.
///
/// `model` and `config` go to `metadata.model` as `name` and its settings, the schema of `input`
/// becomes inputs, `input.default` their defaults; `output`, `tools` and the like stand in the
/// metadata as they are.
///
/// Source: the dotprompt reference, with its Picoschema.
final class Dotprompt {
  private Dotprompt() {}

  static void convert(FrontMatter file, Map<String, @Nullable Object> root) {
    Map<?, ?> fields = file.fields();
    PromptFiles.common(fields, root);
    Map<String, @Nullable Object> metadata = new LinkedHashMap<>();
    Map<String, @Nullable Object> model = new LinkedHashMap<>();
    if (fields.get("model") instanceof String name) {
      model.put("name", name);
    }
    if (fields.get("config") instanceof Map<?, ?> config) {
      config.forEach((name, value) -> model.put(String.valueOf(name), value));
    }
    if (!model.isEmpty()) {
      metadata.put("model", model);
    }
    for (String kept : List.of("name", "variant", "output", "tools", "toolConfig", "metadata")) {
      if (fields.get(kept) != null) {
        metadata.put(kept, fields.get(kept));
      }
    }
    root.put("inputs", inputs(fields.get("input")));
    root.put("metadata", metadata);
    root.put("template", PromptFiles.template(new Handlebars(file.body()).messages()));
  }

  private static Map<String, @Nullable Object> inputs(@Nullable Object declared) {
    Map<String, @Nullable Object> inputs = new LinkedHashMap<>();
    if (!(declared instanceof Map<?, ?> input)) {
      return inputs;
    }
    if (input.get("schema") instanceof Map<?, ?> schema) {
      if (schema.get("properties") instanceof Map<?, ?> properties) {
        List<?> required = schema.get("required") instanceof List<?> list ? list : List.of();
        properties.forEach(
            (name, value) -> {
              Object type = value instanceof Map<?, ?> map ? map.get("type") : value;
              inputs.put(
                  String.valueOf(name), input(PromptFiles.type(type), required.contains(name)));
            });
      } else {
        schema.forEach((name, value) -> pico(String.valueOf(name), value, inputs));
      }
    }
    if (input.get("default") instanceof Map<?, ?> defaults) {
      defaults.forEach(
          (name, value) -> {
            if (inputs.get(String.valueOf(name)) instanceof Map<?, ?> known) {
              Map<String, @Nullable Object> with = new LinkedHashMap<>();
              known.forEach((key, each) -> with.put(String.valueOf(key), each));
              with.put("default", value);
              inputs.put(String.valueOf(name), with);
            }
          });
    }
    return inputs;
  }

  /// A field of Picoschema: `name?(array, what it is): string, what each is`.
  private static void pico(
      String field, @Nullable Object value, Map<String, @Nullable Object> inputs) {
    int bracket = field.indexOf('(');
    String name = (bracket < 0 ? field : field.substring(0, bracket)).strip();
    boolean optional = name.endsWith("?");
    String kind =
        bracket < 0
            ? value instanceof Map<?, ?> ? "object" : first(String.valueOf(value))
            : first(field.substring(bracket + 1).replace(")", ""));
    String type = PromptFiles.type(kind);
    if (type.equals("array<string>") && !(value instanceof String each && isText(each))) {
      throw new IllegalArgumentException(
          "its input " + name + " is a list of other things than texts, which has no type here");
    }
    inputs.put(optional ? name.substring(0, name.length() - 1) : name, input(type, !optional));
  }

  private static boolean isText(String each) {
    return PromptFiles.type(first(each)).equals("string");
  }

  private static String first(String text) {
    int comma = text.indexOf(',');
    return (comma < 0 ? text : text.substring(0, comma)).strip();
  }

  private static Map<String, @Nullable Object> input(String type, boolean required) {
    Map<String, @Nullable Object> input = new LinkedHashMap<>();
    input.put("type", type);
    input.put("required", required);
    return input;
  }
}
