package dev.fulgur.prompts.versions;

import dev.fulgur.store.KeyCodec;
import dev.fulgur.store.codec.Keys;

/// A label of a template, as a key: the id escaped, 0x00, the label. Under the empty id, which no
/// template has, stands what is said of a label wherever it is.
///
/// @param id the id of the template
/// @param label the label
public record LabelKey(String id, String label) {
  /// The key's bytes.
  public static final KeyCodec<LabelKey> CODEC =
      Keys.pair(Keys.UTF8, LabelKey::id, Keys.UTF8, LabelKey::label, LabelKey::new);

  /// What is said of a label on all templates.
  public static LabelKey everywhere(String label) {
    return new LabelKey("", label);
  }
}
