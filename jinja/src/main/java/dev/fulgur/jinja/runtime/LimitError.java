package dev.fulgur.jinja.runtime;

import dev.fulgur.jinja.JinjaException;
import dev.fulgur.jinja.LimitExceededException;
import dev.fulgur.jinja.LimitExceededException.Limit;

/// A limit of the render was passed. No filter or test may catch it.
public final class LimitError extends RenderError {

  private final Limit limit;

  LimitError(Limit limit, String message) {
    super(message);
    this.limit = limit;
  }

  @Override
  public JinjaException toException() {
    return new LimitExceededException(limit, reason(), location());
  }
}
