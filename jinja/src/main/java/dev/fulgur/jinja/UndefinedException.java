package dev.fulgur.jinja;

import org.jspecify.annotations.Nullable;

/// The template used a name, an attribute or an item that is not there.
public final class UndefinedException extends TemplateRuntimeException {

  private final @Nullable String name;

  public UndefinedException(String reason, @Nullable String name, @Nullable Location location) {
    super("UndefinedError", reason, location);
    this.name = name;
  }

  /// The name that is not there, or null when it has none.
  public @Nullable String name() {
    return name;
  }
}
