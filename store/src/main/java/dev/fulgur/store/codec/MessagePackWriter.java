package dev.fulgur.store.codec;

import static dev.fulgur.store.codec.BigEndian.INT;
import static dev.fulgur.store.codec.BigEndian.LONG;
import static dev.fulgur.store.codec.BigEndian.SHORT;

import java.time.Instant;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/// Writes MessagePack values into a buffer that grows; what a buffer holds, and how a record stands
/// in it, is [RecordWriter]'s.
///
/// Values take the form that Python's msgpack gives them with `use_bin_type`: integers and lengths
/// in the smallest form, floats in 64 bits, bytes as `bin`, `Instant` as the timestamp extension.
///
/// Source: the MessagePack specification.
public abstract sealed class MessagePackWriter permits RecordWriter {

  static final int FIRST_BYTES = 1 << 10;
  private static final int MAX_BYTES = Integer.MAX_VALUE - 1024;

  byte[] bytes = new byte[FIRST_BYTES];
  int size;

  // How many values the record still announces, and whether one came when none was left: at its
  // end they say whether its headers and entries agree. Only as many containers as there are could
  // nest too deep.
  long announced;
  boolean surplus;
  int containers;

  MessagePackWriter() {}

  /// Notes that a value begins, in which `parts` more are to come.
  final void began(long parts) {
    if (announced == 0) {
      surplus = true;
    }
    announced += parts - 1;
  }

  /// Writes nil.
  public final void writeNil() {
    began(0);
    ensure(1);
    bytes[size++] = (byte) 0xC0;
  }

  /// Writes true or false.
  public final void writeBoolean(boolean value) {
    began(0);
    ensure(1);
    bytes[size++] = (byte) (value ? 0xC3 : 0xC2);
  }

  /// Writes an integer in its smallest form.
  public final void writeLong(long value) {
    began(0);
    ensure(9);
    if (value >= 0) {
      unsigned(value);
    } else if (value >= -32) {
      bytes[size++] = (byte) value;
    } else if (value >= Byte.MIN_VALUE) {
      bytes[size] = (byte) 0xD0;
      bytes[size + 1] = (byte) value;
      size += 2;
    } else if (value >= Short.MIN_VALUE) {
      head16(0xD1, (int) value);
    } else if (value >= Integer.MIN_VALUE) {
      head32(0xD2, (int) value);
    } else {
      head64(0xD3, value);
    }
  }

  /// Writes the 64 bits as an unsigned integer in its smallest form.
  public final void writeUnsignedLong(long bits) {
    began(0);
    ensure(9);
    unsigned(bits);
  }

  private void unsigned(long bits) {
    if (bits < 0 || bits > 0xFFFF_FFFFL) {
      head64(0xCF, bits);
    } else if (bits < 0x80) {
      bytes[size++] = (byte) bits;
    } else if (bits <= 0xFF) {
      bytes[size] = (byte) 0xCC;
      bytes[size + 1] = (byte) bits;
      size += 2;
    } else if (bits <= 0xFFFF) {
      head16(0xCD, (int) bits);
    } else {
      head32(0xCE, (int) bits);
    }
  }

  /// Writes a float of 64 bits.
  public final void writeDouble(double value) {
    began(0);
    ensure(9);
    head64(0xCB, Double.doubleToRawLongBits(value));
  }

  /// Writes a text.
  ///
  /// @throws UnencodableValue if it has a lone surrogate
  public final void writeText(String text) {
    began(0);
    int chars = text.length();
    if (chars <= 10) {
      // At most 30 bytes of UTF-8, so the header is one byte.
      ensure(31);
      int textAt = size + 1;
      int textEnd = Utf8.encode(text, bytes, textAt);
      bytes[size] = (byte) (0xA0 | (textEnd - textAt));
      size = textEnd;
      return;
    }
    long length = Utf8.length(text);
    ensure(5 + length);
    if (length < 32) {
      bytes[size++] = (byte) (0xA0 | (int) length);
    } else {
      header(0xD9, (int) length);
    }
    size = Utf8.encode(text, bytes, size);
  }

  /// Writes a text, or nil for null.
  public final void writeTextOrNil(@Nullable String text) {
    if (text == null) {
      writeNil();
    } else {
      writeText(text);
    }
  }

  /// Writes bytes.
  public final void writeBytes(byte[] value) {
    began(0);
    ensure(5L + value.length);
    header(0xC4, value.length);
    raw(value);
  }

  /// Writes the header of a map with `entries` entries, each a key and a value to be written next.
  public final void writeMapHeader(int entries) {
    containerHeader(0x80, 0xDE, entries, 2L * entries);
  }

  /// Writes the header of an array of `elements` values to be written next.
  public final void writeArrayHeader(int elements) {
    containerHeader(0x90, 0xDC, elements, elements);
  }

  private void containerHeader(int small, int large, int count, long parts) {
    if (count < 0) {
      throw new IllegalArgumentException("A container cannot have " + count + " parts.");
    }
    began(parts);
    containers++;
    ensure(5);
    if (count < 16) {
      bytes[size++] = (byte) (small | count);
    } else if (count <= 0xFFFF) {
      head16(large, count);
    } else {
      head32(large + 1, count);
    }
  }

  /// Writes a point in time as the timestamp extension, in its smallest form.
  public final void writeTimestamp(Instant time) {
    began(0);
    ensure(15);
    long seconds = time.getEpochSecond();
    int nanos = time.getNano();
    if (seconds >>> 34 != 0) {
      bytes[size] = (byte) 0xC7;
      bytes[size + 1] = 12;
      bytes[size + 2] = Ext.TIMESTAMP;
      INT.set(bytes, size + 3, nanos);
      LONG.set(bytes, size + 7, seconds);
      size += 15;
    } else if (nanos != 0 || seconds > 0xFFFF_FFFFL) {
      bytes[size] = (byte) 0xD7;
      bytes[size + 1] = Ext.TIMESTAMP;
      LONG.set(bytes, size + 2, ((long) nanos << 34) | seconds);
      size += 10;
    } else {
      bytes[size] = (byte) 0xD6;
      bytes[size + 1] = Ext.TIMESTAMP;
      INT.set(bytes, size + 2, (int) seconds);
      size += 6;
    }
  }

  /// Writes an extension value.
  public final void writeExt(Ext value) {
    began(0);
    byte[] data = value.array();
    int length = data.length;
    ensure(6L + length);
    if (length == 1 || length == 2 || length == 4 || length == 8 || length == 16) {
      bytes[size++] = (byte) (0xD4 + Integer.numberOfTrailingZeros(length));
    } else {
      header(0xC7, length);
    }
    bytes[size++] = value.type();
    raw(data);
  }

  /// Writes any value of the types that [RecordReader#readValue] gives, and any other `Number` of
  /// integer or float type; the values of a `Map` in its own order.
  ///
  /// @throws UnencodableValue if it, or a part of it, has another type, is an integer beyond 64
  ///   bits, a text with a lone surrogate, or containers nest deeper than [RecordReader#MAX_DEPTH]
  public final void writeValue(@Nullable Object value) {
    AnyValue.write(this, value, 0);
  }

  /// The header of texts, bytes and extensions: a first byte for lengths of 8 bits, its two
  /// successors for 16 and 32.
  private void header(int first, int length) {
    if (length <= 0xFF) {
      bytes[size] = (byte) first;
      bytes[size + 1] = (byte) length;
      size += 2;
    } else if (length <= 0xFFFF) {
      head16(first + 1, length);
    } else {
      head32(first + 2, length);
    }
  }

  private void head16(int first, int value) {
    bytes[size] = (byte) first;
    SHORT.set(bytes, size + 1, (short) value);
    size += 3;
  }

  private void head32(int first, int value) {
    bytes[size] = (byte) first;
    INT.set(bytes, size + 1, value);
    size += 5;
  }

  private void head64(int first, long value) {
    bytes[size] = (byte) first;
    LONG.set(bytes, size + 1, value);
    size += 9;
  }

  final void raw(byte[] value) {
    System.arraycopy(value, 0, bytes, size, value.length);
    size += value.length;
  }

  final void ensure(long more) {
    long needed = size + more;
    if (needed > bytes.length) {
      grow(needed);
    }
  }

  private void grow(long needed) {
    if (needed > MAX_BYTES) {
      throw new UnencodableValue("its record is over 2 GiB");
    }
    bytes = Arrays.copyOf(bytes, (int) Math.min(MAX_BYTES, Math.max(needed, 2L * bytes.length)));
  }
}
