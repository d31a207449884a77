package dev.fulgur.jinja.runtime;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/// What the names of a template stand for before the template assigns any.
public interface Variables {

  /// The value of a name, or null.
  @Nullable Object find(String name);

  /// What the host passed, and below it the globals.
  record Inputs(Map<String, ?> map, Engine engine, Render render) implements Variables {
    @Override
    public @Nullable Object find(String name) {
      Object value = Dicts.find(map, name);
      if (value == null) {
        value = engine.global(name);
      }
      return value == null || !render.thawed() ? value : render.thaw(value);
    }
  }

  /// Some names over others.
  record Overlay(Map<String, Object> names, Variables below) implements Variables {
    @Override
    public @Nullable Object find(String name) {
      Object value = names.get(name);
      return value != null ? value : below.find(name);
    }
  }
}
