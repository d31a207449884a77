package dev.fulgur.app.kv;

import dev.fulgur.prompts.value.TaggedJson;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// A key and its value.
public record KvRow(String key, String value) {
  private static final int MAX_KEY_BYTES = 511;

  /// What is left of the 32 MiB of a transaction for one value, its key and its record beside it.
  public static final int MAX_VALUE_BYTES = (32 << 20) - 1024;

  /// @throws IllegalArgumentException if the store could not hold key or value
  public KvRow {
    long keyBytes = bytes("key", key);
    if (keyBytes == 0 || keyBytes > MAX_KEY_BYTES) {
      throw new IllegalArgumentException(
          "a key has 1 to %d bytes of UTF-8, and this one has %d"
              .formatted(MAX_KEY_BYTES, keyBytes));
    }
    long valueBytes = bytes("value", value);
    if (valueBytes > MAX_VALUE_BYTES) {
      throw new IllegalArgumentException(
          "a value has at most %d bytes of UTF-8, and this one has %d"
              .formatted(MAX_VALUE_BYTES, valueBytes));
    }
  }

  /// How many bytes of UTF-8 a text has.
  private static long bytes(String what, String text) {
    long bytes = text.length();
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c < 0x80) {
        continue;
      }
      if (!Character.isSurrogate(c)) {
        bytes += c < 0x800 ? 1 : 2;
      } else if (Character.isHighSurrogate(c)
          && i + 1 < text.length()
          && Character.isLowSurrogate(text.charAt(i + 1))) {
        bytes += 2;
        i++;
      } else {
        throw new IllegalArgumentException(
            "the %s has a lone surrogate, U+%04X, at index %d".formatted(what, (int) c, i));
      }
    }
    return bytes;
  }

  /// How many bytes of UTF-8 key and value have.
  long sizeBytes() {
    return bytes("key", key) + bytes("value", value);
  }

  /// The row of a JSON value: an object with `key` and `value`, or an array of the two.
  ///
  /// @throws IllegalArgumentException if it is neither
  public static KvRow of(@Nullable Object json) {
    return switch (json) {
      case Map<?, ?> map when map.get("key") instanceof String key && map.containsKey("value") ->
          new KvRow(key, text(map.get("value")));
      case List<?> list when list.size() == 2 && list.getFirst() instanceof String key ->
          new KvRow(key, text(list.get(1)));
      case null, default ->
          throw new IllegalArgumentException(
              "a row is {\"key\": text, \"value\": anything} or [text, anything]");
    };
  }

  /// A text as it is, anything else as its JSON text.
  public static String text(@Nullable Object value) {
    return value instanceof String text ? text : TaggedJson.write(value);
  }
}
