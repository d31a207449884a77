package dev.fulgur.jinja.runtime;

/// An object of the engine that prints otherwise than `repr` shows it.
public interface TextObject extends PyObject {

  String text();
}
