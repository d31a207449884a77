package dev.fulgur.prompts.versions;

import org.jspecify.annotations.Nullable;

/// Who changes something, and why.
///
/// @param author who, such as `Ada <ada@example.org>`, or null
/// @param message why, or null
public record Edit(@Nullable String author, @Nullable String message) {

  /// A change that nobody signs.
  public static final Edit UNSIGNED = new Edit(null, null);

  /// @throws IllegalArgumentException if a text has a lone surrogate, which cannot be stored
  public Edit {
    check(author);
    check(message);
  }

  private static void check(@Nullable String text) {
    if (text != null && text.codePoints().anyMatch(c -> c >= 0xD800 && c <= 0xDFFF)) {
      throw new IllegalArgumentException("An author or message has a lone surrogate.");
    }
  }
}
