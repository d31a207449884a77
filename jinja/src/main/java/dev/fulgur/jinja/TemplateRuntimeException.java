package dev.fulgur.jinja;

import org.jspecify.annotations.Nullable;

/// Rendering failed: a wrong type, a division by zero, a key that is not there. [#pythonClass()]
/// says which.
public sealed class TemplateRuntimeException extends JinjaException permits UndefinedException {

  public TemplateRuntimeException(String pythonClass, String reason, @Nullable Location location) {
    super(pythonClass, reason, location);
  }
}
