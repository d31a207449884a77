package dev.fulgur.tracker;

import java.util.Objects;

/// A text under a name, of [Metadata].
///
/// @param key the name
/// @param value the text
public record NamedText(String key, String value) implements Entity {

  /// Checks that both are there.
  public NamedText {
    Objects.requireNonNull(key, "key");
    Objects.requireNonNull(value, "value");
  }
}
