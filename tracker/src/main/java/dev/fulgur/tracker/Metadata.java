package dev.fulgur.tracker;

import org.jspecify.annotations.Nullable;

/// Texts by name.
public interface Metadata {

  /// The text of that name, or null.
  @Nullable String get(String key);

  /// Stores a text under a name, in place of one that may be there.
  void set(String key, String value);
}
