package dev.fulgur.jinja.filters;

import dev.fulgur.jinja.runtime.FilterFunction;
import java.util.Collections;
import java.util.HashMap;
import java.util.Map;

/// The filters of Jinja2.
public final class BuiltInFilters {

  /// By name.
  public static final Map<String, FilterFunction> ALL = all();

  private BuiltInFilters() {}

  private static Map<String, FilterFunction> all() {
    Map<String, FilterFunction> filters = new HashMap<>();
    Registry registry = new Registry(filters);
    TextFilters.register(registry);
    LayoutFilters.register(registry);
    HtmlFilters.register(registry);
    NumberFilters.register(registry);
    SequenceFilters.register(registry);
    SelectionFilters.register(registry);
    OrderFilters.register(registry);
    ValueFilters.register(registry);
    return Collections.unmodifiableMap(filters);
  }
}
