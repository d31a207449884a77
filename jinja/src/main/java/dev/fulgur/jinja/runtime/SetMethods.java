package dev.fulgur.jinja.runtime;

import java.util.HashMap;
import java.util.Map;
import java.util.Set;

/// The methods of `set`. Those that change it work on sets of the engine only.
final class SetMethods {

  static final Map<String, Method> TABLE = new HashMap<>();

  private SetMethods() {}

  static {
    mutator("add", true, (set, item) -> set.add(item));
    mutator("discard", true, (set, item) -> set.drop(item));
    mutator(
        "remove",
        true,
        (set, item) -> {
          if (!set.drop(item)) {
            throw PyError.key(item);
          }
        });
    mutator("clear", false, (set, item) -> set.clear());
    TABLE.put(
        "pop",
        Method.changing(
            Signature.of("pop"),
            (context, self, args) -> {
              for (Object item : SetOrder.of((Set<?>) self)) {
                ((PySet) self).drop(item);
                return item;
              }
              throw PyError.key("pop from an empty set");
            }));
    combine("union", (result, other) -> result.addAll(other));
    combine("difference", (result, other) -> other.forEach(result::drop));
    combine("intersection", (result, other) -> keepOnly(result, other));
    TABLE.put(
        "symmetric_difference",
        Method.of(
            Signature.of("symmetric_difference", "other").positionalOnly(),
            (context, self, args) -> {
              PySet result = PySet.copyOf((Set<?>) self);
              applyAll(context, result, PyTuple.wrap(args[0]), SetMethods::flip);
              return result;
            }));
    change("update", (result, other) -> result.addAll(other));
    change("difference_update", (result, other) -> other.forEach(result::drop));
    change("intersection_update", SetMethods::keepOnly);
    change("symmetric_difference_update", SetMethods::flip);
    TABLE.put(
        "copy",
        Method.of(
            Signature.of("copy").positionalOnly(), (c, self, a) -> PySet.copyOf((Set<?>) self)));
    Signature other = Signature.of("isdisjoint", "other").positionalOnly();
    TABLE.put("isdisjoint", Method.of(other, SetMethods::isDisjoint));
    TABLE.put(
        "issubset",
        Method.of(
            Signature.of("issubset", "other").positionalOnly(),
            (c, self, a) -> Sets.isSubset((Set<?>) self, from(a[0], c))));
    TABLE.put(
        "issuperset",
        Method.of(
            Signature.of("issuperset", "other").positionalOnly(),
            (c, self, a) -> Sets.isSubset(from(a[0], c), (Set<?>) self)));
  }

  private interface Mutation {
    void apply(PySet set, Object item);
  }

  private interface Combination {
    void apply(PySet set, PySet other);
  }

  private static PySet from(Object value, Context context) {
    PySet set = new PySet();
    set.addAll(Iteration.list(value, context.budget()));
    return set;
  }

  private static void mutator(String name, boolean takesItem, Mutation body) {
    Signature signature = takesItem ? Signature.of(name, "elem") : Signature.of(name);
    TABLE.put(
        name,
        Method.changing(
            signature,
            (context, self, args) -> {
              context.budget().step();
              body.apply((PySet) self, takesItem ? args[0] : None.NONE);
              return None.NONE;
            }));
  }

  private static void combine(String name, Combination body) {
    TABLE.put(
        name,
        Method.of(
            Signature.of(name).more().positionalOnly(),
            (context, self, args) -> {
              PySet result = PySet.copyOf((Set<?>) self);
              applyAll(context, result, (PyTuple) args[0], body);
              return result;
            }));
  }

  private static void change(String name, Combination body) {
    TABLE.put(
        name,
        Method.changing(
            Signature.of(name).more(),
            (context, self, args) -> {
              applyAll(context, (PySet) self, (PyTuple) args[0], body);
              return None.NONE;
            }));
  }

  private static void applyAll(Context context, PySet set, PyTuple others, Combination body) {
    for (Object other : others) {
      context.budget().steps(set.size());
      body.apply(set, from(other, context));
    }
  }

  private static void keepOnly(PySet set, PySet other) {
    for (Object item : new PyList(set)) {
      if (!other.has(item)) {
        set.drop(item);
      }
    }
  }

  private static void flip(PySet set, PySet other) {
    for (Object item : other) {
      if (!set.drop(item)) {
        set.add(item);
      }
    }
  }

  static Object isDisjoint(Context context, Object self, Object[] args) {
    PySet mine = from(self, context);
    for (Object item : Iteration.list(args[0], context.budget())) {
      if (mine.has(item)) {
        return false;
      }
    }
    return true;
  }
}
