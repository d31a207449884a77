package dev.fulgur.store.codec;

import static dev.fulgur.store.codec.BigEndian.INT;
import static dev.fulgur.store.codec.BigEndian.LONG;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.HexFormat;

/// Writes one key, part after part, so that the unsigned order of the bytes is the order of the
/// values.
///
/// ```
/// key       = part*, last?
/// part      = u64 | i64 | f64 | u32 | fixed | separator | textPart | bytesPart | indexText
/// last      = text | bytes                  ; nothing can follow them
///
/// u64, u32  = big-endian
/// i64       = big-endian, sign bit flipped
/// f64       = IEEE 754 bits, big-endian; positive: sign bit flipped, negative: all bits flipped
/// fixed     = bytes whose number is part of the key's definition
/// separator = 00
/// text      = UTF-8
/// textPart  = UTF-8, escaped, 00
/// bytesPart = bytes, escaped, 00
/// escaped   = 00 -> 01 01, 01 -> 01 02, every other byte itself
/// indexText = textPart, if its escaped bytes are at most 200
///           | the first 200 escaped bytes (199, if the 200th would split an escape), 01 03, hash
/// hash      = the first 8 bytes of the SHA-256 of the whole UTF-8, not escaped
/// ```
///
/// Text without the characters U+0000 and U+0001 is its own escape, so a part of it looks like
/// `text 00`. The end of a part sorts before all that could stand there instead, so composites are
/// in the order of their parts. Text is in the order of its code points (not of its UTF-16 units);
/// doubles are in the order of `Double.compare`: -0.0 before 0.0, one NaN after all.
///
/// A writer made by [#forIndex] writes `indexText` for every text, last ones too, and treats bytes
/// the same way. Then every part has an end, so that a primary key may follow, and the length stays
/// bounded. Between [#beginPart] and [#endPart] last parts are ended too, but not cut. What was cut
/// is in order by what is left of it, then by hash; whoever finds such an entry compares the
/// record's own text.
///
/// Reused for one key after the other, by one thread at a time.
public final class KeyWriter {

  /// The longest key in bytes, LMDB's limit.
  public static final int MAX_BYTES = 511;

  /// How many escaped bytes of a text an index key holds before it is cut.
  public static final int INDEX_TEXT_BYTES = 200;

  static final int HASH_BYTES = 8;
  static final byte END = 0;
  static final byte ESCAPE = 1;
  static final byte ESCAPED_0 = 1;
  static final byte ESCAPED_1 = 2;
  static final byte CUT = 3;

  private static final int KEPT_BYTES = 1 << 14;
  private static final int SHOWN_BYTES = 48;

  private byte[] bytes = new byte[MAX_BYTES + 1];
  private final boolean index;
  private int size;
  private int parts;

  /// A writer of primary keys, with nothing in it.
  public KeyWriter() {
    this(false);
  }

  private KeyWriter(boolean index) {
    this.index = index;
  }

  /// A writer of index keys: it cuts long texts and bytes.
  public static KeyWriter forIndex() {
    return new KeyWriter(true);
  }

  /// Empties the writer for the next key.
  public KeyWriter reset() {
    size = 0;
    parts = 0;
    if (bytes.length > KEPT_BYTES) {
      bytes = new byte[MAX_BYTES + 1];
    }
    return this;
  }

  /// How many bytes have been written.
  public int size() {
    return size;
  }

  /// The first bytes of the key in readable form, for messages: at most 48 of them, those that are
  /// no printable text as `\xNN`.
  public String beginning() {
    int length = Utf8.wholeUpTo(bytes, Math.min(size, SHOWN_BYTES));
    StringBuilder shown = new StringBuilder(length + 16);
    for (int i = 0; i < length; ) {
      int next = i + 1;
      while (next < length && (bytes[next] & 0xC0) == 0x80) {
        next++;
      }
      boolean readable = Utf8.malformedAt(bytes, i, next) < 0 && !isControl(bytes, i, next);
      if (readable) {
        shown.append(new String(bytes, i, next - i, StandardCharsets.UTF_8));
      } else {
        for (int b = i; b < next; b++) {
          shown.append("\\x").append(HexFormat.of().toHexDigits(bytes[b]));
        }
      }
      i = next;
    }
    return shown.toString();
  }

  private static boolean isControl(byte[] bytes, int from, int to) {
    int lead = bytes[from] & 0xFF;
    return lead < ' '
        || lead == 0x7F
        || (lead == 0xC2 && to - from == 2 && bytes[from + 1] < (byte) 0xA0);
  }

  /// What has been written, as a read-only view that the next write or [#reset] makes invalid.
  public MemorySegment segment() {
    return MemorySegment.ofArray(bytes).asSlice(0, size).asReadOnly();
  }

  /// A copy of what has been written.
  public byte[] toByteArray() {
    return Arrays.copyOf(bytes, size);
  }

  /// Copies what has been written to the beginning of `target`, which must have room for it.
  public void copyTo(MemorySegment target) {
    MemorySegment.copy(bytes, 0, target, ValueLayout.JAVA_BYTE, 0, size);
  }

  /// Begins a part of a composite: texts and bytes in it get an end even where they are written as
  /// last ones, so that another part can follow.
  public KeyWriter beginPart() {
    parts++;
    return this;
  }

  /// Ends what [#beginPart] began.
  public KeyWriter endPart() {
    if (parts == 0) {
      throw new IllegalStateException("No part of a key has been begun.");
    }
    parts--;
    return this;
  }

  /// Writes an unsigned integer of 64 bits, in 8 bytes.
  public KeyWriter u64(long bits) {
    ensure(8);
    LONG.set(bytes, size, bits);
    size += 8;
    return this;
  }

  /// Writes a signed integer of 64 bits, in 8 bytes.
  public KeyWriter i64(long value) {
    return u64(value ^ Long.MIN_VALUE);
  }

  /// Writes a double, in 8 bytes.
  public KeyWriter f64(double value) {
    long bits = Double.doubleToLongBits(value);
    return u64(bits ^ ((bits >> 63) | Long.MIN_VALUE));
  }

  /// Writes an unsigned integer of 32 bits, in 4 bytes.
  public KeyWriter u32(int bits) {
    ensure(4);
    INT.set(bytes, size, bits);
    size += 4;
    return this;
  }

  /// Writes one zero byte.
  public KeyWriter separator() {
    ensure(1);
    bytes[size++] = END;
    return this;
  }

  /// Writes bytes whose number is part of the key's definition.
  public KeyWriter fixed(byte[] value) {
    ensure(value.length);
    System.arraycopy(value, 0, bytes, size, value.length);
    size += value.length;
    return this;
  }

  /// Writes bytes as the last part of a key.
  public KeyWriter bytes(byte[] value) {
    return index || parts > 0 ? bytesPart(value) : fixed(value);
  }

  /// Writes a text as the last part of a key.
  ///
  /// @throws UnencodableValue if it has a lone surrogate
  public KeyWriter text(String text) {
    return index || parts > 0 ? textPart(text) : plain(text);
  }

  /// Writes a text with its end.
  ///
  /// @throws UnencodableValue if it has a lone surrogate
  public KeyWriter textPart(String text) {
    int from = size;
    plain(text);
    return ended(from);
  }

  /// Writes bytes with their end.
  public KeyWriter bytesPart(byte[] value) {
    int from = size;
    fixed(value);
    return ended(from);
  }

  private KeyWriter plain(String text) {
    int chars = text.length();
    ensure(chars > MAX_BYTES ? Utf8.length(text) : 3L * chars);
    size = Utf8.encode(text, bytes, size);
    return this;
  }

  /// Escapes what stands from `from` on, and ends or cuts it.
  private KeyWriter ended(int from) {
    // Escapes at most double the length.
    if (!index || size - from <= INDEX_TEXT_BYTES / 2) {
      escape(from);
      return separator();
    }
    byte[] whole = Arrays.copyOfRange(bytes, from, size);
    escape(from);
    if (size - from <= INDEX_TEXT_BYTES) {
      return separator();
    }
    int end = from + INDEX_TEXT_BYTES;
    size = splitsEscape(from, end) ? end - 1 : end;
    ensure(2 + HASH_BYTES);
    bytes[size++] = ESCAPE;
    bytes[size++] = CUT;
    System.arraycopy(hash(whole), 0, bytes, size, HASH_BYTES);
    size += HASH_BYTES;
    return this;
  }

  private static byte[] hash(byte[] whole) {
    try {
      return MessageDigest.getInstance("SHA-256").digest(whole);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("Every Java runtime has SHA-256, this one does not.", e);
    }
  }

  /// Whether an escape begins right before `end`. Escapes are read from their beginning, since 01
  /// also stands second in them.
  private boolean splitsEscape(int from, int end) {
    int p = from;
    while (p < end) {
      p += bytes[p] == ESCAPE ? 2 : 1;
    }
    return p > end;
  }

  private void escape(int from) {
    int escapes = 0;
    for (int i = from; i < size; i++) {
      if ((bytes[i] & 0xFE) == 0) {
        escapes++;
      }
    }
    if (escapes == 0) {
      return;
    }
    ensure(escapes);
    int read = size - 1;
    size += escapes;
    for (int write = size - 1; read >= from; read--) {
      byte b = bytes[read];
      if ((b & 0xFE) == 0) {
        bytes[write--] = b == 0 ? ESCAPED_0 : ESCAPED_1;
        bytes[write--] = ESCAPE;
      } else {
        bytes[write--] = b;
      }
    }
  }

  private void ensure(long more) {
    long needed = size + more;
    if (needed > bytes.length) {
      if (needed > Integer.MAX_VALUE - 1024) {
        throw new IllegalArgumentException("A key of over 2 GiB was asked for.");
      }
      bytes = Arrays.copyOf(bytes, (int) Math.max(needed, 2L * bytes.length));
    }
  }
}
