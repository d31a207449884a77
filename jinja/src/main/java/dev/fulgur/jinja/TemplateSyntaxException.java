package dev.fulgur.jinja;

/// The text is not a template: it does not parse, or it names a filter or test that is not there
/// (Python's `TemplateAssertionError`). Thrown when a template is compiled.
public final class TemplateSyntaxException extends JinjaException {

  /// An error at a place.
  ///
  /// @param pythonClass `TemplateSyntaxError` or `TemplateAssertionError`; `SyntaxError` and
  ///   `ValueError` where Python refuses what Jinja2 made of the template
  public TemplateSyntaxException(String pythonClass, String reason, Location location) {
    super(pythonClass, reason, location);
  }
}
