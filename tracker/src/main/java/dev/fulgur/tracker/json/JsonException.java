package dev.fulgur.tracker.json;

/// A text that is no JSON.
public final class JsonException extends RuntimeException {

  private static final long serialVersionUID = 1;

  private final int position;

  JsonException(String message, int position) {
    super("%s at character %d".formatted(message, position));
    this.position = position;
  }

  /// The character at which it stops being JSON, from 0.
  public int position() {
    return position;
  }
}
