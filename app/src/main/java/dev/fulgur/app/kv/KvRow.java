package dev.fulgur.app.kv;

import dev.fulgur.prompts.value.TaggedJson;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// A key and its value.
public record KvRow(String key, String value) {
  private static final int MAX_KEY_BYTES = 511;

  /// @throws IllegalArgumentException if the store could not hold the key
  public KvRow {
    int bytes = key.getBytes(StandardCharsets.UTF_8).length;
    if (bytes == 0 || bytes > MAX_KEY_BYTES) {
      throw new IllegalArgumentException(
          "a key has 1 to %d bytes of UTF-8, and this one has %d".formatted(MAX_KEY_BYTES, bytes));
    }
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
