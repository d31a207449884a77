package dev.fulgur.jinja.runtime;

import dev.fulgur.jinja.JinjaException;
import dev.fulgur.jinja.TemplateNotFoundException;
import java.util.List;

/// No template of these names.
public final class NotFoundError extends RenderError {

  private final String pythonClass;
  private final List<String> names;

  private NotFoundError(String pythonClass, String message, List<String> names) {
    super(message);
    this.pythonClass = pythonClass;
    this.names = names;
  }

  public static NotFoundError one(String name) {
    return new NotFoundError("TemplateNotFound", name, List.of(name));
  }

  public static NotFoundError none(List<String> names) {
    String message =
        names.isEmpty()
            ? "Tried to select from an empty list of templates."
            : "none of the templates given were found: " + String.join(", ", names);
    return new NotFoundError("TemplatesNotFound", message, names);
  }

  @Override
  public JinjaException toException() {
    return new TemplateNotFoundException(pythonClass, reason(), names, location());
  }
}
