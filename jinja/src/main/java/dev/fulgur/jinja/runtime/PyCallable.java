package dev.fulgur.jinja.runtime;

/// Whatever a template can call.
public interface PyCallable {

  Object call(Context context, Args args);

  /// How `repr` shows it.
  default String describe() {
    return "<function>";
  }

  /// Python's name for its type.
  default String typeName() {
    return "function";
  }
}
