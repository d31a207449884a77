package dev.fulgur.store.codec;

import static dev.fulgur.store.codec.BigEndian.LONG;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HashSet;

/// The field names of a record, or any closed set of short texts, prepared so that a reader tells
/// them apart without making a `String`.
///
/// A name's place in [#of] is its number. Immutable and safe for use by many threads.
public final class Fields {

  /// What [RecordReader#readField] answers for a key that is none of the fields.
  public static final int UNKNOWN = -1;

  private final String[] names;
  // The MessagePack text of each name: header byte and UTF-8.
  private final byte[][] encoded;
  // For each name three words: the first eight bytes of that text, which of their bits count, and
  // the
  // last eight bytes.
  private final long[] words;

  private Fields(String[] names) {
    this.names = names;
    int count = names.length;
    encoded = new byte[count][];
    words = new long[3 * count];
    for (int i = 0; i < count; i++) {
      byte[] text = names[i].getBytes(StandardCharsets.UTF_8);
      if (text.length > 31) {
        throw new IllegalArgumentException(
            "The field name \"" + names[i] + "\" is over 31 bytes long; use a shorter one.");
      }
      byte[] whole = new byte[text.length + 1];
      whole[0] = (byte) (0xA0 | text.length);
      System.arraycopy(text, 0, whole, 1, text.length);
      encoded[i] = whole;
      words[3 * i] = (long) LONG.get(Arrays.copyOf(whole, 8), 0);
      words[3 * i + 1] = whole.length >= 8 ? -1L : -1L << (64 - 8 * whole.length);
      words[3 * i + 2] = whole.length >= 8 ? (long) LONG.get(whole, whole.length - 8) : 0;
    }
  }

  /// The names in the order in which they are written, each at most 31 bytes of UTF-8.
  ///
  /// @throws IllegalArgumentException if a name is too long or stands there twice
  public static Fields of(String... names) {
    HashSet<String> seen = new HashSet<>();
    for (String name : names) {
      if (!seen.add(name)) {
        throw new IllegalArgumentException("The field name \"" + name + "\" stands there twice.");
      }
    }
    return new Fields(names.clone());
  }

  /// How many names there are.
  public int size() {
    return names.length;
  }

  /// The name with a number.
  public String name(int field) {
    return names[field];
  }

  /// The length of the field's text if it stands at `at`, or 0. Eight bytes must be readable there,
  /// even past the end.
  int match(int field, byte[] bytes, int at, int end) {
    return match(field, (long) LONG.get(bytes, at), bytes, at, end);
  }

  private int match(int field, long word, byte[] bytes, int at, int end) {
    if (((word ^ words[3 * field]) & words[3 * field + 1]) != 0) {
      return 0;
    }
    // The header is part of what was compared, so it says the length of both.
    int length = 1 + (int) ((word >>> 56) & 0x1F);
    if (length > end - at) {
      return 0;
    }
    return length <= 8 || matchesRest(field, length, bytes, at) ? length : 0;
  }

  private boolean matchesRest(int field, int length, byte[] bytes, int at) {
    return (long) LONG.get(bytes, at + length - 8) == words[3 * field + 2]
        && (length <= 16 || Arrays.equals(encoded[field], 8, length, bytes, at + 8, at + length));
  }

  /// The field whose text stands at `at`, or [#UNKNOWN].
  int find(byte[] bytes, int at, int end) {
    long word = (long) LONG.get(bytes, at);
    for (int field = 0; field < names.length; field++) {
      if (match(field, word, bytes, at, end) != 0) {
        return field;
      }
    }
    return UNKNOWN;
  }

  /// The field whose UTF-8, without a header, is this, or [#UNKNOWN].
  int findText(byte[] bytes, int from, int to) {
    for (int field = 0; field < encoded.length; field++) {
      byte[] text = encoded[field];
      if (Arrays.equals(text, 1, text.length, bytes, from, to)) {
        return field;
      }
    }
    return UNKNOWN;
  }

  @Override
  public String toString() {
    return "Fields" + Arrays.toString(names);
  }
}
