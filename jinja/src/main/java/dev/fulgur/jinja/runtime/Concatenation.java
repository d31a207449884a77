package dev.fulgur.jinja.runtime;

import java.math.BigInteger;
import java.util.List;

/// `+` and `*` for text, lists, tuples and bytes.
final class Concatenation {

  private Concatenation() {}

  static Object add(Object a, Object b, Budget budget) {
    if (a instanceof Undefined || b instanceof Undefined) {
      throw Arithmetic.unsupported("+", a, b);
    }
    if (a instanceof Markup || b instanceof Markup) {
      return markup(a, b, budget);
    }
    return switch (a) {
      case String _ -> throw onlySame("str", b);
      case PyTuple x -> {
        if (!(b instanceof PyTuple y)) {
          throw onlySame("tuple", b);
        }
        yield PyTuple.wrap(joined(x, y, budget).toArray());
      }
      case List<?> x -> {
        if (!(b instanceof List<?> y) || b instanceof PyTuple) {
          throw onlySame("list", b);
        }
        yield joined(x, y, budget);
      }
      case PyBytes x when b instanceof PyBytes y -> {
        budget.text((long) x.length() + y.length());
        byte[] all = new byte[x.length() + y.length()];
        System.arraycopy(x.toArray(), 0, all, 0, x.length());
        System.arraycopy(y.toArray(), 0, all, x.length(), y.length());
        yield new PyBytes(all);
      }
      default -> {
        Object time = TimeSpans.add(a, b);
        if (time == null) {
          throw Arithmetic.unsupported("+", a, b);
        }
        yield time;
      }
    };
  }

  private static Markup markup(Object a, Object b, Budget budget) {
    if (!(a instanceof String || a instanceof Markup)
        || !(b instanceof String || b instanceof Markup)) {
      throw a instanceof Markup ? onlySame("str", b) : Arithmetic.unsupported("+", a, b);
    }
    String x = Markup.escape(a).text();
    String y = Markup.escape(b).text();
    budget.text((long) x.length() + y.length());
    return new Markup(x.concat(y));
  }

  private static PyList joined(List<?> a, List<?> b, Budget budget) {
    budget.steps((long) a.size() + b.size());
    PyList all = new PyList(a.size() + b.size());
    addAll(all, a);
    addAll(all, b);
    return all;
  }

  static void addAll(PyList to, List<?> from) {
    if (from instanceof PyList || from instanceof PyTuple) {
      to.addAll(from);
    } else {
      for (Object item : from) {
        to.add(Values.of(item));
      }
    }
  }

  private static PyError onlySame(String type, Object other) {
    return PyError.type(
        "can only concatenate " + type + " (not \"" + Types.name(other) + "\") to " + type);
  }

  static Object repeat(Object a, Object b, Budget budget) {
    if (Arithmetic.isSequence(a)) {
      return repeat(a, b, count(b), budget);
    }
    if (Arithmetic.isSequence(b)) {
      return repeat(b, a, count(a), budget);
    }
    throw Arithmetic.unsupported("*", a, b);
  }

  private static long count(Object value) {
    if (!Numbers.isInteger(value)) {
      throw PyError.noCount(value);
    }
    if (value instanceof BigInteger) {
      throw PyError.overflow("cannot fit 'int' into an index-sized integer");
    }
    return Math.max(0, Numbers.toLong(value));
  }

  private static Object repeat(Object sequence, Object by, long count, Budget budget) {
    return switch (sequence) {
      case String s -> s.repeat(times(s.length(), count, budget));
      case Markup m -> new Markup(m.text().repeat(times(m.text().length(), count, budget)));
      case PyBytes x -> {
        int n = times(x.length(), count, budget);
        byte[] all = new byte[x.length() * n];
        for (int i = 0; i < n; i++) {
          System.arraycopy(x.toArray(), 0, all, i * x.length(), x.length());
        }
        yield new PyBytes(all);
      }
      case PyTuple t -> PyTuple.wrap(items(t, count, budget).toArray());
      case List<?> l -> items(l, count, budget);
      default -> throw Arithmetic.unsupported("*", sequence, by);
    };
  }

  private static int times(int length, long count, Budget budget) {
    if (length == 0 || count == 0) {
      return 0;
    }
    budget.text(count > Integer.MAX_VALUE ? Long.MAX_VALUE : length * count);
    return (int) count;
  }

  private static PyList items(List<?> items, long count, Budget budget) {
    if (items.isEmpty() || count == 0) {
      return new PyList();
    }
    budget.steps(count > Integer.MAX_VALUE ? Long.MAX_VALUE : items.size() * count);
    PyList all = new PyList((int) (items.size() * count));
    for (long i = 0; i < count; i++) {
      addAll(all, items);
    }
    return all;
  }
}
