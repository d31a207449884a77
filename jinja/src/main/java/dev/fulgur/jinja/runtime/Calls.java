package dev.fulgur.jinja.runtime;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Calling values.
public final class Calls {

  private Calls() {}

  public static Object call(Object function, Args args, Context context) {
    if (function instanceof PyCallable callable) {
      return callable.call(context, args);
    }
    if (function instanceof Undefined u) {
      throw u.fail();
    }
    throw PyError.type("'" + Types.name(function) + "' object is not callable");
  }

  public static boolean isCallable(Object value) {
    return value instanceof PyCallable || value instanceof Undefined || value instanceof PyType;
  }

  /// Arguments with what `*extra` and `**extraNamed` add to them.
  public static Args spread(
      Object[] positional,
      @Nullable Object extra,
      String[] names,
      Object[] named,
      @Nullable Object extraNamed,
      Budget budget) {
    Object[] values = positional;
    if (extra != null) {
      if (!Iteration.isIterable(extra)) {
        throw PyError.type("argument after * must be an iterable, not " + Types.name(extra));
      }
      PyList more = Iteration.list(extra, budget);
      values = Arrays.copyOf(positional, positional.length + more.size());
      for (int i = 0; i < more.size(); i++) {
        values[positional.length + i] = more.get(i);
      }
    }
    if (extraNamed == null) {
      return new Args(values, names, named);
    }
    if (!(extraNamed instanceof Map<?, ?> map)) {
      if (extraNamed instanceof Undefined u) {
        throw u.fail();
      }
      throw PyError.type("argument after ** must be a mapping, not " + Types.name(extraNamed));
    }
    List<String> allNames = new ArrayList<>(Arrays.asList(names));
    Set<String> seen = new HashSet<>(allNames);
    List<Object> allNamed = new ArrayList<>(Arrays.asList(named));
    for (Map.Entry<?, ?> e : map.entrySet()) {
      Object key = Values.of(e.getKey());
      if (!(key instanceof String || key instanceof Markup)) {
        throw PyError.type("keywords must be strings");
      }
      String name = Print.text(key);
      if (!seen.add(name)) {
        throw PyError.type("got multiple values for keyword argument " + Repr.text(name));
      }
      allNames.add(name);
      allNamed.add(Values.of(e.getValue()));
    }
    budget.steps(allNames.size());
    return new Args(values, allNames.toArray(new String[0]), allNamed.toArray());
  }
}
