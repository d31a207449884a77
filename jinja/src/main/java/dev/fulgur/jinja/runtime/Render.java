package dev.fulgur.jinja.runtime;

import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// The state of one render, over all the templates that take part in it. Belongs to one thread.
public final class Render {

  private final Budget budget;
  private final Out out;
  private final boolean thawed;
  private final Map<Object, Object> modules = new HashMap<>(0);
  private @Nullable IdentityHashMap<Object, Object> copies;

  public Render(Budget budget, Out out, boolean thawed) {
    this.budget = budget;
    this.out = out;
    this.thawed = thawed;
  }

  public Budget budget() {
    return budget;
  }

  public Out out() {
    return out;
  }

  /// Whether the template works on copies of what the host passed.
  boolean thawed() {
    return thawed;
  }

  /// The modules of imported templates, each of which runs once a render.
  public Map<Object, Object> modules() {
    return modules;
  }

  /// A copy of a container of the host, the same one each time, with copies of all in it.
  public Object thaw(Object value) {
    if (!thawed
        || Values.isOwn(value)
        || !(value instanceof Map || value instanceof List || value instanceof Set)) {
      return value;
    }
    if (copies == null) {
      copies = new IdentityHashMap<>();
    }
    Object known = copies.get(value);
    return known != null ? known : copy(value, copies);
  }

  private Object copy(Object value, IdentityHashMap<Object, Object> known) {
    budget.step();
    return switch (value) {
      case PyTuple t -> {
        Object[] items = t.toArray();
        for (int i = 0; i < items.length; i++) {
          items[i] = thaw(items[i]);
        }
        PyTuple copy = PyTuple.wrap(items);
        known.put(value, copy);
        yield copy;
      }
      case List<?> l -> {
        PyList copy = new PyList(l.size());
        known.put(value, copy);
        for (Object item : l) {
          copy.add(thaw(Values.of(item)));
        }
        yield copy;
      }
      case Map<?, ?> m -> {
        PyDict copy = new PyDict();
        known.put(value, copy);
        for (Map.Entry<?, ?> e : m.entrySet()) {
          copy.set(Values.of(e.getKey()), thaw(Values.of(e.getValue())));
        }
        yield copy;
      }
      case Set<?> s -> {
        PySet copy = PySet.copyOf(s);
        known.put(value, copy);
        yield copy;
      }
      default -> value;
    };
  }

  /// Makes sure that a template may change a container: throws, so that the render starts again
  /// with copies, when it is the host's.
  static void requireOwn(Object container, Context context) {
    if (!Values.isOwn(container)) {
      if (context.render().thawed()) {
        throw PyError.type("a template cannot change this " + Types.name(container));
      }
      throw new ThawSignal();
    }
  }
}
