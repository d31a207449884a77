package dev.fulgur.jinja.compile;

import dev.fulgur.jinja.runtime.Iteration;
import dev.fulgur.jinja.runtime.Namespace;
import dev.fulgur.jinja.runtime.PyError;
import dev.fulgur.jinja.runtime.PyIterator;
import dev.fulgur.jinja.runtime.PyTuple;
import dev.fulgur.jinja.runtime.RenderError;
import java.util.Objects;

/// Where a value is assigned to.
abstract class Store {

  abstract void store(Frame f, Object value);

  /// What was stored last: for several targets a new tuple, which the loop behind a condition sees.
  abstract Object stored(Frame f);

  /// A name of this frame.
  static final class Slot extends Store {
    final int slot;

    Slot(int slot) {
      this.slot = slot;
    }

    @Override
    void store(Frame f, Object value) {
      f.slots[slot] = value;
    }

    @Override
    Object stored(Frame f) {
      return Objects.requireNonNull(f.slots[slot], "a target of a loop");
    }
  }

  /// Several targets, one for each item.
  static final class Tuple extends Store {
    private final int pos;
    private final Store[] targets;

    Tuple(int pos, Store[] targets) {
      this.pos = pos;
      this.targets = targets;
    }

    @Override
    void store(Frame f, Object value) {
      Object[] items = new Object[targets.length];
      try {
        unpack(value, items);
      } catch (RenderError e) {
        throw e.at(f.source, pos);
      }
      for (int i = 0; i < items.length; i++) {
        targets[i].store(f, items[i]);
      }
    }

    @Override
    Object stored(Frame f) {
      Object[] items = new Object[targets.length];
      for (int i = 0; i < items.length; i++) {
        items[i] = targets[i].stored(f);
      }
      return PyTuple.wrap(items);
    }

    private static void unpack(Object value, Object[] items) {
      if (!Iteration.isIterable(value)) {
        throw PyError.type("cannot unpack non-iterable " + Iteration.typeName(value) + " object");
      }
      PyIterator each = Iteration.of(value);
      for (int i = 0; i < items.length; i++) {
        Object item = each.next();
        if (item == null) {
          throw PyError.value(
              "not enough values to unpack (expected " + items.length + ", got " + i + ")");
        }
        items[i] = item;
      }
      if (each.next() != null) {
        throw PyError.value("too many values to unpack (expected " + items.length + ")");
      }
    }
  }

  /// An attribute of a namespace.
  static final class Attribute extends Store {
    private final int pos;
    private final Ex namespace;
    private final String name;

    Attribute(int pos, Ex namespace, String name) {
      this.pos = pos;
      this.namespace = namespace;
      this.name = name;
    }

    @Override
    void store(Frame f, Object value) {
      check(f).set(name, value);
    }

    @Override
    Object stored(Frame f) {
      throw new IllegalStateException("an attribute is no target of a loop");
    }

    /// The namespace, which must be one before the value is even evaluated.
    Namespace check(Frame f) {
      if (namespace.eval(f) instanceof Namespace n) {
        return n;
      }
      throw PyError.template("cannot assign attribute on non-namespace object").at(f.source, pos);
    }
  }
}
