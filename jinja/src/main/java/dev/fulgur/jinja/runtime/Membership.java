package dev.fulgur.jinja.runtime;

import java.util.List;
import java.util.Map;
import java.util.Set;

/// The operator `in`.
public final class Membership {

  private Membership() {}

  public static boolean contains(Object container, Object item, Budget budget) {
    return switch (container) {
      case String s -> s.contains(needle(item, budget, s));
      case Markup m -> m.text().contains(needle(item, budget, m.text()));
      case Map<?, ?> m -> Dicts.find(m, item) != null;
      case Set<?> s -> {
        if (!(s instanceof PySet)) {
          budget.steps(s.size() / 8);
        }
        yield Sets.contains(s, item);
      }
      case List<?> l -> {
        budget.steps(l.size() / 8);
        for (Object host : l) {
          if (Compare.identicalOrEqual(Values.of(host), item)) {
            yield true;
          }
        }
        yield false;
      }
      case PyRange r -> inRange(r, item);
      case DictView v when v.kind() == DictView.Kind.KEYS -> Dicts.find(v.dict(), item) != null;
      case PyBytes b -> inBytes(b, item);
      case Undefined u when u.isStrict() -> throw u.fail();
      default -> inItems(container, item, budget);
    };
  }

  private static String needle(Object item, Budget budget, String in) {
    budget.scan(in.length());
    return switch (item) {
      case String s -> s;
      case Markup m -> m.text();
      default ->
          throw PyError.type(
              "'in <string>' requires string as left operand, not " + Types.name(item));
    };
  }

  private static boolean inRange(PyRange r, Object item) {
    return switch (Numbers.plain(item)) {
      case Long n -> r.contains(n);
      case Double d -> d == (long) (double) d && r.contains((long) (double) d);
      case Undefined u when u.isStrict() && r.length() > 0 -> throw u.fail();
      default -> false;
    };
  }

  private static boolean inBytes(PyBytes b, Object item) {
    if (item instanceof PyBytes part) {
      byte[] all = b.toArray();
      byte[] wanted = part.toArray();
      for (int i = 0; i + wanted.length <= all.length; i++) {
        if (java.util.Arrays.equals(all, i, i + wanted.length, wanted, 0, wanted.length)) {
          return true;
        }
      }
      return false;
    }
    Long n = Numbers.index(item);
    if (n == null) {
      throw PyError.type("a bytes-like object is required, not '" + Types.name(item) + "'");
    }
    if (n < 0 || n > 255) {
      throw PyError.value("byte must be in range(0, 256)");
    }
    for (int i = 0; i < b.length(); i++) {
      if (b.at(i) == n) {
        return true;
      }
    }
    return false;
  }

  private static boolean inItems(Object container, Object item, Budget budget) {
    if (!Iteration.isIterable(container)) {
      throw PyError.type("argument of type '" + Types.name(container) + "' is not iterable");
    }
    PyIterator each = Iteration.of(container);
    for (Object next = each.next(); next != null; next = each.next()) {
      budget.step();
      if (Compare.identicalOrEqual(next, item)) {
        return true;
      }
    }
    return false;
  }
}
