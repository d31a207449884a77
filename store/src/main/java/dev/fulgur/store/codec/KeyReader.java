package dev.fulgur.store.codec;

import static dev.fulgur.store.codec.BigEndian.INT;
import static dev.fulgur.store.codec.BigEndian.LONG;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.Arrays;

/// Reads one key, part after part, as [KeyWriter] wrote it.
///
/// A load copies the key out of its segment. Every method throws [MalformedData] where the bytes
/// are not of the part asked for. Reused for one key after the other, by one thread at a time.
public final class KeyReader {

  private final byte[] bytes = new byte[KeyWriter.MAX_BYTES + 8];
  private final byte[] plain = new byte[KeyWriter.MAX_BYTES + 8];
  private final TextDecoder texts = new TextDecoder();
  private final boolean index;
  private int position;
  private int end;
  private boolean cut;
  private int parts;

  /// A reader of primary keys.
  public KeyReader() {
    this(false);
  }

  private KeyReader(boolean index) {
    this.index = index;
  }

  /// A reader of the keys that [KeyWriter#forIndex] wrote. Texts and bytes that were cut are read
  /// as what is left of them; [#wasCut] tells.
  public static KeyReader forIndex() {
    return new KeyReader(true);
  }

  /// Loads a key, of at most [KeyWriter#MAX_BYTES].
  public KeyReader load(MemorySegment key) {
    long length = key.byteSize();
    position = 0;
    end = 0;
    cut = false;
    parts = 0;
    if (length > KeyWriter.MAX_BYTES) {
      throw malformed(0, "its " + length + " bytes are over " + KeyWriter.MAX_BYTES);
    }
    MemorySegment.copy(key, ValueLayout.JAVA_BYTE, 0, bytes, 0, (int) length);
    end = (int) length;
    return this;
  }

  /// Loads a key that stands at the beginning of an array, of at most [KeyWriter#MAX_BYTES].
  public KeyReader load(byte[] key, int length) {
    position = 0;
    end = 0;
    cut = false;
    parts = 0;
    System.arraycopy(key, 0, bytes, 0, length);
    end = length;
    return this;
  }

  /// How many bytes are left.
  public int remaining() {
    return end - position;
  }

  /// Checks that everything has been read.
  public void readEnd() {
    if (position != end) {
      throw malformed(position, (end - position) + " bytes left over");
    }
  }

  /// Begins a part that was written between [KeyWriter#beginPart] and [KeyWriter#endPart].
  public void beginPart() {
    parts++;
  }

  /// Ends what [#beginPart] began.
  public void endPart() {
    if (parts == 0) {
      throw new IllegalStateException("No part of a key has been begun.");
    }
    parts--;
  }

  /// Reads an unsigned integer of 64 bits.
  public long u64() {
    int at = take(8);
    return (long) LONG.get(bytes, at);
  }

  /// Reads a signed integer of 64 bits.
  public long i64() {
    return u64() ^ Long.MIN_VALUE;
  }

  /// Reads a double.
  public double f64() {
    long ordered = u64();
    return Double.longBitsToDouble(ordered ^ ((~ordered >> 63) | Long.MIN_VALUE));
  }

  /// Reads an unsigned integer of 32 bits.
  public int u32() {
    int at = take(4);
    return (int) INT.get(bytes, at);
  }

  /// Reads one zero byte.
  public void separator() {
    int at = take(1);
    if (bytes[at] != KeyWriter.END) {
      throw malformed(at, "no separator");
    }
  }

  /// Reads a number of bytes.
  public byte[] fixed(int length) {
    int at = take(length);
    return Arrays.copyOfRange(bytes, at, position);
  }

  /// Reads the last part of a key as bytes.
  public byte[] bytes() {
    return index || parts > 0 ? bytesPart() : fixed(end - position);
  }

  /// Reads the last part of a key as text.
  public String text() {
    if (index || parts > 0) {
      return textPart();
    }
    int at = position;
    position = end;
    return texts.decode(bytes, at, end - at, "key", 0);
  }

  /// Reads a text and its end.
  public String textPart() {
    int at = position;
    int special = special(at);
    if (special < end && bytes[special] == KeyWriter.END) {
      position = special + 1;
      return texts.decode(bytes, at, special - at, "key", 0);
    }
    int length = unescape();
    // The place of an error is that of the part, since escapes have been undone before.
    return texts.decode(plain, 0, cut ? Utf8.wholeUpTo(plain, length) : length, "key", -at);
  }

  /// Reads bytes and their end.
  public byte[] bytesPart() {
    return Arrays.copyOf(plain, unescape());
  }

  /// Whether a text or bytes of this key were cut.
  public boolean wasCut() {
    return cut;
  }

  /// Where the first byte stands that ends a part or begins an escape; at least [#end] if there is
  /// none.
  private int special(int from) {
    for (int at = from; at < end; at += 8) {
      long word = (long) LONG.get(bytes, at);
      // The high bit of each byte below 2, and perhaps of bytes behind one such.
      long low = (word - 0x0202_0202_0202_0202L) & ~word & 0x8080_8080_8080_8080L;
      if (low != 0) {
        for (int i = at; i < at + 8; i++) {
          if (bytes[i] == KeyWriter.END || bytes[i] == KeyWriter.ESCAPE) {
            return i;
          }
        }
      }
    }
    return end;
  }

  /// Undoes the escapes up to the end of the part and returns the length.
  private int unescape() {
    int length = 0;
    while (true) {
      int at = take(1);
      byte b = bytes[at];
      if (b == KeyWriter.END) {
        return length;
      }
      if (b == KeyWriter.ESCAPE) {
        byte escaped = bytes[take(1)];
        if (escaped == KeyWriter.CUT && index) {
          take(KeyWriter.HASH_BYTES);
          cut = true;
          return length;
        }
        if (escaped != KeyWriter.ESCAPED_0 && escaped != KeyWriter.ESCAPED_1) {
          throw malformed(at, "an escape that is none");
        }
        b = (byte) (escaped - 1);
      }
      plain[length++] = b;
    }
  }

  private int take(int count) {
    int at = position;
    if (count > end - at) {
      throw malformed(at, "the key ends too early");
    }
    position = at + count;
    return at;
  }

  private static MalformedData malformed(int at, String problem) {
    return new MalformedData("key", at, problem);
  }
}
