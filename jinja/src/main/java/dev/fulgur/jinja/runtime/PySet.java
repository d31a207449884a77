package dev.fulgur.jinja.runtime;

import java.util.AbstractSet;
import java.util.Collection;
import java.util.Iterator;

/// A set that a template made, in the order in which its items came. Sets of the host are any other
/// [java.util.Set].
public final class PySet extends AbstractSet<Object> {

  private final PyDict items = new PyDict();

  public PySet() {}

  /// A set of the host's items.
  public static PySet copyOf(Collection<?> host) {
    PySet set = new PySet();
    for (Object item : host) {
      set.items.set(Values.of(item), None.NONE);
    }
    return set;
  }

  @Override
  public boolean add(Object item) {
    if (items.has(item)) {
      return false;
    }
    items.set(item, None.NONE);
    return true;
  }

  boolean has(Object item) {
    return items.has(item);
  }

  boolean drop(Object item) {
    return items.take(item) != null;
  }

  @Override
  public void clear() {
    items.clear();
  }

  @Override
  public int size() {
    return items.size();
  }

  @Override
  public Iterator<Object> iterator() {
    return items.keySet().iterator();
  }
}
