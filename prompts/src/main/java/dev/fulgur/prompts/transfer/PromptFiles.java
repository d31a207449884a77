package dev.fulgur.prompts.transfer;

import dev.fulgur.prompts.SpecValues;
import dev.fulgur.prompts.TemplateSpec;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Templates in the files of other tools: Microsoft's `.prompty` and Google's dotprompt `.prompt`.
/// Both are a YAML head and a text with marks for roles.
public final class PromptFiles {
  private PromptFiles() {}

  /// Whether a file of this name is one of them.
  public static boolean isOne(String name) {
    return name.endsWith(".prompty") || name.endsWith(".prompt");
  }

  /// The template that a file says.
  ///
  /// @param id the id that it gets, unless the file says one
  /// @param name the name of the file, which says of which kind it is
  /// @throws dev.fulgur.prompts.PromptException.InvalidTemplate if it says none
  /// @throws IllegalArgumentException if it has what no template of ours can have; the message is a
  ///   clause
  public static TemplateSpec read(byte[] bytes, String id, String name) {
    FrontMatter file = FrontMatter.read(bytes);
    Map<String, @Nullable Object> root = new LinkedHashMap<>();
    root.put("id", id);
    if (name.endsWith(".prompty")) {
      Prompty.convert(file, root);
    } else {
      Dotprompt.convert(file, root);
    }
    return SpecValues.ofValue(root, name);
  }

  /// What stands in the head and has a place of its own in a template.
  static void common(Map<?, ?> fields, Map<String, @Nullable Object> root) {
    if (fields.get("version") != null) {
      root.put("version", String.valueOf(fields.get("version")));
    }
    if (fields.get("description") instanceof String text) {
      root.put("description", text);
    }
  }

  /// Contents under their roles: a list of messages, or a text where there is no mark of a role.
  static Object template(List<Map<String, @Nullable Object>> messages) {
    List<Map<String, @Nullable Object>> kept = new ArrayList<>();
    for (Map<String, @Nullable Object> message : messages) {
      String content = String.valueOf(message.get("content")).strip();
      if (!content.isEmpty()) {
        Map<String, @Nullable Object> trimmed = new LinkedHashMap<>(message);
        trimmed.put("content", content);
        kept.add(trimmed);
      }
    }
    boolean isText = kept.size() == 1 && kept.getFirst().get("role") == null;
    if (kept.isEmpty() || isText) {
      return kept.isEmpty() ? "" : String.valueOf(kept.getFirst().get("content"));
    }
    for (Map<String, @Nullable Object> message : kept) {
      if (message.get("role") == null) {
        message.put("role", "user"); // what stands before the first mark
      }
    }
    return kept;
  }

  static Map<String, @Nullable Object> message(@Nullable String role, String content) {
    Map<String, @Nullable Object> message = new LinkedHashMap<>();
    message.put("role", role);
    message.put("content", content);
    return message;
  }

  /// The type of an input, by the name that JSON Schema and its like have for it.
  static String type(@Nullable Object name) {
    return switch (String.valueOf(name)) {
      case "number", "integer", "float", "int" -> "number";
      case "boolean", "bool" -> "boolean";
      case "array", "list" -> "array<string>";
      case "object", "map" -> "object";
      default -> "string";
    };
  }
}
