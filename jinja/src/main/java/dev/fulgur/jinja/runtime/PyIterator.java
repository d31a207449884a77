package dev.fulgur.jinja.runtime;

import java.util.Iterator;
import org.jspecify.annotations.Nullable;

/// Python's iterators and generators: they give each item once. A template may hold one.
public abstract class PyIterator {
  private final String function;

  protected PyIterator() {
    this("");
  }

  /// @param function the name of the generator's function in Python, or nothing
  protected PyIterator(String function) {
    this.function = function;
  }

  /// The next item, or null at the end, and from then on.
  public abstract @Nullable Object next();

  /// How it prints, without its address.
  final String describe() {
    return typeName() + " object" + (function.isEmpty() ? "" : " " + function);
  }

  /// How Python calls it.
  public String typeName() {
    return "generator";
  }

  /// Over the host's items.
  static PyIterator over(Iterator<?> host, String typeName) {
    return new PyIterator() {
      @Override
      public @Nullable Object next() {
        return host.hasNext() ? Values.of(host.next()) : null;
      }

      @Override
      public String typeName() {
        return typeName;
      }
    };
  }
}
