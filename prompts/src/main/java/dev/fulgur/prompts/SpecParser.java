package dev.fulgur.prompts;

import dev.fulgur.prompts.value.Bytes;
import dev.fulgur.prompts.value.OrderedMap;
import dev.fulgur.prompts.value.Storable;
import dev.fulgur.prompts.value.SurrogateText;
import dev.fulgur.prompts.value.Timestamp;
import dev.fulgur.prompts.value.Tuple;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Checks the value of a template file and makes a [TemplateSpec] of it. Takes what pydantic takes
/// for the original's model: bytes that are UTF-8 pass for text, `1`, `1.0` and `"Yes"` for true;
/// unknown keys are dropped. All problems of a file are found, not only the first.
final class SpecParser {
  private final List<String> problems = new ArrayList<>();
  private @Nullable String unstorable;

  private SpecParser() {}

  /// Reads the value of a whole file.
  ///
  /// @param source what to call the file
  /// @throws PromptException.InvalidTemplate if it is no template
  static ParsedTemplate parse(@Nullable Object root, String source) {
    SpecParser parser = new SpecParser();
    TemplateSpec spec = parser.template(root);
    if (spec == null) {
      throw new PromptException.InvalidTemplate(source, parser.problems, null);
    }
    return new ParsedTemplate(spec, parser.unstorable);
  }

  /// The id that the value of a file names, whether the file is valid or not; null for none.
  static @Nullable Object idOf(@Nullable Object root) {
    return root instanceof Map<?, ?> map ? map.get("id") : null;
  }

  private @Nullable TemplateSpec template(@Nullable Object root) {
    Map<?, ?> fields = Map.of();
    if (root instanceof Map<?, ?> map) {
      fields = map;
    } else if (!isFalsy(root)) {
      problems.add("the file must hold a mapping, not " + words(root));
      return null;
    }
    String id = requiredText(fields, "id");
    String version =
        fields.containsKey("version")
            ? text("version", fields.get("version"))
            : TemplateSpec.DEFAULT_VERSION;
    Object description = fields.get("description");
    String describing = description == null ? null : text("description", description);
    List<?> messages = fields.get("template") instanceof List<?> list ? list : null;
    String template = messages == null ? requiredText(fields, "template") : joined(messages);
    Map<String, InputSpec> inputs = inputs(fields);
    Map<String, @Nullable Object> metadata = metadata(fields);
    if (!problems.isEmpty() || id == null || version == null || template == null) {
      return null;
    }
    if (messages != null) {
      metadata = withMessages(metadata, messages);
    }
    return new TemplateSpec(id, version, describing, template, inputs, metadata);
  }

  private @Nullable String joined(List<?> messages) {
    String problem = ChatMessages.problem(messages);
    if (problem != null) {
      problems.add(problem);
      return null;
    }
    cannotStore(Storable.problem("template", messages));
    return ChatMessages.joined(ChatMessages.read(messages));
  }

  private static Map<String, @Nullable Object> withMessages(
      Map<String, @Nullable Object> metadata, List<?> messages) {
    var both = new OrderedMap.Builder<String, @Nullable Object>(metadata.size() + 1);
    metadata.forEach(both::put);
    both.put(ChatMessages.MESSAGES, messages);
    return both.build();
  }

  private @Nullable String requiredText(Map<?, ?> fields, String field) {
    if (!fields.containsKey(field)) {
      problems.add(field + " is missing");
      return null;
    }
    return text(field, fields.get(field));
  }

  /// The text, or null where there is a problem, which is noted.
  private @Nullable String text(String field, @Nullable Object value) {
    return switch (value) {
      case String text -> text;
      case SurrogateText text -> {
        cannotStore(Storable.problem(field, text));
        yield text.joined();
      }
      case Bytes bytes -> {
        String text = utf8(bytes);
        if (text == null) {
          problems.add(field + " must be text, not bytes that are no UTF-8");
        }
        yield text;
      }
      case null, default -> {
        problems.add(field + " must be text, not " + words(value));
        yield null;
      }
    };
  }

  private static @Nullable String utf8(Bytes bytes) {
    try {
      return StandardCharsets.UTF_8
          .newDecoder()
          .decode(ByteBuffer.wrap(bytes.toArray()))
          .toString();
    } catch (CharacterCodingException e) {
      return null;
    }
  }

  private void cannotStore(@Nullable String reason) {
    if (unstorable == null) {
      unstorable = reason;
    }
  }

  private Map<String, InputSpec> inputs(Map<?, ?> fields) {
    Object value = fields.get("inputs");
    if (value == null && !fields.containsKey("inputs")) {
      return OrderedMap.empty();
    }
    if (!(value instanceof Map<?, ?> map)) {
      problems.add("inputs must be a mapping, not " + words(value));
      return OrderedMap.empty();
    }
    var inputs = new OrderedMap.Builder<String, InputSpec>(map.size());
    for (Map.Entry<?, ?> entry : map.entrySet()) {
      String name = text(keyOf("inputs", entry.getKey()), entry.getKey());
      InputSpec input = input("inputs." + entry.getKey(), entry.getValue());
      if (name != null && input != null) {
        inputs.put(name, input);
      }
    }
    return inputs.build();
  }

  private @Nullable InputSpec input(String field, @Nullable Object value) {
    if (!(value instanceof Map<?, ?> map)) {
      problems.add(field + " must be a mapping, not " + words(value));
      return null;
    }
    InputType type = map.containsKey("type") ? type(field, map.get("type")) : InputType.STRING;
    Boolean required = map.containsKey("required") ? bool(field, map.get("required")) : TRUE;
    Object defaultValue = map.get("default");
    if (type != null && !type.accepts(defaultValue)) {
      problems.add(field + ".default must be " + type.words() + ", not " + words(defaultValue));
      return null;
    }
    if (type == null || required == null) {
      return null;
    }
    cannotStore(Storable.problem(field + ".default", defaultValue));
    return new InputSpec(type, required, defaultValue);
  }

  private static final Boolean TRUE = Boolean.TRUE;

  private @Nullable InputType type(String field, @Nullable Object value) {
    InputType type = value instanceof String label ? InputType.of(label) : null;
    if (type == null) {
      problems.add(
          field
              + ".type must be 'string', 'number', 'boolean', 'array<string>' or 'object', not "
              + (value instanceof String label ? PromptException.quote(label) : words(value)));
    }
    return type;
  }

  private @Nullable Boolean bool(String field, @Nullable Object value) {
    Boolean flag =
        switch (value) {
          case Boolean b -> b;
          case Long number when number == 0 || number == 1 -> number == 1;
          case Double number when number == 0 || number == 1 -> number == 1;
          case String text -> bool(text);
          case Bytes bytes -> bool(String.valueOf(utf8(bytes)));
          case null, default -> null;
        };
    if (flag == null) {
      problems.add(
          field
              + ".required must be true or false, not "
              + (value instanceof String text ? PromptException.quote(text) : words(value)));
    }
    return flag;
  }

  private static @Nullable Boolean bool(String text) {
    return switch (text.toLowerCase(Locale.ROOT)) {
      case "1", "true", "t", "yes", "y", "on" -> true;
      case "0", "false", "f", "no", "n", "off" -> false;
      default -> null;
    };
  }

  private Map<String, @Nullable Object> metadata(Map<?, ?> fields) {
    Object value = fields.get("metadata");
    if (value == null && !fields.containsKey("metadata")) {
      return OrderedMap.empty();
    }
    if (!(value instanceof Map<?, ?> map)) {
      problems.add("metadata must be a mapping, not " + words(value));
      return OrderedMap.empty();
    }
    var metadata = new OrderedMap.Builder<String, @Nullable Object>(map.size());
    for (Map.Entry<?, ?> entry : map.entrySet()) {
      String key = text(keyOf("metadata", entry.getKey()), entry.getKey());
      if (key != null) {
        cannotStore(Storable.problem("metadata." + key, entry.getValue()));
        metadata.put(key, entry.getValue());
      }
    }
    return metadata.build();
  }

  private static String keyOf(String field, @Nullable Object key) {
    return "the key " + key + " of " + field;
  }

  /// What Python's `value or {}` takes for an empty file.
  private static boolean isFalsy(@Nullable Object value) {
    return switch (value) {
      case null -> true;
      case Boolean flag -> !flag;
      case Long number -> number == 0;
      case Double number -> number == 0;
      case String text -> text.isEmpty();
      case Bytes bytes -> bytes.length() == 0;
      case Collection<?> items -> items.isEmpty();
      default -> false;
    };
  }

  private static String words(@Nullable Object value) {
    return switch (value) {
      case null -> "null";
      case Boolean flag -> flag.toString();
      case Long number -> "the integer " + number;
      case BigInteger _ -> "an integer";
      case Double number -> "the number " + number;
      case String text -> "the text " + PromptException.quote(text);
      case SurrogateText _ -> "text";
      case Bytes _ -> "bytes";
      case LocalDate date -> "the date " + date;
      case Timestamp timestamp -> "the date " + timestamp.iso();
      case Map<?, ?> _ -> "a mapping";
      case Collection<?> _ -> "a list";
      case Tuple _ -> "a pair";
      default -> "a value that contains itself";
    };
  }
}
