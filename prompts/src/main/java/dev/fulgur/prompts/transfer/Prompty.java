package dev.fulgur.prompts.transfer;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// Microsoft's Prompty: Jinja2 behind a YAML head, with lines such as `system:` for roles.
///
/// `model` goes to `metadata.model`, `inputs` and `sample` become inputs, and `name`, `authors`,
/// `tags` and `sample` stand in the metadata.
///
/// Source: the Prompty specification, of schema version 1.
final class Prompty {
  private static final Pattern ROLE =
      Pattern.compile(
          "(?mi)^[ \\t]*#?[ \\t]*(system|user|assistant|function|tool|developer):[ \\t]*$");

  private Prompty() {}

  static void convert(FrontMatter file, Map<String, @Nullable Object> root) {
    Map<?, ?> fields = file.fields();
    Object template = fields.get("template");
    Object format = template instanceof Map<?, ?> map ? map.get("format") : template;
    if (format == null && template instanceof Map<?, ?> map) {
      format = map.get("type");
    }
    if (format instanceof String kind && !kind.startsWith("jinja")) {
      throw new IllegalArgumentException(
          "its template is " + kind + ", and only Jinja2 can be taken over");
    }
    PromptFiles.common(fields, root);
    root.put("inputs", inputs(fields));
    Map<String, @Nullable Object> metadata = new LinkedHashMap<>();
    for (String kept : List.of("name", "authors", "tags", "model", "sample")) {
      if (fields.get(kept) != null) {
        metadata.put(kept, fields.get(kept));
      }
    }
    root.put("metadata", metadata);
    root.put("template", PromptFiles.template(messages(file.body())));
  }

  private static Map<String, @Nullable Object> inputs(Map<?, ?> fields) {
    Map<String, @Nullable Object> inputs = new LinkedHashMap<>();
    if (fields.get("sample") instanceof Map<?, ?> sample) {
      sample.forEach((name, value) -> inputs.put(String.valueOf(name), byExample(value)));
    }
    if (fields.get("inputs") instanceof Map<?, ?> declared) {
      declared.forEach((name, value) -> inputs.put(String.valueOf(name), input(value)));
    }
    return inputs;
  }

  private static Map<String, @Nullable Object> input(@Nullable Object declared) {
    if (!(declared instanceof Map<?, ?> map)) {
      return byExample(declared);
    }
    Map<String, @Nullable Object> input =
        map.get("type") == null && map.get("sample") != null
            ? byExample(map.get("sample"))
            : new LinkedHashMap<>(Map.of("type", PromptFiles.type(map.get("type"))));
    Object given = map.get("default");
    if (given != null) {
      input.put("default", given);
    }
    if (map.get("required") instanceof Boolean required) {
      input.put("required", required);
    }
    return input;
  }

  private static Map<String, @Nullable Object> byExample(@Nullable Object value) {
    String type =
        switch (value) {
          case Boolean _ -> "boolean";
          case Number _ -> "number";
          case List<?> items when items.stream().allMatch(String.class::isInstance) ->
              "array<string>";
          case Map<?, ?> _ -> "object";
          case null, default -> "string";
        };
    return new LinkedHashMap<>(Map.of("type", type));
  }

  private static List<Map<String, @Nullable Object>> messages(String body) {
    List<Map<String, @Nullable Object>> messages = new ArrayList<>();
    Matcher marks = ROLE.matcher(body);
    String role = null;
    int from = 0;
    while (marks.find()) {
      messages.add(PromptFiles.message(role, body.substring(from, marks.start())));
      role = marks.group(1).toLowerCase(java.util.Locale.ROOT);
      from = marks.end();
    }
    messages.add(PromptFiles.message(role, body.substring(from)));
    return messages;
  }
}
