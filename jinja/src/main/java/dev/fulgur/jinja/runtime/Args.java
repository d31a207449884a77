package dev.fulgur.jinja.runtime;

import org.jspecify.annotations.Nullable;

/// The arguments of a call: values by position, then values by name.
///
/// The arrays belong to the callee once the call is made.
public final class Args {

  private static final Object[] NO_VALUES = new Object[0];
  private static final String[] NO_NAMES = new String[0];

  public static final Args NONE = new Args(NO_VALUES, NO_NAMES, NO_VALUES);

  private final Object[] positional;
  private final String[] names;
  private final Object[] named;

  public Args(Object[] positional, String[] names, Object[] named) {
    this.positional = positional;
    this.names = names;
    this.named = named;
  }

  public static Args of(Object... positional) {
    return new Args(positional, NO_NAMES, NO_VALUES);
  }

  public int size() {
    return positional.length;
  }

  public Object get(int index) {
    return positional[index];
  }

  public Object[] positional() {
    return positional;
  }

  public int namedSize() {
    return names.length;
  }

  public String name(int index) {
    return names[index];
  }

  public Object named(int index) {
    return named[index];
  }

  /// The value given by this name, or null.
  public @Nullable Object find(String name) {
    for (int i = 0; i < names.length; i++) {
      if (names[i].equals(name)) {
        return named[i];
      }
    }
    return null;
  }

  /// The values by name, as a dict.
  public PyDict keywords() {
    PyDict dict = new PyDict();
    for (int i = 0; i < names.length; i++) {
      dict.set(names[i], named[i]);
    }
    return dict;
  }

  /// The same with one more value before all others.
  public Args prepend(Object first) {
    Object[] values = new Object[positional.length + 1];
    values[0] = first;
    System.arraycopy(positional, 0, values, 1, positional.length);
    return new Args(values, names, named);
  }

  /// The same without the first `count` values.
  public Args dropFirst(int count) {
    return new Args(
        java.util.Arrays.copyOfRange(positional, count, positional.length), names, named);
  }
}
