package dev.fulgur.jinja.runtime;

import org.jspecify.annotations.Nullable;

/// An object whose attributes a template may assign, from inside loops too.
public final class Namespace implements PyObject {

  private final PyDict attributes;

  public Namespace(PyDict attributes) {
    this.attributes = attributes;
  }

  public void set(String name, Object value) {
    attributes.set(name, value);
  }

  @Override
  public String typeName() {
    return "jinja2.utils.Namespace";
  }

  @Override
  public @Nullable Object attribute(Context context, String name) {
    return attributes.find(name);
  }

  @Override
  public String describe() {
    return "<Namespace " + Repr.of(attributes) + ">";
  }
}
