package dev.fulgur.jinja.runtime;

import org.jspecify.annotations.Nullable;

/// An object of the engine's own: a namespace, a loop, a macro, a module.
public interface PyObject {

  /// Python's name for its type, with its module.
  String typeName();

  /// The attribute of this name, or null.
  @Nullable Object attribute(Context context, String name);

  /// How it prints.
  String describe();
}
