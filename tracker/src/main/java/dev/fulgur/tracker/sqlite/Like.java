package dev.fulgur.tracker.sqlite;

import dev.fulgur.tracker.json.Json;

/// Patterns for `LIKE ... ESCAPE '!'` in which a text stands for itself.
final class Like {

  static final String ESCAPE = " LIKE ? ESCAPE '!'";

  private Like() {}

  /// Texts that hold `text` somewhere.
  static String containing(String text) {
    return '%' + literal(text) + '%';
  }

  /// Texts that begin with `text`.
  static String beginning(String text) {
    return literal(text) + '%';
  }

  /// JSON lists that hold `text` as one of their texts.
  static String holding(String text) {
    StringBuilder quoted = new StringBuilder();
    Json.quote(quoted, text);
    return containing(quoted.toString());
  }

  private static String literal(String text) {
    return text.replace("!", "!!").replace("%", "!%").replace("_", "!_");
  }
}
