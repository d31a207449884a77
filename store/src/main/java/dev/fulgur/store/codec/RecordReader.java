package dev.fulgur.store.codec;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.math.BigInteger;
import java.nio.ByteOrder;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.zip.CRC32C;
import org.jspecify.annotations.Nullable;

/// Reads one record, a MessagePack value, from the front to the back.
///
/// ```java
/// int entries = in.readRecordHeader();
/// for (int i = 0; i < entries; i++) {
///   switch (in.readField(FIELDS, i)) {
///     case ID -> id = in.readText();
///     case COUNT -> count = in.readLong();
///     default -> in.skipValue();
///   }
/// }
/// ```
///
/// A load copies the record's bytes out of the segment, once, so nothing that a reader returns
/// depends on a transaction. After that only decoded values are allocated. Every length is checked
/// against the bytes that are left before it is believed; generic values nest at most [#MAX_DEPTH]
/// deep.
///
/// A reader is reused for one record after the other, by one thread at a time. All read methods
/// throw [MalformedData] when the bytes are not what was asked for; the reader is then good for
/// nothing but the next load.
///
/// Source: the MessagePack specification; the checksum is described at [RecordWriter].
public final class RecordReader {

  /// How deep the containers inside one generic value may nest.
  public static final int MAX_DEPTH = 256;

  // Bytes that may be read past the end, so that eight at a time can be compared.
  private static final int SLACK_BYTES = 8;
  // The longest record whose buffer is kept for the next one.
  private static final int KEPT_BYTES = 64 << 10;
  private static final int MAX_BYTES = Integer.MAX_VALUE - 1024;
  // A container grows past this as elements turn up, whatever length it claims.
  private static final int FIRST_CAPACITY = 32;

  private static final VarHandle SHORT =
      MethodHandles.byteArrayViewVarHandle(short[].class, ByteOrder.BIG_ENDIAN);
  private static final VarHandle INT =
      MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.BIG_ENDIAN);
  private static final VarHandle LONG = Fields.WORD;

  private final CRC32C checksum = new CRC32C();
  private final TextDecoder texts = new TextDecoder();
  private @Nullable RepeatedTexts repeated;
  private byte[] kept = new byte[1024];
  private byte[] bytes = kept;
  private byte[] packed = new byte[0];
  private int start;
  private int position;
  private int end;
  private boolean sealed;

  /// A reader without a record.
  public RecordReader() {}

  /// Loads a value as it is, with no checksum expected.
  public RecordReader load(MemorySegment value) {
    copy(null, value);
    return this;
  }

  /// Loads a sealed record and checks it against its checksum.
  ///
  /// @throws MalformedData if there is no checksum at its end, or a wrong one
  public RecordReader load(MemorySegment key, MemorySegment value) {
    copy(key, value);
    checkSeal();
    return this;
  }

  /// Loads a record that may lack the checksum if its map has exactly `bareEntries` entries; every
  /// other one must be sealed.
  ///
  /// @throws MalformedData if the record is not a map of that many entries and not sealed
  public RecordReader loadSealedOrBare(MemorySegment key, MemorySegment value, int bareEntries) {
    copy(key, value);
    if (position < end && ValueType.MAP == peek()) {
      int entries = readMapHeader();
      position = start;
      if (entries == bareEntries) {
        return this;
      }
    }
    checkSeal();
    return this;
  }

  /// Whether a value of a sealed table is compressed, so that it is to be loaded with
  /// [#loadPacked].
  public static boolean isPacked(MemorySegment value) {
    return Packing.isPacked(value);
  }

  /// The id of the dictionary that a compressed value needs, or 0 if it needs none.
  public static int dictionaryOf(MemorySegment value) {
    return Packing.dictionary(value);
  }

  /// Loads a sealed record that was compressed, and checks it against its checksum.
  ///
  /// @param dictionary the one that it needs, null if it needs none or it is not there
  /// @throws MalformedData if it is not one
  public RecordReader loadPacked(
      MemorySegment key, MemorySegment value, @Nullable Dictionary dictionary) {
    int wanted = Packing.dictionary(value);
    if (wanted != (dictionary == null ? 0 : dictionary.id())) {
      throw new MalformedData(
          "record", 2, String.format("it needs the dictionary %08x, which is not there", wanted));
    }
    int length = Packing.length(value);
    int frameBytes = (int) Math.min(value.byteSize() - Packing.HEADER_BYTES, MAX_BYTES);
    if (packed.length < frameBytes) {
      packed = new byte[Math.max(frameBytes, 256)];
    }
    byte[] frame = packed;
    if (frameBytes > KEPT_BYTES) {
      packed = new byte[0];
    }
    MemorySegment.copy(value, ValueLayout.JAVA_BYTE, Packing.HEADER_BYTES, frame, 0, frameBytes);
    place(key, length);
    Packing.unpack(frame, frameBytes, bytes, start, length, dictionary);
    checkSeal();
    return this;
  }

  /// A copy of the loaded record, checksum and all, as it was before it was compressed.
  public byte[] recordBytes() {
    return Arrays.copyOfRange(bytes, start, sealed ? end + RecordWriter.SEAL_BYTES : end);
  }

  /// Whether the loaded record carried a checksum, which was then right.
  public boolean isSealed() {
    return sealed;
  }

  /// Reads what stands in `buffer` from `from` to `to`, in place.
  void over(byte[] buffer, int from, int to) {
    bytes = buffer;
    start = from;
    position = from;
    end = to;
    sealed = false;
  }

  private void copy(@Nullable MemorySegment key, MemorySegment value) {
    long valueBytes = value.byteSize();
    if (valueBytes > MAX_BYTES) {
      throw new MalformedData("record", 0, "its " + valueBytes + " bytes are over 2 GiB");
    }
    place(key, (int) valueBytes);
    MemorySegment.copy(value, ValueLayout.JAVA_BYTE, 0, bytes, start, (int) valueBytes);
  }

  /// Makes room for a record, with its key in front of it.
  private void place(@Nullable MemorySegment key, int valueBytes) {
    start = key == null ? 0 : (int) Math.min(key.byteSize(), KeyWriter.MAX_BYTES);
    end = start + valueBytes;
    position = start;
    sealed = false;
    int needed = end + SLACK_BYTES;
    if (needed <= kept.length) {
      bytes = kept;
    } else if (needed <= KEPT_BYTES) {
      kept = new byte[Math.min(KEPT_BYTES, Integer.highestOneBit(needed) << 1)];
      bytes = kept;
    } else {
      bytes = new byte[needed];
    }
    if (key != null) {
      MemorySegment.copy(key, ValueLayout.JAVA_BYTE, 0, bytes, 0, start);
    }
  }

  private void checkSeal() {
    int trailer = end - RecordWriter.SEAL_BYTES;
    if (trailer <= start || !RecordWriter.isSeal(bytes, trailer)) {
      throw new MalformedData("record", end - start, "no checksum at its end");
    }
    int stored = (int) INT.get(bytes, end - 4);
    checksum.reset();
    checksum.update(bytes, 0, end - RecordWriter.CHECKSUM_BYTES);
    int computed = (int) checksum.getValue();
    if (stored != computed) {
      throw new MalformedData(
          "record",
          trailer - start,
          String.format("its checksum is %08x, its bytes give %08x", stored, computed));
    }
    end = trailer;
    sealed = true;
  }

  /// Bytes from the beginning of the record to what is read next.
  public int offset() {
    return position - start;
  }

  /// Whether everything has been read, save the checksum.
  public boolean atEnd() {
    return position == end;
  }

  /// Checks that everything has been read, save the checksum.
  public void readEnd() {
    if (position != end) {
      throw malformed(position, (end - position) + " bytes left over");
    }
  }

  /// The type of what is read next.
  public ValueType peek() {
    if (position >= end) {
      throw cutShort();
    }
    return typeOf(position, bytes[position] & 0xFF);
  }

  /// Reads the header of the record's own map and returns its number of entries, the checksum not
  /// counted.
  public int readRecordHeader() {
    if (!sealed) {
      return readMapHeader();
    }
    // The header counts the seal, so its bytes are there for it.
    end += RecordWriter.SEAL_BYTES;
    int entries = readMapHeader();
    end -= RecordWriter.SEAL_BYTES;
    if (entries == 0) {
      throw malformed(start, "a map without entries that ends in a checksum");
    }
    return entries - 1;
  }

  /// Reads a map's header and returns its number of entries, never more than the bytes left can
  /// hold.
  public int readMapHeader() {
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
  public int readArrayHeader() {
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

  /// Reads a map's key and returns the number of the field that it names, or [Fields#UNKNOWN] for
  /// any other key, whatever its type.
  ///
  /// @param expected the field to try first; any number will do
  public int readField(Fields fields, int expected) {
    if (expected >= 0 && expected < fields.size()) {
      int length = fields.match(expected, bytes, position, end);
      if (length != 0) {
        position += length;
        return expected;
      }
    }
    return readAnyField(fields);
  }

  private int readAnyField(Fields fields) {
    int field = fields.find(bytes, position, end);
    if (field != Fields.UNKNOWN) {
      position += 1 + (bytes[position] & 0x1F);
      return field;
    }
    if (peek() == ValueType.TEXT) {
      // A name may also stand there with a longer header than it needs.
      int length = textLength();
      position += length;
      return fields.findText(bytes, position - length, position);
    }
    skipValue();
    return Fields.UNKNOWN;
  }

  /// Goes past one of the phrases, if one is next, and returns its number, or [Phrases#NONE].
  public int readPhrase(Phrases phrases) {
    int at = position;
    int phrase = phrases.find(bytes, at, end);
    if (phrase != Phrases.NONE) {
      position = at + phrases.bytes(phrase).length;
    }
    return phrase;
  }

  /// Reads a text and returns its number in a closed set, without making a `String`.
  ///
  /// @throws MalformedData if it is none of the set
  public int readTextOf(Fields set) {
    int at = position;
    int number = set.find(bytes, at, end);
    if (number != Fields.UNKNOWN) {
      position = at + 1 + (bytes[at] & 0x1F);
      return number;
    }
    int length = textLength();
    position += length;
    number = set.findText(bytes, position - length, position);
    if (number == Fields.UNKNOWN) {
      throw malformed(at, "a text that is none of " + set);
    }
    return number;
  }

  /// Reads a text.
  public String readText() {
    int at = position;
    // What does not begin with the byte of a short text has a length over 31 here.
    int length = at < end ? bytes[at] ^ 0xFFFF_FFA0 : -1;
    return length >>> 5 == 0 && length < end - at ? shortText(at + 1, length) : text(textLength());
  }

  /// Reads a text that is likely to have come before, such as a name: a short one is then the same
  /// `String` again.
  public String readRepeatedText() {
    int at = position;
    int length = at < end ? bytes[at] ^ 0xFFFF_FFA0 : -1;
    if (length < 1 || length > RepeatedTexts.LONGEST_BYTES || length >= end - at) {
      return readText();
    }
    String text = repeated().get(bytes, at + 1, length);
    if (text == null) {
      return readText();
    }
    position = at + 1 + length;
    return text;
  }

  private RepeatedTexts repeated() {
    RepeatedTexts known = repeated;
    if (known == null) {
      known = new RepeatedTexts();
      repeated = known;
    }
    return known;
  }

  private String shortText(int from, int length) {
    position = from + length;
    return TextDecoder.isAscii(bytes, from, length)
        ? TextDecoder.ascii(bytes, from, length)
        : decode(from, length);
  }

  private String decode(int from, int length) {
    return texts.decode(bytes, from, length, "record", start);
  }

  /// Reads a text or nil, which is null.
  public @Nullable String readTextOrNull() {
    return readNil() ? null : readText();
  }

  /// Reads bytes.
  public byte[] readBytes() {
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
  public boolean readNil() {
    if (position < end && bytes[position] == (byte) 0xC0) {
      position++;
      return true;
    }
    return false;
  }

  /// Reads true or false.
  public boolean readBoolean() {
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
  public long readLong() {
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
  public long readUnsignedLong() {
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
  public int readInt() {
    int at = position;
    long value = readLong();
    if (value != (int) value) {
      throw malformed(at, "the integer " + value + " where one of 32 bits is wanted");
    }
    return (int) value;
  }

  /// Reads a float, or an integer, which is rounded to the nearest double.
  public double readDouble() {
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
  public @Nullable Object readValue() {
    return value(0);
  }

  private @Nullable Object value(int depth) {
    int at = position;
    int b = next();
    if (b < 0x80 || b >= 0xE0) {
      return (long) (byte) b;
    }
    if (b < 0x90) {
      return map(at, count(at, b & 0x0F, 2), depth);
    }
    if (b < 0xA0) {
      return list(at, count(at, b & 0x0F, 1), depth);
    }
    if (b < 0xC0) {
      return shortText(at + 1, covered(at, b & 0x1F));
    }
    return longValue(at, b, depth);
  }

  private @Nullable Object longValue(int at, int b, int depth) {
    return switch (typeOf(at, b)) {
      case NIL -> null;
      case BOOLEAN -> b == 0xC3;
      case INTEGER -> {
        long value = integer(at, b);
        yield b == 0xCF && value < 0 ? unsigned(value) : (Object) value;
      }
      case FLOAT ->
          b == 0xCB
              ? Double.longBitsToDouble(signed64())
              : (double) Float.intBitsToFloat(signed32());
      case TEXT -> {
        position = at;
        yield readText();
      }
      case BYTES -> {
        position = at;
        yield readBytes();
      }
      case ARRAY -> {
        position = at;
        yield list(at, readArrayHeader(), depth);
      }
      case MAP -> {
        position = at;
        yield map(at, readMapHeader(), depth);
      }
      case EXTENSION -> extension(at, b);
    };
  }

  private List<@Nullable Object> list(int at, int count, int depth) {
    checkDepth(at, depth);
    List<@Nullable Object> list = new ArrayList<>(Math.min(count, FIRST_CAPACITY));
    for (int i = 0; i < count; i++) {
      list.add(value(depth + 1));
    }
    return list;
  }

  private Map<@Nullable Object, @Nullable Object> map(int at, int count, int depth) {
    checkDepth(at, depth);
    int capacity = Math.min(count, FIRST_CAPACITY);
    Map<@Nullable Object, @Nullable Object> map = new LinkedHashMap<>(capacity + capacity / 3 + 1);
    for (int i = 0; i < count; i++) {
      Object key = key(depth + 1);
      map.put(key, value(depth + 1));
    }
    return map;
  }

  private @Nullable Object key(int depth) {
    int at = position;
    return switch (peek()) {
      case TEXT -> readText();
      case ARRAY, MAP, EXTENSION -> throw wrongType(at, "a map key that is a plain value");
      case NIL, BOOLEAN, INTEGER, FLOAT, BYTES -> value(depth);
    };
  }

  private Object extension(int at, int b) {
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
    long seconds;
    long nanos;
    switch (length) {
      case 4 -> {
        seconds = (int) INT.get(data, 0) & 0xFFFF_FFFFL;
        nanos = 0;
      }
      case 8 -> {
        long both = (long) LONG.get(data, 0);
        seconds = both & 0x3_FFFF_FFFFL;
        nanos = both >>> 34;
      }
      case 12 -> {
        seconds = (long) LONG.get(data, 4);
        nanos = (int) INT.get(data, 0) & 0xFFFF_FFFFL;
      }
      default -> throw malformed(at, "a timestamp of " + length + " bytes");
    }
    if (nanos > 999_999_999) {
      throw malformed(at, "a timestamp with " + nanos + " nanoseconds");
    }
    try {
      return Instant.ofEpochSecond(seconds, nanos);
    } catch (DateTimeException e) {
      throw malformed(at, "a timestamp " + seconds + " seconds from 1970, beyond all calendars");
    }
  }

  /// Goes past any value, without looking into its texts.
  ///
  /// @throws MalformedData also if containers nest deeper than [#MAX_DEPTH]
  public void skipValue() {
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
        checkDepth(at, depth);
        position = at;
        for (int left = readArrayHeader(); left > 0; left--) {
          skip(depth + 1);
        }
      }
      case MAP -> {
        checkDepth(at, depth);
        position = at;
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

  private int textLength() {
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

  private int next() {
    if (position >= end) {
      throw cutShort();
    }
    return bytes[position++] & 0xFF;
  }

  private int unsigned8() {
    return next();
  }

  private int unsigned16() {
    int at = take(2);
    return (short) SHORT.get(bytes, at) & 0xFFFF;
  }

  private int signed32() {
    int at = take(4);
    return (int) INT.get(bytes, at);
  }

  private long unsigned32() {
    return signed32() & 0xFFFF_FFFFL;
  }

  private long signed64() {
    int at = take(8);
    return (long) LONG.get(bytes, at);
  }

  private int take(int count) {
    int at = position;
    if (count > end - at) {
      throw cutShort();
    }
    position = at + count;
    return at;
  }

  // The checks stay small enough to be inlined everywhere; what they throw is made elsewhere.

  private int covered(int at, long length) {
    if (length > end - position) {
      throw tooLong(at, length);
    }
    return (int) length;
  }

  private int count(int at, long count, int bytesEach) {
    if (count * bytesEach > end - position) {
      throw tooMany(at, count);
    }
    return (int) count;
  }

  private MalformedData tooLong(int at, long length) {
    return malformed(
        at, "a length of " + length + " bytes where " + (end - position) + " are left");
  }

  private MalformedData tooMany(int at, long count) {
    return malformed(at, "a count of " + count + " where " + (end - position) + " bytes are left");
  }

  private void checkDepth(int at, int depth) {
    if (depth >= MAX_DEPTH) {
      throw malformed(at, "nesting deeper than " + MAX_DEPTH);
    }
  }

  private MalformedData cutShort() {
    return malformed(end, "the bytes end in the middle of a value");
  }

  private MalformedData wrongType(int at, String wanted) {
    String found = typeOf(at, bytes[at] & 0xFF).name().toLowerCase(Locale.ROOT);
    return malformed(at, found + " where " + wanted + " is wanted");
  }

  private MalformedData malformed(int at, String problem) {
    return new MalformedData("record", at - start, problem);
  }
}
