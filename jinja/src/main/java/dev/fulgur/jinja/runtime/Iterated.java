package dev.fulgur.jinja.runtime;

/// An object of the engine that can be iterated over.
public interface Iterated extends PyObject {

  PyIterator iterator();
}
