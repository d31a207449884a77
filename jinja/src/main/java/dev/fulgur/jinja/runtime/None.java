package dev.fulgur.jinja.runtime;

/// Python's `None`. Java's null never stands for a value inside the engine.
public enum None {
  NONE;

  @Override
  public String toString() {
    return "None";
  }
}
