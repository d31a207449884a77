package dev.fulgur.jinja.compile;

/// Whether output is escaped at the place that is being compiled.
final class EscapingState {

  private boolean autoescape;
  private boolean unknown;

  EscapingState(boolean autoescape) {
    this.autoescape = autoescape;
  }

  boolean autoescape() {
    return autoescape;
  }

  /// Known only when it is rendered.
  boolean isVolatile() {
    return unknown;
  }

  Escaping current() {
    return unknown ? Escaping.VOLATILE : autoescape ? Escaping.ON : Escaping.OFF;
  }

  void set(boolean on, boolean isVolatile) {
    autoescape = on;
    unknown = isVolatile;
  }
}
