package dev.fulgur.jinja.runtime;

import java.util.AbstractList;
import java.util.Collection;
import java.util.List;
import java.util.RandomAccess;
import org.jspecify.annotations.Nullable;

/// A tuple. The host may pass one where its template needs a tuple; a list is a list.
///
/// Two tuples are equal as Python's are: `(1, 2) == (1.0, True + 1)`.
public final class PyTuple extends AbstractList<Object> implements RandomAccess {

  public static final PyTuple EMPTY = new PyTuple(new Object[0], null);

  private final Object[] items;
  private final @Nullable Shape shape;

  /// That of its items once it was asked for, else 0: a tuple that holds others many times over
  /// asks each once. Racing threads write the same.
  private int hash;

  private PyTuple(Object[] items, @Nullable Shape shape) {
    this.items = items;
    this.shape = shape;
  }

  /// A type of Python whose values are tuples with names for their items.
  ///
  /// @param typeName with its module
  /// @param showsNames whether `repr` shows the type and the names
  public record Shape(String typeName, List<String> names, boolean showsNames) {}

  /// A tuple of these values, which may be the host's.
  public static PyTuple of(Object... items) {
    Object[] values = new Object[items.length];
    for (int i = 0; i < items.length; i++) {
      values[i] = Values.of(items[i]);
    }
    return new PyTuple(values, null);
  }

  /// A tuple of the host's values, null among them.
  public static PyTuple copyOf(Collection<?> items) {
    Object[] values = items.toArray();
    for (int i = 0; i < values.length; i++) {
      values[i] = Values.of(values[i]);
    }
    return new PyTuple(values, null);
  }

  /// A tuple of these values of the engine; the array is the tuple's from now on.
  public static PyTuple wrap(Object... items) {
    return items.length == 0 ? EMPTY : new PyTuple(items, null);
  }

  /// A tuple whose items have names too.
  public static PyTuple named(Shape shape, Object... items) {
    return new PyTuple(items, shape);
  }

  /// What it is beyond a tuple, or null.
  public @Nullable Shape shape() {
    return shape;
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
    return other instanceof PyTuple && Compare.equal(this, other, null);
  }

  @Override
  public int hashCode() {
    int known = hash;
    if (known == 0) {
      known = Hashing.items(this);
      hash = known;
    }
    return known;
  }
}
