package dev.fulgur.store.codec;

import java.math.BigInteger;
import java.time.DateTimeException;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/// Reads MessagePack values out of a buffer, from the front to the back; what a buffer holds, and
/// how a record stands in it, is [RecordReader]'s.
///
/// Generic values nest at most [#MAX_DEPTH] deep. Only decoded values are allocated. All read
/// methods throw [MalformedData] when the bytes are not what was asked for.
///
/// Source: the MessagePack specification.
public abstract sealed class MessagePackReader extends RecordBytes permits RecordReader {

  /// How deep the containers inside one generic value may nest.
  public static final int MAX_DEPTH = 256;

  private final TextDecoder texts = new TextDecoder();

  MessagePackReader(byte[] bytes) {
    super(bytes);
  }

  /// Bytes from the beginning of the record to what is read next.
  public final int offset() {
    return position - start;
  }

  /// Whether everything has been read, save the checksum.
  public final boolean atEnd() {
    return position == end;
  }

  /// Checks that everything has been read, save the checksum.
  public final void readEnd() {
    if (position != end) {
      throw malformed(position, (end - position) + " bytes left over");
    }
  }

  /// The type of what is read next.
  public final ValueType peek() {
    if (position >= end) {
      throw cutShort();
    }
    return typeOf(position, bytes[position] & 0xFF);
  }

  /// Reads a map's header and returns its number of entries, never more than the bytes left can
  /// hold.
  public final int readMapHeader() {
    int at = position;
    int b = next();
    return switch (b) {
      case 0xDE -> count(at, unsigned16(), 2);
      case 0xDF -> count(at, unsigned32(), 2);
      default -> {
        if ((b & 0xF0) != 0x80) {
          throw wrongType(at, "a map");
        }
        yield count(at, b & 0x0F, 2);
      }
    };
  }

  /// Reads an array's header and returns its number of elements, never more than the bytes left can
  /// hold.
  public final int readArrayHeader() {
    int at = position;
    int b = next();
    return switch (b) {
      case 0xDC -> count(at, unsigned16(), 1);
      case 0xDD -> count(at, unsigned32(), 1);
      default -> {
        if ((b & 0xF0) != 0x90) {
          throw wrongType(at, "an array");
        }
        yield count(at, b & 0x0F, 1);
      }
    };
  }

  /// Reads a text.
  public final String readText() {
    int at = position;
    // What does not begin with the byte of a short text has a length over 31 here.
    int length = at < end ? bytes[at] ^ 0xFFFF_FFA0 : -1;
    return length >>> 5 == 0 && length < end - at ? shortText(at + 1, length) : text(textLength());
  }

  final String shortText(int from, int length) {
    position = from + length;
    return TextDecoder.isAscii(bytes, from, length)
        ? TextDecoder.ascii(bytes, from, length)
        : decode(from, length);
  }

  final String decode(int from, int length) {
    return texts.decode(bytes, from, length, "record", start);
  }

  /// Reads a text or nil, which is null.
  public final @Nullable String readTextOrNull() {
    return readNil() ? null : readText();
  }

  /// Reads bytes.
  public final byte[] readBytes() {
    int at = position;
    int b = next();
    return switch (b) {
      case 0xC4 -> bytes(unsigned8());
      case 0xC5 -> bytes(unsigned16());
      case 0xC6 -> bytes(unsigned32());
      default -> throw wrongType(at, "bytes");
    };
  }

  /// Goes past a nil, if one is next, and tells whether it was there.
  public final boolean readNil() {
    if (position < end && bytes[position] == (byte) 0xC0) {
      position++;
      return true;
    }
    return false;
  }

  /// Reads true or false.
  public final boolean readBoolean() {
    int at = position;
    int b = next();
    if ((b & 0xFE) != 0xC2) {
      throw wrongType(at, "a boolean");
    }
    return b == 0xC3;
  }

  /// Reads an integer.
  ///
  /// @throws MalformedData also if it is above `Long.MAX_VALUE`
  public final long readLong() {
    int at = position;
    int b = next();
    if (b < 0x80) {
      return b;
    }
    long value = integer(at, b);
    if (b == 0xCF && value < 0) {
      throw malformed(
          at, "the integer " + Long.toUnsignedString(value) + " where a signed one is wanted");
    }
    return value;
  }

  /// Reads an integer from 0 to 2^64 - 1 as the 64 bits of an unsigned long.
  ///
  /// @throws MalformedData also if it is negative
  public final long readUnsignedLong() {
    int at = position;
    int b = next();
    if (b < 0x80) {
      return b;
    }
    long value = integer(at, b);
    if (b != 0xCF && value < 0) {
      throw malformed(at, "the integer " + value + " where an unsigned one is wanted");
    }
    return value;
  }

  /// Reads an integer of 32 bits.
  ///
  /// @throws MalformedData also if it does not fit
  public final int readInt() {
    int at = position;
    long value = readLong();
    if (value != (int) value) {
      throw malformed(at, "the integer " + value + " where one of 32 bits is wanted");
    }
    return (int) value;
  }

  /// Reads a float, or an integer, which is rounded to the nearest double.
  public final double readDouble() {
    int at = position;
    int b = next();
    return switch (b) {
      case 0xCB -> Double.longBitsToDouble(signed64());
      case 0xCA -> Float.intBitsToFloat(signed32());
      default -> {
        if (typeOf(at, b) != ValueType.INTEGER) {
          throw wrongType(at, "a number");
        }
        long value = integer(at, b);
        yield b == 0xCF && value < 0 ? unsigned(value).doubleValue() : value;
      }
    };
  }

  /// Reads any value.
  ///
  /// Nil is null; integers are `Long`, or `BigInteger` above `Long.MAX_VALUE`; floats are `Double`;
  /// text is `String`; bytes are `byte[]`; arrays are `ArrayList` and maps `LinkedHashMap`, both
  /// the caller's own; timestamps are `Instant`, other extensions [Ext]. Of equal keys in one map
  /// the last value stays. Keys of maps are of the types that are not containers or extensions.
  ///
  /// @throws MalformedData also if containers nest deeper than [#MAX_DEPTH]
  public final @Nullable Object readValue() {
    return AnyValue.read(this, 0);
  }

  /// An integer as [#readValue] answers it.
  final Object readInteger() {
    int at = position;
    int b = next();
    long value = integer(at, b);
    return b == 0xCF && value < 0 ? unsigned(value) : (Object) value;
  }

  /// An extension as [#readValue] answers it.
  final Object readExtension() {
    int at = position;
    int b = next();
    int length =
        switch (b) {
          case 0xC7 -> covered(at, unsigned8());
          case 0xC8 -> covered(at, unsigned16());
          case 0xC9 -> covered(at, unsigned32());
          default -> 1 << (b - 0xD4);
        };
    byte type = (byte) next();
    byte[] data = bytes(length);
    if (type != Ext.TIMESTAMP) {
      return Ext.owning(type, data);
    }
    try {
      return AnyValue.timestamp(data);
    } catch (DateTimeException e) {
      throw malformed(at, String.valueOf(e.getMessage()));
    }
  }

  /// Goes past any value, without looking into its texts.
  ///
  /// @throws MalformedData also if containers nest deeper than [#MAX_DEPTH]
  public final void skipValue() {
    skip(0);
  }

  private void skip(int depth) {
    int at = position;
    int b = next();
    switch (typeOf(at, b)) {
      case NIL, BOOLEAN -> {}
      case INTEGER -> {
        if (b >= 0xCC && b <= 0xD3) {
          pass(at, 1 << (b & 3));
        }
      }
      case FLOAT -> pass(at, b == 0xCB ? 8 : 4);
      case TEXT -> {
        position = at;
        int length = textLength();
        position += length;
      }
      case BYTES -> pass(at, b == 0xC4 ? unsigned8() : b == 0xC5 ? unsigned16() : unsigned32());
      case EXTENSION ->
          pass(
              at,
              1
                  + switch (b) {
                    case 0xC7 -> unsigned8();
                    case 0xC8 -> unsigned16();
                    case 0xC9 -> unsigned32();
                    default -> 1L << (b - 0xD4);
                  });
      case ARRAY -> {
        position = at;
        checkDepth(depth);
        for (int left = readArrayHeader(); left > 0; left--) {
          skip(depth + 1);
        }
      }
      case MAP -> {
        position = at;
        checkDepth(depth);
        for (int left = readMapHeader(); left > 0; left--) {
          skip(depth + 1);
          skip(depth + 1);
        }
      }
    }
  }

  private ValueType typeOf(int at, int b) {
    if (b < 0x80 || b >= 0xE0) {
      return ValueType.INTEGER;
    }
    if (b < 0xC0) {
      return b < 0x90 ? ValueType.MAP : b < 0xA0 ? ValueType.ARRAY : ValueType.TEXT;
    }
    return switch (b) {
      case 0xC0 -> ValueType.NIL;
      case 0xC2, 0xC3 -> ValueType.BOOLEAN;
      case 0xC4, 0xC5, 0xC6 -> ValueType.BYTES;
      case 0xC7, 0xC8, 0xC9, 0xD4, 0xD5, 0xD6, 0xD7, 0xD8 -> ValueType.EXTENSION;
      case 0xCA, 0xCB -> ValueType.FLOAT;
      case 0xD9, 0xDA, 0xDB -> ValueType.TEXT;
      case 0xDC, 0xDD -> ValueType.ARRAY;
      case 0xDE, 0xDF -> ValueType.MAP;
      case 0xC1 -> throw malformed(at, "the byte c1, which MessagePack never uses");
      default -> ValueType.INTEGER;
    };
  }

  /// The integer whose first byte was just read; unsigned 64-bit ones as their bits.
  private long integer(int at, int b) {
    if (b < 0x80 || b >= 0xE0) {
      return (byte) b;
    }
    return switch (b) {
      case 0xCC -> unsigned8();
      case 0xCD -> unsigned16();
      case 0xCE -> unsigned32();
      case 0xCF, 0xD3 -> signed64();
      case 0xD0 -> (byte) next();
      case 0xD1 -> (short) unsigned16();
      case 0xD2 -> signed32();
      default -> throw wrongType(at, "an integer");
    };
  }

  private static BigInteger unsigned(long bits) {
    return BigInteger.valueOf(bits & Long.MAX_VALUE).setBit(63);
  }

  final int textLength() {
    int at = position;
    int b = next();
    if ((b & 0xE0) == 0xA0) {
      return covered(at, b & 0x1F);
    }
    return switch (b) {
      case 0xD9 -> covered(at, unsigned8());
      case 0xDA -> covered(at, unsigned16());
      case 0xDB -> covered(at, unsigned32());
      default -> throw wrongType(at, "text");
    };
  }

  private String text(int length) {
    int from = position;
    position = from + length;
    return decode(from, length);
  }

  private byte[] bytes(long length) {
    int covered = covered(position, length);
    byte[] copy = new byte[covered];
    System.arraycopy(bytes, position, copy, 0, covered);
    position += covered;
    return copy;
  }

  private void pass(int at, long length) {
    position += covered(at, length);
  }

  /// Refuses a container that is next and would stand too deep.
  final void checkDepth(int depth) {
    if (depth >= MAX_DEPTH) {
      throw malformed(position, "nesting deeper than " + MAX_DEPTH);
    }
  }

  /// What is next, where another type is wanted.
  final MalformedData wrongType(String wanted) {
    return wrongType(position, wanted);
  }

  private MalformedData wrongType(int at, String wanted) {
    String found = typeOf(at, bytes[at] & 0xFF).name().toLowerCase(Locale.ROOT);
    return malformed(at, found + " where " + wanted + " is wanted");
  }
}
