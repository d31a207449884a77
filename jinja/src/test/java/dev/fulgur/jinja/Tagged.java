package dev.fulgur.jinja;

import dev.fulgur.jinja.runtime.PyTuple;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Values that JSON cannot say, written as objects with one key that starts with a dollar sign:
/// `{"$tuple": [1, 2]}`.
final class Tagged {

  private Tagged() {}

  static @Nullable Object decode(@Nullable Object json) {
    if (json instanceof List<?> list) {
      return decodeAll(list);
    }
    if (!(json instanceof Map<?, ?> map)) {
      return json;
    }
    if (map.size() == 1
        && map.keySet().iterator().next() instanceof String tag
        && tag.startsWith("$")) {
      Object of = Objects.requireNonNull(map.get(tag));
      switch (tag) {
        case "$float" -> {
          return switch ((String) of) {
            case "nan" -> Double.NaN;
            case "inf" -> Double.POSITIVE_INFINITY;
            default -> Double.NEGATIVE_INFINITY;
          };
        }
        case "$map" -> {
          Map<@Nullable Object, @Nullable Object> result = new LinkedHashMap<>();
          for (Object pair : (List<?>) of) {
            result.put(decode(((List<?>) pair).get(0)), decode(((List<?>) pair).get(1)));
          }
          return result;
        }
        case "$tuple" -> {
          return PyTuple.copyOf(decodeAll((List<?>) of));
        }
        case "$set" -> {
          Set<@Nullable Object> result = new LinkedHashSet<>(decodeAll((List<?>) of));
          return result;
        }
        case "$bytes" -> {
          return Base64.getDecoder().decode((String) of);
        }
        case "$date" -> {
          return LocalDate.parse((String) of);
        }
        case "$datetime" -> {
          String text = (String) of;
          boolean hasZone = text.lastIndexOf('+') > 0 || text.lastIndexOf('-') > 10;
          return hasZone ? OffsetDateTime.parse(text) : LocalDateTime.parse(text);
        }
        default -> {}
      }
    }
    Map<@Nullable Object, @Nullable Object> result = new LinkedHashMap<>();
    map.forEach((key, value) -> result.put(key, decode(value)));
    return result;
  }

  private static List<@Nullable Object> decodeAll(List<?> list) {
    List<@Nullable Object> result = new ArrayList<>();
    for (Object item : list) {
      result.add(decode(item));
    }
    return result;
  }

  /// The values of an object of inputs.
  static Map<String, @Nullable Object> inputs(@Nullable Object json) {
    Map<String, @Nullable Object> result = new LinkedHashMap<>();
    if (json instanceof Map<?, ?> map) {
      map.forEach((key, value) -> result.put((String) key, decode(value)));
    }
    return result;
  }
}
