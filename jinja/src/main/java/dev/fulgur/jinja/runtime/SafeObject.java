package dev.fulgur.jinja.runtime;

/// An object of the engine that prints as safe HTML.
public interface SafeObject extends TextObject {

  default String html() {
    return text();
  }
}
