package dev.fulgur.jinja.runtime;

/// What `x.__class__` gives: a name, and nothing that leads further.
///
/// @param qualified the name with its module, as in `<class 'datetime.date'>`
public record PyType(String qualified) {

  String simple() {
    return qualified.substring(qualified.lastIndexOf('.') + 1);
  }
}
