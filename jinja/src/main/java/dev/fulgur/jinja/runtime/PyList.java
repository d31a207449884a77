package dev.fulgur.jinja.runtime;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;

/// A list that a template made, or a copy of one of the host's. Its items are values of the engine.
/// Lists of the host are any other [java.util.List]; templates never change those.
public final class PyList extends ArrayList<Object> {

  public PyList() {}

  public PyList(int capacity) {
    super(capacity);
  }

  public PyList(Collection<?> items) {
    super(items);
  }

  public static PyList of(Object... items) {
    return new PyList(Arrays.asList(items));
  }

  @Override
  public void removeRange(int from, int to) {
    super.removeRange(from, to);
  }
}
