package dev.fulgur.jinja.runtime;

/// An object of the engine that has a length.
public interface Sized extends PyObject {

  int size();
}
