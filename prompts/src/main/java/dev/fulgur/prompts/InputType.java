package dev.fulgur.prompts;

import dev.fulgur.prompts.value.SurrogateText;
import java.math.BigInteger;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// What an input of a template takes.
public enum InputType {
  /// Text.
  STRING("string", "text"),
  /// An integer, a float or a boolean.
  NUMBER("number", "a number"),
  /// True or false.
  BOOLEAN("boolean", "true or false"),
  /// A list of texts.
  STRINGS("array<string>", "a list of texts"),
  /// A mapping.
  OBJECT("object", "a mapping");

  private final String label;
  private final String words;

  InputType(String label, String words) {
    this.label = label;
    this.words = words;
  }

  /// The name in template files and records, such as `array<string>`.
  public String label() {
    return label;
  }

  /// What a value of the type is, in words.
  public String words() {
    return words;
  }

  /// The type of this name, or null.
  public static @Nullable InputType of(String label) {
    return switch (label) {
      case "string" -> STRING;
      case "number" -> NUMBER;
      case "boolean" -> BOOLEAN;
      case "array<string>" -> STRINGS;
      case "object" -> OBJECT;
      default -> null;
    };
  }

  /// Whether `value` may be a default of the type; null always may.
  public boolean accepts(@Nullable Object value) {
    if (value == null) {
      return true;
    }
    return switch (this) {
      case STRING -> isText(value);
      case NUMBER ->
          value instanceof Long
              || value instanceof Double
              || value instanceof Boolean
              || value instanceof BigInteger
              || value instanceof Integer;
      case BOOLEAN -> value instanceof Boolean;
      case STRINGS -> value instanceof List<?> list && areTexts(list);
      case OBJECT -> value instanceof Map<?, ?>;
    };
  }

  /// Whether `value` is text, with or without lone surrogates.
  public static boolean isText(@Nullable Object value) {
    return value instanceof String || value instanceof SurrogateText;
  }

  private static boolean areTexts(List<?> list) {
    for (Object item : list) {
      if (!isText(item)) {
        return false;
      }
    }
    return true;
  }
}
