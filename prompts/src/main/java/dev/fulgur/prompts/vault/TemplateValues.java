package dev.fulgur.prompts.vault;

import dev.fulgur.jinja.runtime.PyTuple;
import dev.fulgur.prompts.value.Bytes;
import dev.fulgur.prompts.value.SurrogateText;
import dev.fulgur.prompts.value.Timestamp;
import dev.fulgur.prompts.value.Tuple;
import dev.fulgur.store.codec.Ext;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Values of template files and records as templates see them: the kinds of this module's own
/// become those of [dev.fulgur.jinja.JinjaEnvironment]. Values without such a part stay as they
/// are, uncopied.
final class TemplateValues {
  private TemplateValues() {}

  /// The inputs of a render.
  static Map<String, @Nullable Object> of(Map<String, @Nullable Object> inputs) {
    for (Object value : inputs.values()) {
      if (value != null && !isPlain(value)) {
        Map<String, @Nullable Object> converted = LinkedHashMap.newLinkedHashMap(inputs.size());
        inputs.forEach((name, each) -> converted.put(name, of(each)));
        return converted;
      }
    }
    return inputs;
  }

  private static boolean isPlain(@Nullable Object value) {
    return switch (value) {
      case null -> true;
      case Bytes _, Tuple _, Timestamp _, SurrogateText _, Instant _, Ext _, Set<?> _ -> false;
      case List<?> list -> {
        for (Object item : list) {
          if (!isPlain(item)) {
            yield false;
          }
        }
        yield true;
      }
      case Map<?, ?> map -> {
        for (Map.Entry<?, ?> entry : map.entrySet()) {
          if (!isPlain(entry.getKey()) || !isPlain(entry.getValue())) {
            yield false;
          }
        }
        yield true;
      }
      default -> true;
    };
  }

  private static @Nullable Object of(@Nullable Object value) {
    return switch (value) {
      case null -> null;
      case Bytes bytes -> bytes.toArray();
      case Tuple tuple -> PyTuple.copyOf(items(tuple.items()));
      case Timestamp timestamp -> time(timestamp);
      case SurrogateText text -> text.joined();
      case Instant instant -> instant.atOffset(ZoneOffset.UTC);
      case Ext ext -> ext.data();
      case List<?> list -> items(list);
      case Set<?> set -> new LinkedHashSet<>(items(List.copyOf(set)));
      case Map<?, ?> map -> {
        Map<@Nullable Object, @Nullable Object> converted = new LinkedHashMap<>();
        map.forEach((key, each) -> converted.put(of(key), of(each)));
        yield converted;
      }
      default -> value;
    };
  }

  private static List<@Nullable Object> items(List<?> list) {
    List<@Nullable Object> converted = new ArrayList<>(list.size());
    for (Object item : list) {
      converted.add(of(item));
    }
    return converted;
  }

  /// Offsets from UTC beyond 18 hours, which Java refuses, become the same moment in UTC.
  private static Object time(Timestamp timestamp) {
    Integer minutes = timestamp.offsetMinutes();
    if (minutes == null) {
      return timestamp.local();
    }
    return Math.abs(minutes) <= 18 * 60
        ? OffsetDateTime.of(timestamp.local(), ZoneOffset.ofTotalSeconds(minutes * 60))
        : timestamp.local().minusMinutes(minutes).atOffset(ZoneOffset.UTC);
  }
}
