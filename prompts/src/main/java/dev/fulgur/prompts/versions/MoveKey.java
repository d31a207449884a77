package dev.fulgur.prompts.versions;

import dev.fulgur.store.KeyCodec;
import dev.fulgur.store.Range;
import dev.fulgur.store.codec.KeyReader;
import dev.fulgur.store.codec.KeyWriter;
import dev.fulgur.store.codec.Keys;

/// A move of a label, as a key: the id escaped, 0x00, the label escaped, 0x00, the number of the
/// move as u64.
///
/// @param id the id of the template
/// @param label the label
/// @param sequence the number of the move, from 1
public record MoveKey(String id, String label, long sequence) {
  /// The key's bytes.
  public static final KeyCodec<MoveKey> CODEC =
      Keys.of("(utf8,utf8,u64)", MoveKey::write, MoveKey::read);

  private static void write(MoveKey key, KeyWriter out) {
    out.beginPart();
    out.text(key.id);
    out.endPart();
    out.beginPart();
    out.text(key.label);
    out.endPart();
    out.u64(key.sequence);
  }

  private static MoveKey read(KeyReader in) {
    in.beginPart();
    String id = in.text();
    in.endPart();
    in.beginPart();
    String label = in.text();
    in.endPart();
    return new MoveKey(id, label, in.u64());
  }

  static MoveKey of(LabelKey key, long sequence) {
    return new MoveKey(key.id(), key.label(), sequence);
  }

  /// The moves of a label, the oldest first.
  static Range<MoveKey> all(LabelKey key) {
    return upTo(key, -1); // the greatest, unsigned
  }

  /// The moves of a label up to one of them, the oldest first.
  static Range<MoveKey> upTo(LabelKey key, long sequence) {
    return new Range<>(
        new MoveKey(key.id(), key.label(), 0),
        true,
        new MoveKey(key.id(), key.label(), sequence),
        true,
        null,
        null,
        false);
  }
}
