package dev.fulgur.store;

import java.nio.charset.StandardCharsets;

/// What tables, indexes and counters may be called.
final class Names {

  private static final int MAX_BYTES = 200;

  private Names() {}

  /// Answers the name; a leading underscore is the store's own.
  static String check(String name) {
    if (name.isEmpty() || name.getBytes(StandardCharsets.UTF_8).length > MAX_BYTES) {
      throw new IllegalArgumentException(
          "A name must have 1 to %d bytes of UTF-8; give \"%s\" another."
              .formatted(MAX_BYTES, name));
    }
    if (name.charAt(0) == '_' || name.indexOf('\0') >= 0) {
      throw new IllegalArgumentException(
          "The name \"%s\" begins with _, which is the store's own, or holds a NUL; choose another."
              .formatted(name));
    }
    return name;
  }
}
