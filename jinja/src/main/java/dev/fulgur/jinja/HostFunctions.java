package dev.fulgur.jinja;

import dev.fulgur.jinja.runtime.Args;
import dev.fulgur.jinja.runtime.Context;
import dev.fulgur.jinja.runtime.FilterFunction;
import dev.fulgur.jinja.runtime.PyCallable;
import dev.fulgur.jinja.runtime.PyDict;
import dev.fulgur.jinja.runtime.PyError;
import dev.fulgur.jinja.runtime.PyTuple;
import dev.fulgur.jinja.runtime.Signature;
import dev.fulgur.jinja.runtime.Truth;
import dev.fulgur.jinja.runtime.Undefined;
import dev.fulgur.jinja.runtime.Values;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Functions of the host as the engine calls them.
final class HostFunctions {

  private HostFunctions() {}

  static FilterFunction filter(String name, HostFunction function) {
    return new FilterFunction(
        Signature.of(name, "value").more().moreKeywords(),
        (context, args) -> call(name, function, arguments(args), context),
        false);
  }

  static FilterFunction test(String name, HostFunction function) {
    return new FilterFunction(
        Signature.of(name, "value").more().moreKeywords(),
        (context, args) -> Truth.of(call(name, function, arguments(args), context)),
        false);
  }

  private static Args arguments(Object[] bound) {
    Object[] rest = ((PyTuple) bound[1]).toArray();
    PyDict named = (PyDict) bound[2];
    String[] names = new String[named.size()];
    Object[] values = new Object[names.length];
    int i = 0;
    for (Map.Entry<Object, Object> e : named.entrySet()) {
      names[i] = (String) e.getKey();
      values[i++] = e.getValue();
    }
    return new Args(rest, names, values).prepend(bound[0]);
  }

  static PyCallable global(String name, HostFunction function) {
    return new PyCallable() {
      @Override
      public Object call(Context context, Args args) {
        return HostFunctions.call(name, function, args, context);
      }

      @Override
      public String describe() {
        return "<function " + name + ">";
      }
    };
  }

  private static Object call(String name, HostFunction function, Args args, Context context) {
    List<@Nullable Object> positional = new ArrayList<>(args.size());
    for (int i = 0; i < args.size(); i++) {
      positional.add(host(args.get(i)));
    }
    Map<String, @Nullable Object> named = new LinkedHashMap<>();
    for (int i = 0; i < args.namedSize(); i++) {
      named.put(args.name(i), host(args.named(i)));
    }
    Object result;
    try {
      result = function.call(positional, named);
    } catch (IllegalArgumentException e) {
      throw PyError.value(name + ": " + e.getMessage());
    }
    return context.render().thaw(Values.of(result));
  }

  private static @Nullable Object host(Object value) {
    if (value instanceof Undefined u) {
      throw u.fail();
    }
    return Values.toHost(value);
  }
}
