package dev.fulgur.jinja.runtime;

import java.util.AbstractList;
import java.util.Collection;
import java.util.List;
import java.util.RandomAccess;

/// A tuple. The host may pass one where its template needs a tuple; a list is a list.
///
/// Two tuples are equal as Python's are: `(1, 2) == (1.0, True + 1)`.
public final class PyTuple extends AbstractList<Object> implements RandomAccess {

  public static final PyTuple EMPTY = new PyTuple(new Object[0], List.of());

  private final Object[] items;
  private final List<String> names;

  private PyTuple(Object[] items, List<String> names) {
    this.items = items;
    this.names = names;
  }

  /// A tuple of these values, which may be the host's.
  public static PyTuple of(Object... items) {
    Object[] values = new Object[items.length];
    for (int i = 0; i < items.length; i++) {
      values[i] = Values.of(items[i]);
    }
    return new PyTuple(values, List.of());
  }

  /// A tuple of the host's values, null among them.
  public static PyTuple copyOf(Collection<?> items) {
    Object[] values = items.toArray();
    for (int i = 0; i < values.length; i++) {
      values[i] = Values.of(values[i]);
    }
    return new PyTuple(values, List.of());
  }

  /// A tuple of these values of the engine; the array is the tuple's from now on.
  public static PyTuple wrap(Object... items) {
    return items.length == 0 ? EMPTY : new PyTuple(items, List.of());
  }

  /// A tuple whose items have names too.
  public static PyTuple named(List<String> names, Object... items) {
    return new PyTuple(items, names);
  }

  /// The names of its items, or none.
  public List<String> names() {
    return names;
  }

  @Override
  public Object get(int index) {
    return items[index];
  }

  @Override
  public int size() {
    return items.length;
  }

  @Override
  public Object[] toArray() {
    return items.clone();
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof PyTuple && Compare.equal(this, other);
  }

  @Override
  public int hashCode() {
    return Hashing.hash(this);
  }
}
