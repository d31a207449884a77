package dev.fulgur.jinja.compile;

import dev.fulgur.jinja.runtime.Context;
import dev.fulgur.jinja.runtime.Engine;
import dev.fulgur.jinja.runtime.FilterFunction;
import dev.fulgur.jinja.runtime.Hashing;
import dev.fulgur.jinja.runtime.Iteration;
import dev.fulgur.jinja.runtime.Markup;
import dev.fulgur.jinja.runtime.NotFoundError;
import dev.fulgur.jinja.runtime.Print;
import dev.fulgur.jinja.runtime.PyError;
import dev.fulgur.jinja.runtime.PyList;
import dev.fulgur.jinja.runtime.Truth;
import dev.fulgur.jinja.runtime.Undefined;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Finds the templates that a template names.
public interface Templates extends Engine {

  /// Whether the test of this name is Jinja2's own.
  boolean isBuiltInTest(String name, FilterFunction test);

  /// Whether there is a loader at all.
  boolean hasLoader();

  /// The template of this name, or null.
  @Nullable Unit find(String name);

  /// The template that a value names.
  static Unit get(Object name, Context context) {
    Templates templates = (Templates) context.engine();
    if (!templates.hasLoader()) {
      throw PyError.type("no loader for this environment specified");
    }
    if (name instanceof Undefined u) {
      throw u.fail();
    }
    Hashing.check(name);
    String text = Print.text(name, context.budget());
    Unit unit = name instanceof String || name instanceof Markup ? templates.find(text) : null;
    if (unit == null) {
      throw NotFoundError.one(text);
    }
    return unit;
  }

  /// The first template that is there of those that a list names; a text names one.
  static Unit select(Object names, Context context) {
    if (names instanceof String || names instanceof Markup) {
      return get(names, context);
    }
    if (names instanceof Undefined u) {
      throw u.fail();
    }
    List<String> tried = new ArrayList<>();
    if (Truth.of(names)) {
      PyList list = Iteration.list(names, context.budget());
      for (Object name : list) {
        if (name instanceof Undefined u) {
          tried.add(u.fail().reason());
          continue;
        }
        try {
          return get(name, context);
        } catch (NotFoundError e) {
          tried.add(Print.text(name, context.budget()));
        }
      }
    }
    throw NotFoundError.none(tried);
  }
}
