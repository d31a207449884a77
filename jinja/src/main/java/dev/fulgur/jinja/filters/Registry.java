package dev.fulgur.jinja.filters;

import dev.fulgur.jinja.runtime.FilterFunction;
import dev.fulgur.jinja.runtime.Signature;
import java.util.Map;

/// Collects filters by name.
final class Registry {

  private final Map<String, FilterFunction> filters;

  Registry(Map<String, FilterFunction> filters) {
    this.filters = filters;
  }

  /// A filter that always gives the same for the same.
  void pure(String name, Signature signature, FilterFunction.Body body) {
    filters.put(name, new FilterFunction(signature, body, true));
  }

  /// A filter that must run when the template is rendered: it calls others, gives an iterator, or
  /// is random.
  void late(String name, Signature signature, FilterFunction.Body body) {
    filters.put(name, new FilterFunction(signature, body, false));
  }
}
