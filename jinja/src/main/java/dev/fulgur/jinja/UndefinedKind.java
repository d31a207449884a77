package dev.fulgur.jinja;

/// What a name, attribute or item that is not there may be used for.
public enum UndefinedKind {
  /// Prints as nothing, iterates over nothing and is false; everything else fails.
  DEFAULT("Undefined"),
  /// Like the default; its attributes and items are itself.
  CHAINABLE("ChainableUndefined"),
  /// Like the default; prints as the expression that was meant: `{{ name }}`.
  DEBUG("DebugUndefined"),
  /// Fails in every use but `is defined`, `is undefined` and the `default` filter.
  STRICT("StrictUndefined");

  private final String pythonName;

  UndefinedKind(String pythonName) {
    this.pythonName = pythonName;
  }

  /// The name of Jinja2's class.
  public String pythonName() {
    return pythonName;
  }
}
