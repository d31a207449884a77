package dev.fulgur.prompts.vault;

import dev.fulgur.prompts.TemplateSpec;
import dev.fulgur.prompts.vault.Rendered.Included;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// The templates that one render includes: each reference means the same one throughout. Those that
/// are known from the texts were read in one snapshot before; what a template names by an
/// expression is looked up when it comes to it. Used by the one thread that renders.
final class Composition {
  /// That of the render which this thread is in.
  static final ScopedValue<Composition> CURRENT = ScopedValue.newInstance();

  private final Map<String, TemplateSpec> found;
  private final Function<String, ? extends @Nullable TemplateSpec> find;

  /// @param known what was found before
  /// @param find what looks other references up
  Composition(
      Map<String, TemplateSpec> known, Function<String, ? extends @Nullable TemplateSpec> find) {
    this.found = new LinkedHashMap<>(known);
    this.find = find;
  }

  /// The template of a reference, or null.
  @Nullable TemplateSpec get(String reference) {
    TemplateSpec known = found.get(reference);
    if (known == null) {
      known = find.apply(reference);
      if (known != null) {
        found.put(reference, known);
      }
    }
    return known;
  }

  /// Everything that was found.
  List<Included> includes() {
    List<Included> includes = new ArrayList<>(found.size());
    found.forEach(
        (reference, spec) -> includes.add(new Included(reference, spec.id(), spec.version())));
    return includes;
  }
}
