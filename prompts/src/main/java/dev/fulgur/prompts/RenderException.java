package dev.fulgur.prompts;

import dev.fulgur.jinja.JinjaException;

/// A template that does not parse, or whose rendering failed. The message says where in the
/// template, with the line itself.
public final class RenderException extends PromptException {
  private static final long serialVersionUID = 1L;
  private final String id;
  private final String version;
  private final String pythonClass;
  private final String reason;
  private final int line;
  private final int column;

  /// What went wrong with a template.
  public RenderException(TemplateSpec spec, JinjaException cause) {
    super("The template " + quote(spec.id()) + " cannot be rendered: " + cause.getMessage(), cause);
    this.id = spec.id();
    this.version = spec.version();
    this.pythonClass = cause.pythonClass();
    this.reason = cause.reason();
    this.line = cause.line();
    this.column = cause.column();
  }

  /// The id of the template that was to be rendered.
  public String id() {
    return id;
  }

  /// Its version.
  public String version() {
    return version;
  }

  /// The name of the class that Python's Jinja2, or Python itself, raises for this:
  /// `UndefinedError`, `TemplateSyntaxError`, `TypeError`.
  public String pythonClass() {
    return pythonClass;
  }

  /// What is wrong, without the place.
  public String reason() {
    return reason;
  }

  /// The line of the template, from 1, or 0 where no template was at work yet.
  public int line() {
    return line;
  }

  /// The column in the line, in code points from 1, or 0 where it is not known.
  public int column() {
    return column;
  }
}
