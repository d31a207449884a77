package dev.fulgur.jinja.runtime;

import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// The methods of `list`. Those that change it work on lists of the engine only.
final class ListMethods {

  static final Map<String, Method> TABLE = new HashMap<>();

  private ListMethods() {}

  static {
    mutator("append", Signature.of("append", "object"), ListMethods::append);
    mutator("extend", Signature.of("extend", "iterable"), ListMethods::extend);
    mutator("insert", Signature.of("insert", "index", "object"), ListMethods::insert);
    mutator("pop", Signature.of("pop").optional("index", -1L), ListMethods::pop);
    mutator("remove", Signature.of("remove", "value"), ListMethods::remove);
    mutator(
        "clear",
        Signature.of("clear"),
        (c, list, a) -> {
          list.clear();
          return None.NONE;
        });
    mutator(
        "reverse",
        Signature.of("reverse"),
        (c, list, a) -> {
          Collections.reverse(list);
          return None.NONE;
        });
    TABLE.put(
        "sort",
        Method.of(
            Signature.of("sort")
                .positionalOnly()
                .optional("key", None.NONE)
                .optional("reverse", false),
            ListMethods::sort));
    TABLE.put(
        "copy",
        Method.of(
            Signature.of("copy").positionalOnly(),
            (c, self, a) -> Iteration.list(self, c.budget())));
    TABLE.put(
        "index",
        Method.of(
            Signature.of("index", "value")
                .optional("start", 0L)
                .optional("stop", Long.MAX_VALUE)
                .positionalOnly(),
            ListMethods::index));
    TABLE.put(
        "count", Method.of(Signature.of("count", "value").positionalOnly(), ListMethods::count));
  }

  private interface Mutation {
    Object apply(Context context, PyList list, Object[] args);
  }

  private static void mutator(String name, Signature signature, Mutation body) {
    TABLE.put(
        name,
        Method.changing(
            signature, (context, self, args) -> body.apply(context, (PyList) self, args)));
  }

  private static Object append(Context context, PyList list, Object[] args) {
    context.budget().step();
    list.add(args[0]);
    return None.NONE;
  }

  private static Object extend(Context context, PyList list, Object[] args) {
    list.addAll(Iteration.list(args[0], context.budget()));
    return None.NONE;
  }

  private static Object insert(Context context, PyList list, Object[] args) {
    long index = Numbers.toLong(args[0]);
    context.budget().steps(1 + list.size() / 64);
    long at = index < 0 ? Math.max(0, index + list.size()) : Math.min(index, list.size());
    list.add((int) at, args[1]);
    return None.NONE;
  }

  private static Object pop(Context context, PyList list, Object[] args) {
    long index = Numbers.toLong(args[0]);
    if (list.isEmpty()) {
      throw PyError.index("pop from empty list");
    }
    long at = index < 0 ? index + list.size() : index;
    if (at < 0 || at >= list.size()) {
      throw PyError.index("pop index out of range");
    }
    context.budget().steps((list.size() - at) / 64);
    return list.remove((int) at);
  }

  private static Object remove(Context context, PyList list, Object[] args) {
    context.budget().steps(list.size() / 4);
    for (int i = 0; i < list.size(); i++) {
      if (Compare.identicalOrEqual(list.get(i), args[0], context.budget())) {
        list.remove(i);
        return None.NONE;
      }
    }
    throw PyError.value("list.remove(x): x not in list");
  }

  private static Object sort(Context context, Object self, Object[] args) {
    Render.requireOwn(self, context);
    PyList list = (PyList) self;
    Object[] items = list.toArray();
    Object[] keys = items.clone();
    if (args[0] != None.NONE) {
      if (!(args[0] instanceof PyCallable key)) {
        throw PyError.type("'" + Types.name(args[0]) + "' object is not callable");
      }
      for (int i = 0; i < keys.length; i++) {
        keys[i] = key.call(context, Args.of(keys[i]));
      }
    }
    Sort.sort(keys, items, Truth.of(args[1]), context.budget());
    list.clear();
    Collections.addAll(list, items);
    return None.NONE;
  }

  static Object index(Context context, Object self, Object[] args) {
    List<?> list = (List<?>) self;
    context.budget().steps(list.size() / 4);
    long from = bound(args[1], list.size());
    long to = bound(args[2], list.size());
    for (long i = from; i < to && i < list.size(); i++) {
      if (Compare.identicalOrEqual(Values.of(list.get((int) i)), args[0], context.budget())) {
        return i;
      }
    }
    throw PyError.value(
        self instanceof PyTuple
            ? "tuple.index(x): x not in tuple"
            : Repr.of(args[0]) + " is not in list");
  }

  private static long bound(Object value, int size) {
    Long index = Numbers.index(value);
    if (index == null) {
      throw PyError.type("slice indices must be integers or have an __index__ method");
    }
    return index < 0 ? Math.max(0, index + size) : index;
  }

  static Object count(Context context, Object self, Object[] args) {
    List<?> list = (List<?>) self;
    context.budget().steps(list.size() / 4);
    long count = 0;
    for (Object host : list) {
      if (Compare.identicalOrEqual(Values.of(host), args[0], context.budget())) {
        count++;
      }
    }
    return count;
  }
}
