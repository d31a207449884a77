package dev.fulgur.jinja.runtime;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// The operator `in`.
public final class Membership {

  private Membership() {}

  public static boolean contains(Object container, Object item, Budget budget) {
    return switch (container) {
      case String s -> TextSearch.indexOf(s, needle(item, budget, s), 0) >= 0;
      case Markup m -> contains(m.text(), item, budget);
      case Map<?, ?> m -> {
        if (item instanceof String s) {
          budget.scan(s.length());
        }
        yield Dicts.find(m, item) != null;
      }
      case Set<?> s -> {
        if (!(s instanceof PySet)) {
          budget.steps(s.size() / 8);
        }
        yield Sets.contains(s, item);
      }
      case List<?> l -> {
        budget.steps(l.size() / 4);
        for (Object host : l) {
          if (Compare.identicalOrEqual(Values.of(host), item, budget)) {
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

  /// One character for each byte.
  private static String characters(PyBytes bytes) {
    return new String(bytes.toArray(), StandardCharsets.ISO_8859_1);
  }

  private static boolean inBytes(PyBytes b, Object item) {
    if (item instanceof PyBytes part) {
      return TextSearch.indexOf(characters(b), characters(part), 0) >= 0;
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
      if (Compare.identicalOrEqual(next, item, budget)) {
        return true;
      }
    }
    return false;
  }
}
