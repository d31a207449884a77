package dev.fulgur.prompts;

import dev.fulgur.store.KeyCodec;
import dev.fulgur.store.codec.Keys;

/// A version of a template, as a key: the id escaped, 0x00, the version.
///
/// @param id the id of the template
/// @param version the version
record VersionKey(String id, String version) {
  static final KeyCodec<VersionKey> CODEC =
      Keys.pair(Keys.UTF8, VersionKey::id, Keys.UTF8, VersionKey::version, VersionKey::new);

  /// What the original's `version_index` has for it. Other versions may have the same one: `a:b` of
  /// `1` and `a` of `b:1`.
  String joined() {
    return id + ":" + version;
  }
}
