package dev.fulgur.jinja;

import org.jspecify.annotations.Nullable;

/// A template asked for more than its [Limits] allow. Nothing is wrong with the engine or its other
/// templates: the render ended, and its output is gone.
public final class LimitExceededException extends JinjaException {

  /// Which limit it was.
  public enum Limit {
    STEPS("TimeoutError"),
    OUTPUT("MemoryError"),
    TEXT("MemoryError"),
    INTEGER("OverflowError"),
    RANGE("OverflowError"),
    RECURSION("RecursionError");

    private final String pythonClass;

    Limit(String pythonClass) {
      this.pythonClass = pythonClass;
    }

    /// The Python exception that comes nearest.
    public String pythonClass() {
      return pythonClass;
    }
  }

  private final Limit limit;

  public LimitExceededException(Limit limit, String reason, @Nullable Location location) {
    super(limit.pythonClass(), reason, location);
    this.limit = limit;
  }

  public Limit limit() {
    return limit;
  }
}
