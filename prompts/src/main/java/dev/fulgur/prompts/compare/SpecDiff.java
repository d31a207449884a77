package dev.fulgur.prompts.compare;

import dev.fulgur.prompts.Compatibility;
import dev.fulgur.prompts.InputSpec;
import dev.fulgur.prompts.TemplateSpec;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// What differs between two versions of a template.
///
/// @param id the id
/// @param before the one version
/// @param after the other version
/// @param fields description, inputs and metadata that differ, by path such as `inputs.tone.type`
/// @param text the template's lines, in the unified form; none if it is the same
/// @param breaks what breaks for callers; see [Compatibility]
public record SpecDiff(
    String id,
    String before,
    String after,
    List<Field> fields,
    List<String> text,
    List<String> breaks) {

  /// Copies the lists.
  public SpecDiff {
    fields = List.copyOf(fields);
    text = List.copyOf(text);
    breaks = List.copyOf(breaks);
  }

  /// A field that differs.
  ///
  /// @param path where it stands
  /// @param kind `added`, `removed` or `changed`
  /// @param before its value, or null if it was not there
  /// @param after its value, or null if it is not there
  public record Field(String path, String kind, @Nullable Object before, @Nullable Object after) {}

  /// Compares two versions.
  public static SpecDiff of(TemplateSpec left, TemplateSpec right) {
    Map<String, @Nullable Object> was = new LinkedHashMap<>();
    Map<String, @Nullable Object> is = new LinkedHashMap<>();
    flatten(left, was);
    flatten(right, is);
    Set<String> paths = new LinkedHashSet<>(was.keySet());
    paths.addAll(is.keySet());
    List<Field> fields = new ArrayList<>();
    for (String path : paths) {
      Object before = was.get(path);
      Object after = is.get(path);
      boolean had = was.containsKey(path);
      boolean has = is.containsKey(path);
      if (had != has || !Objects.equals(before, after)) {
        String kind = !had ? "added" : !has ? "removed" : "changed";
        fields.add(new Field(path, kind, before, after));
      }
    }
    return new SpecDiff(
        left.id(),
        left.version(),
        right.version(),
        fields,
        TextDiff.unified(
            left.id() + "@" + left.version(),
            left.template(),
            right.id() + "@" + right.version(),
            right.template()),
        Compatibility.breaks(left, right));
  }

  /// Whether nothing differs but the version.
  public boolean isEmpty() {
    return fields.isEmpty() && text.isEmpty();
  }

  private static void flatten(TemplateSpec spec, Map<String, @Nullable Object> to) {
    if (spec.description() != null) {
      to.put("description", spec.description());
    }
    for (Map.Entry<String, InputSpec> entry : spec.inputs().entrySet()) {
      String path = "inputs." + entry.getKey();
      InputSpec input = entry.getValue();
      to.put(path + ".type", input.type().label());
      to.put(path + ".required", input.required());
      if (input.defaultValue() != null) {
        to.put(path + ".default", input.defaultValue());
      }
    }
    flatten("metadata", spec.metadata(), to);
  }

  private static void flatten(
      String path, @Nullable Object value, Map<String, @Nullable Object> to) {
    if (value instanceof Map<?, ?> map && (!map.isEmpty() || path.equals("metadata"))) {
      map.forEach((name, each) -> flatten(path + "." + name, each, to));
    } else {
      to.put(path, value);
    }
  }
}
