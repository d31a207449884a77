package dev.fulgur.jinja.runtime;

import org.jspecify.annotations.Nullable;

/// An object of the engine that has items.
public interface Indexed extends PyObject {

  /// The item of this key, or null.
  @Nullable Object item(Context context, Object key);
}
