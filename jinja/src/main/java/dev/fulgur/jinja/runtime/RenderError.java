package dev.fulgur.jinja.runtime;

import dev.fulgur.jinja.JinjaException;
import dev.fulgur.jinja.Location;
import org.jspecify.annotations.Nullable;

/// An error on its way from where it happened to whoever rendered. The innermost node that it
/// passes gives it its place. It has no stack trace: the place in the template is what tells.
public abstract sealed class RenderError extends RuntimeException
    permits PyError, LimitError, NotFoundError {

  private @Nullable Source source;
  private int pos;

  RenderError(String message) {
    super(message, null, false, false);
  }

  /// This error, at this place unless it has one already.
  public final RenderError at(Source where, int offset) {
    if (source == null) {
      source = where;
      pos = offset;
    }
    return this;
  }

  final @Nullable Location location() {
    return source == null ? null : source.at(pos);
  }

  /// The message that was given.
  public final String reason() {
    String message = getMessage();
    return message == null ? "" : message;
  }

  /// What the host gets to see.
  public abstract JinjaException toException();
}
