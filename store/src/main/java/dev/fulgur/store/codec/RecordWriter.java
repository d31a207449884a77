package dev.fulgur.store.codec;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.time.Instant;
import java.util.Arrays;
import java.util.function.Consumer;
import java.util.zip.CRC32C;
import org.jspecify.annotations.Nullable;

/// Writes one record, a MessagePack value, into a buffer of its own that grows and is reused.
///
/// ```java
/// out.writeRecordHeader(2);
/// out.writeText("id");
/// out.writeText(id);
/// out.writeText("count");
/// out.writeLong(count);
/// ```
///
/// Values take the form that Python's msgpack gives them with `use_bin_type`: integers and lengths
/// in the smallest form, floats in 64 bits, bytes as `bin`, `Instant` as the timestamp extension.
///
/// A record of the store is *sealed*:
///
/// ```
/// record  = map header for n + 1 entries, n entries, seal
/// seal    = A4 "_crc" CE checksum          ; the map's last entry
/// checksum = CRC32C(key bytes, then all bytes of the value before CE), 4 bytes, big-endian
/// ```
///
/// So the integer that holds the checksum is the last five bytes of the value, in five bytes
/// however small it is, and the checksum covers all that stands before it.
///
/// Not safe for use by several threads at once.
///
/// Source: the MessagePack specification; CRC32C as in RFC 3720.
public final class RecordWriter {

  static final int SEAL_BYTES = 10;
  static final int CHECKSUM_BYTES = 5;
  // A4 '_' 'c' 'r' 'c' CE
  private static final long SEAL_HEAD = 0xA45F_6372_63CEL;

  private static final int FIRST_BYTES = 1 << 10;
  private static final int KEPT_BYTES = 1 << 20;
  private static final int MAX_BYTES = Integer.MAX_VALUE - 1024;

  private static final VarHandle SHORT =
      MethodHandles.byteArrayViewVarHandle(short[].class, ByteOrder.BIG_ENDIAN);
  private static final VarHandle INT =
      MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.BIG_ENDIAN);
  private static final VarHandle LONG = Fields.WORD;

  private final CRC32C checksum = new CRC32C();
  private byte[] bytes = new byte[FIRST_BYTES];
  private byte[] packed = new byte[0];
  private int size;
  private int headerBytes;
  private int recordEntries = -1;

  // How many values the record still announces, and whether one came when none was left: at its
  // end they say whether its headers and entries agree. Only as many containers as there are could
  // nest too deep.
  private long announced;
  private boolean surplus;
  private int containers;
  private final RecordReader written = new RecordReader();

  /// A writer with nothing in it.
  public RecordWriter() {}

  /// Empties the writer for the next record.
  public RecordWriter reset() {
    size = 0;
    recordEntries = -1;
    if (bytes.length > KEPT_BYTES) {
      bytes = new byte[FIRST_BYTES];
    }
    return this;
  }

  /// How many bytes have been written.
  public int size() {
    return size;
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

  /// Begins a record: the header of its map, which has `entries` entries and, once it is sealed,
  /// the checksum.
  ///
  /// @throws IllegalStateException if something has been written before
  public void writeRecordHeader(int entries) {
    if (size != 0) {
      throw new IllegalStateException("A record's header comes first; reset the writer before it.");
    }
    writeMapHeader(entries + 1);
    headerBytes = size;
    recordEntries = entries;
    announced = 2L * entries;
    surplus = false;
    containers = 0;
  }

  /// Ends a record with its checksum over `key` and what has been written.
  ///
  /// @throws IllegalStateException if the record was not begun with [#writeRecordHeader], or does
  ///   not have as many entries as were announced there
  public void seal(MemorySegment key) {
    if (recordEntries < 0) {
      throw new IllegalStateException("Only what begins with a record header can be sealed.");
    }
    if (key.byteSize() > KeyWriter.MAX_BYTES) {
      throw new IllegalArgumentException("A key has at most " + KeyWriter.MAX_BYTES + " bytes.");
    }
    int keyBytes = (int) key.byteSize();
    ensure(keyBytes + SEAL_BYTES);
    // The key is needed once, as an array, and the place of the seal is free until then.
    MemorySegment.copy(key, ValueLayout.JAVA_BYTE, 0, bytes, size, keyBytes);
    checksum.reset();
    checksum.update(bytes, size, keyBytes);
    LONG.set(bytes, size, SEAL_HEAD << 16);
    checksum.update(bytes, 0, size + SEAL_BYTES - CHECKSUM_BYTES);
    INT.set(bytes, size + SEAL_BYTES - 4, (int) checksum.getValue());
    size += SEAL_BYTES;
    if (announced != 0 || surplus || containers > RecordReader.MAX_DEPTH) {
      checkEntries();
    }
    recordEntries = -1;
  }

  /// The sealed record compressed, as a read-only view that the next write, [#reset] or [#packed]
  /// makes invalid; the record itself if it would not get shorter.
  ///
  /// @param level of zstd, from 1; a dictionary has a level of its own
  public MemorySegment packed(int level, @Nullable Dictionary dictionary) {
    int room = Packing.room(size);
    if (packed.length < room) {
      packed = new byte[Math.max(room, FIRST_BYTES)];
    }
    byte[] target = packed;
    if (target.length > KEPT_BYTES) {
      packed = new byte[0];
    }
    int length = Packing.pack(bytes, size, target, level, dictionary);
    return length < 0 ? segment() : MemorySegment.ofArray(target).asSlice(0, length).asReadOnly();
  }

  static boolean isSeal(byte[] bytes, int at) {
    return (long) LONG.get(bytes, at) >>> 16 == SEAL_HEAD;
  }

  /// A codec whose header and entries disagree must fail at its first write, not at the first read.
  private void checkEntries() {
    int values = 0;
    try {
      written.over(bytes, headerBytes, size);
      for (; !written.atEnd(); values++) {
        written.skipValue();
      }
    } catch (MalformedData e) {
      throw new IllegalStateException("What was written is no record.", e);
    }
    if (announced != 0 || surplus) {
      throw new IllegalStateException(
          "The record has "
              + (values - 2)
              + " keys and values where its header announced "
              + recordEntries
              + " of each.");
    }
  }

  /// Notes that a value begins, in which `parts` more are to come.
  private void began(long parts) {
    if (announced == 0) {
      surplus = true;
    }
    announced += parts - 1;
  }

  /// What a sequence of values leaves to be written, since it may begin containers that it does not
  /// end.
  ///
  /// @param parts how many values more are to come behind it than before it
  /// @param containers how many containers it begins
  record Balance(long parts, int containers) {}

  /// Writes a sequence of values and answers what it leaves to be written.
  Balance balanceOf(Consumer<RecordWriter> values) {
    long before = announced;
    int containersBefore = containers;
    values.accept(this);
    return new Balance(announced - before, containers - containersBefore);
  }

  /// Writes one of the phrases.
  public void writePhrase(Phrases phrases, int phrase) {
    Balance balance = phrases.balance(phrase);
    began(balance.parts() + 1);
    containers += balance.containers();
    byte[] values = phrases.bytes(phrase);
    ensure(values.length);
    raw(values);
  }

  /// Writes nil.
  public void writeNil() {
    began(0);
    ensure(1);
    bytes[size++] = (byte) 0xC0;
  }

  /// Writes true or false.
  public void writeBoolean(boolean value) {
    began(0);
    ensure(1);
    bytes[size++] = (byte) (value ? 0xC3 : 0xC2);
  }

  /// Writes an integer in its smallest form.
  public void writeLong(long value) {
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
  public void writeUnsignedLong(long bits) {
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
  public void writeDouble(double value) {
    began(0);
    ensure(9);
    head64(0xCB, Double.doubleToRawLongBits(value));
  }

  /// Writes a text.
  ///
  /// @throws UnencodableValue if it has a lone surrogate
  public void writeText(String text) {
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
  public void writeTextOrNil(@Nullable String text) {
    if (text == null) {
      writeNil();
    } else {
      writeText(text);
    }
  }

  /// Writes bytes.
  public void writeBytes(byte[] value) {
    began(0);
    ensure(5L + value.length);
    header(0xC4, value.length);
    raw(value);
  }

  /// Writes the header of a map with `entries` entries, each a key and a value to be written next.
  public void writeMapHeader(int entries) {
    containerHeader(0x80, 0xDE, entries, 2L * entries);
  }

  /// Writes the header of an array of `elements` values to be written next.
  public void writeArrayHeader(int elements) {
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
  public void writeTimestamp(Instant time) {
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
  public void writeExt(Ext value) {
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
  public void writeValue(@Nullable Object value) {
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

  private void raw(byte[] value) {
    System.arraycopy(value, 0, bytes, size, value.length);
    size += value.length;
  }

  private void ensure(long more) {
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
