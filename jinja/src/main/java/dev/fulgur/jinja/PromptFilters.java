package dev.fulgur.jinja;

import dev.fulgur.jinja.runtime.FilterFunction;
import dev.fulgur.jinja.runtime.Markup;
import dev.fulgur.jinja.runtime.None;
import dev.fulgur.jinja.runtime.PyTuple;
import dev.fulgur.jinja.runtime.Signature;
import dev.fulgur.jinja.runtime.Truth;
import dev.fulgur.jinja.runtime.Undefined;
import dev.fulgur.jinja.yaml.PromptYaml;
import java.util.List;
import java.util.Map;

/// The filters that prompt templates have beyond Jinja2's, or instead of them; see
/// [JinjaEnvironment.Builder#promptFilters()].
///
/// - `default(default_value='', boolean=false)` stands in for undefined, `None`, empty text, an
///   empty list and an empty dict; with `boolean` for everything that is false. `d` stays Jinja2's.
/// - `yaml` writes lists and dicts as YAML; text, numbers and the like print as they do anyway.
final class PromptFilters {

  static final Map<String, FilterFunction> ALL =
      Map.of(
          "default",
          new FilterFunction(
              Signature.of("default", "value")
                  .optional("default_value", "")
                  .optional("boolean", false),
              (context, args) -> isMissing(args[0], args[2]) ? args[1] : args[0],
              true),
          "yaml",
          new FilterFunction(
              Signature.of("yaml", "value"),
              (context, args) -> PromptYaml.filter(args[0], context.budget()),
              true));

  private PromptFilters() {}

  private static boolean isMissing(Object value, Object anyFalse) {
    if (value instanceof Undefined || value == None.NONE) {
      return true;
    }
    if (Truth.of(anyFalse)) {
      return !Truth.of(value);
    }
    return switch (value) {
      case String s -> s.isEmpty();
      case Markup m -> m.text().isEmpty();
      case PyTuple _ -> false;
      case List<?> l -> l.isEmpty();
      case Map<?, ?> m -> m.isEmpty();
      default -> false;
    };
  }
}
