package dev.fulgur.jinja.compile;

import dev.fulgur.jinja.runtime.PyDict;
import dev.fulgur.jinja.runtime.PyList;
import dev.fulgur.jinja.runtime.PySlice;
import dev.fulgur.jinja.runtime.PyTuple;
import dev.fulgur.jinja.runtime.RenderError;
import org.jspecify.annotations.Nullable;

/// Constants and the literals of containers.
final class LiteralNodes {

  private LiteralNodes() {}

  /// A value that nobody can change.
  static final class Const extends Ex {
    private final Object value;

    Const(Object value) {
      this.value = value;
    }

    @Override
    Object eval(Frame f) {
      return value;
    }

    @Override
    Object constant() {
      return value;
    }
  }

  /// A constant container: each use gets its own.
  static final class Fresh extends Ex {
    private final Object value;

    Fresh(Object value) {
      this.value = value;
    }

    @Override
    Object eval(Frame f) {
      return copy(value);
    }

    @Override
    Object constant() {
      return copy(value);
    }

    private static Object copy(Object value) {
      return switch (value) {
        case PyTuple t -> {
          Object[] items = t.toArray();
          for (int i = 0; i < items.length; i++) {
            items[i] = copy(items[i]);
          }
          yield PyTuple.wrap(items);
        }
        case PyList l -> {
          PyList copy = new PyList(l.size());
          for (Object item : l) {
            copy.add(copy(item));
          }
          yield copy;
        }
        case PyDict d -> {
          PyDict copy = new PyDict();
          d.forEach((key, item) -> copy.set(key, copy(item)));
          yield copy;
        }
        default -> value;
      };
    }
  }

  /// Expressions in a row.
  abstract static class Row extends Ex {
    private final Ex[] items;
    private final boolean constant;

    Row(Ex[] items) {
      this.items = items;
      this.constant = allConstant(items);
    }

    abstract Object of(Object[] values);

    @Override
    final Object eval(Frame f) {
      return of(evalAll(items, f));
    }

    @Override
    final @Nullable Object constant() {
      Object[] values = constant ? constants(items) : null;
      return values == null ? null : of(values);
    }
  }

  /// A tuple of expressions.
  static final class Tuple extends Row {
    Tuple(Ex[] items) {
      super(items);
    }

    @Override
    Object of(Object[] values) {
      return PyTuple.wrap(values);
    }
  }

  /// A list of expressions.
  static final class ListOf extends Row {
    ListOf(Ex[] items) {
      super(items);
    }

    @Override
    Object of(Object[] values) {
      return PyList.of(values);
    }
  }

  /// A dict of expressions.
  static final class Dict extends Ex {
    private final int pos;
    private final Ex[] keys;
    private final Ex[] values;
    private final boolean constant;

    Dict(int pos, Ex[] keys, Ex[] values) {
      this.pos = pos;
      this.keys = keys;
      this.values = values;
      this.constant = allConstant(keys) && allConstant(values);
    }

    @Override
    Object eval(Frame f) {
      try {
        PyDict dict = new PyDict();
        for (int i = 0; i < keys.length; i++) {
          dict.set(keys[i].eval(f), values[i].eval(f));
        }
        return dict;
      } catch (RenderError e) {
        throw e.at(f.source, pos);
      }
    }

    @Override
    @Nullable Object constant() {
      Object[] k = constant ? constants(keys) : null;
      Object[] v = k == null ? null : constants(values);
      if (k == null || v == null) {
        return null;
      }
      PyDict dict = new PyDict();
      for (int i = 0; i < k.length; i++) {
        dict.set(k[i], v[i]);
      }
      return dict;
    }
  }

  /// A slice among other keys.
  static final class SliceValue extends Ex {
    private final Ex start;
    private final Ex stop;
    private final Ex step;

    SliceValue(Ex start, Ex stop, Ex step) {
      this.start = start;
      this.stop = stop;
      this.step = step;
    }

    @Override
    Object eval(Frame f) {
      return new PySlice(start.eval(f), stop.eval(f), step.eval(f));
    }
  }

  static Object[] evalAll(Ex[] items, Frame f) {
    Object[] values = new Object[items.length];
    for (int i = 0; i < items.length; i++) {
      values[i] = items[i].eval(f);
    }
    return values;
  }

  static boolean allConstant(Ex[] items) {
    for (Ex item : items) {
      boolean constant =
          switch (item) {
            case Const _, Fresh _ -> true;
            case Row r -> r.constant;
            case Dict d -> d.constant;
            default -> false;
          };
      if (!constant) {
        return false;
      }
    }
    return true;
  }

  /// The constants of all of them, or null.
  static Object @Nullable [] constants(Ex[] items) {
    Object[] values = new Object[items.length];
    for (int i = 0; i < items.length; i++) {
      Object value = items[i].constant();
      if (value == null) {
        return null;
      }
      values[i] = value;
    }
    return values;
  }
}
