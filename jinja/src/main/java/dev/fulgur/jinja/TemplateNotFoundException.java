package dev.fulgur.jinja;

import java.util.List;
import org.jspecify.annotations.Nullable;

/// The loader has none of the templates that were asked for.
public final class TemplateNotFoundException extends JinjaException {

  private final List<String> names;

  public TemplateNotFoundException(
      String pythonClass, String reason, List<String> names, @Nullable Location location) {
    super(pythonClass, reason, location);
    this.names = List.copyOf(names);
  }

  /// The names, in the order in which they were tried.
  public List<String> names() {
    return names;
  }
}
