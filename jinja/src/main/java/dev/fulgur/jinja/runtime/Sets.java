package dev.fulgur.jinja.runtime;

import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Sets, the engine's and the host's.
final class Sets {

  private Sets() {}

  static boolean contains(Set<?> set, Object item) {
    if (item instanceof Set) {
      return containsSet(set, item); // Python asks for it as a frozen one
    }
    if (set instanceof PySet own) {
      return own.has(item);
    }
    int hash = Hashing.hash(item);
    if (item instanceof String s) {
      return set.contains(s);
    }
    for (Object host : set) {
      Object value = Values.of(host);
      if (Hashing.hash(value) == hash && Compare.identicalOrEqual(value, item, null)) {
        return true;
      }
    }
    return false;
  }

  private static boolean containsSet(Set<?> set, Object item) {
    for (Object host : set) {
      if (Compare.equal(Values.of(host), item, null)) {
        return true;
      }
    }
    return false;
  }

  static boolean isSubset(Set<?> a, Set<?> b) {
    PySet of = own(b);
    for (Object item : a) {
      if (!of.has(Values.of(item))) {
        return false;
      }
    }
    return true;
  }

  private static PySet own(Set<?> set) {
    return set instanceof PySet s ? s : PySet.copyOf(set);
  }

  static boolean ordered(Set<?> a, Set<?> b, Compare.Order order) {
    return switch (order) {
      case LT -> a.size() < b.size() && isSubset(a, b);
      case LE -> a.size() <= b.size() && isSubset(a, b);
      case GT -> b.size() < a.size() && isSubset(b, a);
      case GE -> b.size() <= a.size() && isSubset(b, a);
    };
  }

  /// A set or the keys or items of a dict, or null.
  static @Nullable PySet setLike(Object value) {
    return switch (value) {
      case Set<?> s -> own(s);
      case DictView v when v.kind() != DictView.Kind.VALUES -> PySet.copyOf(v.list());
      default -> null;
    };
  }

  /// `a - b`, or null when they are no sets.
  static @Nullable PySet difference(Object a, Object b, Budget budget) {
    boolean both =
        (a instanceof Set && b instanceof Set)
            || (a instanceof DictView && (b instanceof Set || b instanceof DictView));
    PySet x = both ? setLike(a) : null;
    PySet y = both ? setLike(b) : null;
    if (x == null || y == null) {
      return null;
    }
    budget.steps(x.size() + y.size());
    PySet rest = new PySet();
    for (Object item : x) {
      if (!y.has(item)) {
        rest.add(item);
      }
    }
    return rest;
  }
}
