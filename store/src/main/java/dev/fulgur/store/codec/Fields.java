package dev.fulgur.store.codec;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
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

  static final VarHandle WORD =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.BIG_ENDIAN);

  private final String[] names;
  // The MessagePack text of each name: header byte and UTF-8.
  private final byte[][] encoded;
  // The first eight bytes of that text, and which of their bits count.
  private final long[] words;
  private final long[] masks;

  private Fields(String[] names) {
    this.names = names;
    int count = names.length;
    encoded = new byte[count][];
    words = new long[count];
    masks = new long[count];
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
      words[i] = (long) WORD.get(Arrays.copyOf(whole, 8), 0);
      masks[i] = whole.length >= 8 ? -1L : -1L << (64 - 8 * whole.length);
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

  byte[] encoded(int field) {
    return encoded[field];
  }

  /// The length of the field's text if it stands at `at`, or 0. Eight bytes must be readable there,
  /// even past the end.
  int match(int field, byte[] bytes, int at, int end) {
    long word = (long) WORD.get(bytes, at);
    if (((word ^ words[field]) & masks[field]) != 0) {
      return 0;
    }
    byte[] text = encoded[field];
    int length = text.length;
    if (length > end - at) {
      return 0;
    }
    return length <= 8 || Arrays.equals(text, 8, length, bytes, at + 8, at + length) ? length : 0;
  }

  /// The field whose text stands at `at`, trying `expected` first, or [#UNKNOWN].
  int find(int expected, byte[] bytes, int at, int end) {
    for (int field = 0; field < encoded.length; field++) {
      if (field != expected && match(field, bytes, at, end) != 0) {
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
