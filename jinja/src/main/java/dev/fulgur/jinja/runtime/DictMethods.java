package dev.fulgur.jinja.runtime;

import java.util.HashMap;
import java.util.Map;
import java.util.Objects;

/// The methods of `dict` and of its views. Those that change it work on dicts of the engine only.
public final class DictMethods {

  static final Map<String, Method> TABLE = new HashMap<>();
  static final Map<String, Method> VIEWS =
      Map.of(
          "isdisjoint",
          Method.of(Signature.of("isdisjoint", "other").positionalOnly(), SetMethods::isDisjoint));

  private DictMethods() {}

  static {
    view("keys", DictView.Kind.KEYS);
    view("values", DictView.Kind.VALUES);
    view("items", DictView.Kind.ITEMS);
    TABLE.put(
        "get",
        Method.of(
            Signature.of("get", "key").optional("default", None.NONE).positionalOnly(),
            (c, self, a) -> {
              if (a[0] instanceof String s) {
                c.budget().scan(s.length());
              }
              Object value = Dicts.find((Map<?, ?>) self, a[0]);
              return value == null ? a[1] : value;
            }));
    TABLE.put(
        "copy",
        Method.of(
            Signature.of("copy").positionalOnly(),
            (c, self, a) -> {
              c.budget().steps(((Map<?, ?>) self).size());
              return PyDict.copyOf((Map<?, ?>) self);
            }));
    TABLE.put(
        "fromkeys",
        Method.of(
            Signature.of("fromkeys", "iterable").optional("value", None.NONE).positionalOnly(),
            (c, self, a) -> {
              PyDict dict = new PyDict();
              for (Object key : Iteration.list(a[0], c.budget())) {
                dict.set(key, a[1]);
              }
              return dict;
            }));
    mutator("clear", Signature.of("clear"), DictMethods::clear);
    mutator(
        "pop", Signature.of("pop", "key").optional("default", Missing.MISSING), DictMethods::pop);
    mutator("popitem", Signature.of("popitem"), DictMethods::popItem);
    mutator(
        "setdefault",
        Signature.of("setdefault", "key").optional("default", None.NONE),
        DictMethods::setDefault);
    TABLE.put(
        "update",
        (context, self, args) -> {
          Render.requireOwn(self, context);
          update((PyDict) self, "update", args, context.budget());
          return None.NONE;
        });
  }

  /// `fromkeys` of the type itself.
  public static PyCallable fromKeys(Object type) {
    return new BoundMethod(
        type, "fromkeys", Objects.requireNonNull(TABLE.get("fromkeys"), "fromkeys"));
  }

  /// Whether `x.name` is a method of dicts, and never a key.
  public static boolean isMethod(String name) {
    return TABLE.containsKey(name);
  }

  private interface Mutation {
    Object apply(Context context, PyDict dict, Object[] args);
  }

  private static void mutator(String name, Signature signature, Mutation body) {
    TABLE.put(
        name,
        Method.changing(
            signature, (context, self, args) -> body.apply(context, (PyDict) self, args)));
  }

  private static void view(String name, DictView.Kind kind) {
    TABLE.put(
        name,
        Method.of(
            Signature.of(name).positionalOnly(),
            (c, self, a) -> new DictView((Map<?, ?>) self, kind)));
  }

  private static Object clear(Context context, PyDict dict, Object[] args) {
    dict.clear();
    return None.NONE;
  }

  private static Object pop(Context context, PyDict dict, Object[] args) {
    Object value = dict.take(args[0]);
    if (value != null) {
      return value;
    }
    if (args[1] == Missing.MISSING) {
      throw PyError.key(args[0]);
    }
    return args[1];
  }

  private static Object popItem(Context context, PyDict dict, Object[] args) {
    PyTuple item = dict.takeLast();
    if (item == null) {
      throw PyError.key("popitem(): dictionary is empty");
    }
    return item;
  }

  private static Object setDefault(Context context, PyDict dict, Object[] args) {
    context.budget().step();
    Object value = dict.find(args[0]);
    if (value != null) {
      return value;
    }
    dict.set(args[0], args[1]);
    return args[1];
  }

  /// `dict(...)` and `dict.update(...)`: from a mapping or from pairs, then from keywords.
  public static void update(PyDict dict, String function, Args args, Budget budget) {
    if (args.size() > 1) {
      throw PyError.type(function + " expected at most 1 argument, got " + args.size());
    }
    if (args.size() == 1) {
      if (args.get(0) instanceof Map<?, ?> map) {
        budget.steps(map.size());
        for (Map.Entry<?, ?> e : map.entrySet()) {
          dict.set(Values.of(e.getKey()), Values.of(e.getValue()));
        }
      } else {
        addPairs(dict, args.get(0), budget);
      }
    }
    for (int i = 0; i < args.namedSize(); i++) {
      dict.set(args.name(i), args.named(i));
    }
  }

  private static void addPairs(PyDict dict, Object pairs, Budget budget) {
    PyIterator each = Iteration.of(pairs);
    int i = 0;
    for (Object pair = each.next(); pair != null; pair = each.next(), i++) {
      budget.step();
      if (!Iteration.isIterable(pair)) {
        throw PyError.type(
            "cannot convert dictionary update sequence element #" + i + " to a sequence");
      }
      PyList two = Iteration.list(pair, budget);
      if (two.size() != 2) {
        throw PyError.value(
            "dictionary update sequence element #"
                + i
                + " has length "
                + two.size()
                + "; 2 is required");
      }
      dict.set(two.get(0), two.get(1));
    }
  }
}
