package dev.fulgur.jinja.filters;

import dev.fulgur.jinja.runtime.Args;
import dev.fulgur.jinja.runtime.Context;
import dev.fulgur.jinja.runtime.FilterFunction;
import dev.fulgur.jinja.runtime.Iteration;
import dev.fulgur.jinja.runtime.Markup;
import dev.fulgur.jinja.runtime.None;
import dev.fulgur.jinja.runtime.Print;
import dev.fulgur.jinja.runtime.PyDict;
import dev.fulgur.jinja.runtime.PyError;
import dev.fulgur.jinja.runtime.PyIterator;
import dev.fulgur.jinja.runtime.PyTuple;
import dev.fulgur.jinja.runtime.Signature;
import dev.fulgur.jinja.runtime.Truth;
import dev.fulgur.jinja.runtime.Undefined;
import java.util.Arrays;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// `map`, `select`, `reject` and their kin. They give iterators: nothing happens, and nothing
/// fails, before the first item is asked for.
final class SelectionFilters {

  private SelectionFilters() {}

  static void register(Registry r) {
    r.late(
        "map",
        Signature.of("do_map", "value").more().moreKeywords(),
        (c, a) ->
            new Lazy(a[0], "sync_do_map") {
              @Override
              Step start() {
                Transform transform = transform(c, (PyTuple) a[1], (PyDict) a[2]);
                return item -> {
                  c.budget().step();
                  return transform.apply(item);
                };
              }
            });
    selection(r, "select", false, true);
    selection(r, "reject", false, false);
    selection(r, "selectattr", true, true);
    selection(r, "rejectattr", true, false);
  }

  private interface Transform {
    Object apply(Object item);
  }

  /// What becomes of an item: a value, or null to drop it.
  private interface Step {
    @Nullable Object apply(Object item);
  }

  /// An iterator over the items of a value that starts when it is first asked.
  private abstract static class Lazy extends PyIterator {
    private final Object value;
    private @Nullable PyIterator items;
    private @Nullable Step step;

    Lazy(Object value, String function) {
      super(function);
      this.value = value;
    }

    abstract Step start();

    @Override
    public @Nullable Object next() {
      Step doing = step;
      PyIterator each = items;
      if (doing == null || each == null) {
        if (!Truth.of(value)) {
          return null;
        }
        doing = start();
        step = doing;
        each = Iteration.of(value);
        items = each;
      }
      for (Object item = each.next(); item != null; item = each.next()) {
        Object result = doing.apply(item);
        if (result != null) {
          return result;
        }
      }
      return null;
    }
  }

  private static Transform transform(Context context, PyTuple args, PyDict keywords) {
    if (args.isEmpty() && keywords.has("attribute")) {
      return attribute(context, keywords);
    }
    if (args.isEmpty()) {
      throw PyError.filterArgument("map requires a filter argument");
    }
    Object name = args.get(0);
    Args rest = rest(args, 1, keywords);
    return item -> named(context, name, true).apply(context, rest.prepend(item));
  }

  private static Transform attribute(Context context, PyDict keywords) {
    Object attribute = None.NONE;
    Object otherwise = None.NONE;
    for (Map.Entry<Object, Object> e : keywords.entrySet()) {
      switch ((String) e.getKey()) {
        case "attribute" -> attribute = e.getValue();
        case "default" -> otherwise = e.getValue();
        default -> throw PyError.filterArgument("Unexpected keyword argument '" + e.getKey() + "'");
      }
    }
    return AttributeGetter.of(context, attribute, false, otherwise)::get;
  }

  private static Args rest(PyTuple args, int from, PyDict keywords) {
    Object[] values = args.toArray();
    String[] names = new String[keywords.size()];
    Object[] named = new Object[names.length];
    int i = 0;
    for (Map.Entry<Object, Object> e : keywords.entrySet()) {
      names[i] = (String) e.getKey();
      named[i++] = e.getValue();
    }
    return new Args(Arrays.copyOfRange(values, from, values.length), names, named);
  }

  /// The filter or test that a value names.
  private static FilterFunction named(Context context, Object name, boolean filter) {
    if (name instanceof Undefined u && u.kind() == dev.fulgur.jinja.UndefinedKind.STRICT) {
      throw u.fail();
    }
    Iteration.requireHashable(name);
    FilterFunction function = null;
    if (name instanceof String || name instanceof Markup) {
      String text = Print.text(name);
      function = filter ? context.engine().filter(text) : context.engine().test(text);
      if (function == null) {
        throw PyError.template(context.engine().unknown(filter ? "filter" : "test", text, "."));
      }
      return function;
    }
    String shown = dev.fulgur.jinja.runtime.Repr.of(name);
    String kind = filter ? "filter" : "test";
    String message = "No " + kind + " named " + shown + ".";
    if (name instanceof Undefined u) {
      message += " (" + u.fail().reason() + "; did you forget to quote the callable name?)";
    }
    throw PyError.template(message);
  }

  private static void selection(Registry r, String name, boolean byAttribute, boolean wanted) {
    r.late(
        name,
        Signature.of("do_" + name, "value").more().moreKeywords(),
        (c, a) ->
            new Lazy(a[0], "select_or_reject") {
              @Override
              Step start() {
                Transform test = test(c, (PyTuple) a[1], (PyDict) a[2], byAttribute);
                return item -> {
                  c.budget().step();
                  return Truth.of(test.apply(item)) == wanted ? item : null;
                };
              }
            });
  }

  private static Transform test(
      Context context, PyTuple args, PyDict keywords, boolean byAttribute) {
    int at = 0;
    AttributeGetter getter = AttributeGetter.of(context, None.NONE, false, None.NONE);
    if (byAttribute) {
      if (args.isEmpty()) {
        throw PyError.filterArgument("Missing parameter for attribute name");
      }
      getter = AttributeGetter.of(context, args.get(0), false, None.NONE);
      at = 1;
    }
    AttributeGetter value = getter;
    if (args.size() == at) {
      return value::get;
    }
    Object name = args.get(at);
    Args rest = rest(args, at + 1, keywords);
    return item -> {
      Object tested = value.get(item);
      return named(context, name, false).apply(context, rest.prepend(tested));
    };
  }
}
