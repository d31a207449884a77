package dev.fulgur.jinja.compile;

/// Whether output is escaped where a node stands: known when the template is compiled, unless an
/// `autoescape` block around it depends on a variable.
enum Escaping {
  OFF,
  ON,
  /// The context knows.
  VOLATILE;

  boolean isOn(Frame f) {
    return this == ON || (this == VOLATILE && f.context.autoescape());
  }
}
