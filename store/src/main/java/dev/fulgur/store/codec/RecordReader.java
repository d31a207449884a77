package dev.fulgur.store.codec;

import static dev.fulgur.store.codec.BigEndian.INT;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.Arrays;
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
/// depends on a transaction.
///
/// A reader is reused for one record after the other, by one thread at a time. All read methods
/// throw [MalformedData] when the bytes are not what was asked for; the reader is then good for
/// nothing but the next load.
///
/// Source: the MessagePack specification; the checksum is described at [RecordWriter].
public final class RecordReader extends MessagePackReader {

  // Bytes that may be read past the end, so that eight at a time can be compared.
  private static final int SLACK_BYTES = 8;
  // The longest record whose buffer is kept for the next one.
  private static final int KEPT_BYTES = 64 << 10;
  private static final int MAX_BYTES = Integer.MAX_VALUE - 1024;
  // The longest text that is kept to be answered again.
  private static final int LONGEST_KEPT = 512;

  private final CRC32C checksum = new CRC32C();
  private @Nullable RepeatedTexts repeated;
  private byte[] kept;
  private byte[] packed = new byte[0];
  private boolean sealed;

  // What readSameText read last.
  private final byte[] last = new byte[LONGEST_KEPT];
  private int lastBytes;
  private String lastText = "";

  /// A reader without a record.
  public RecordReader() {
    super(new byte[1024]);
    kept = bytes;
  }

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

  /// Reads a text that is likely to be the one that this method read before, such as the path that
  /// a run of records shares: it is then the same `String` again.
  public String readSameText() {
    int at = position;
    int length = textLength();
    if (Arrays.equals(last, 0, lastBytes, bytes, position, position + length)) {
      position += length;
      return lastText;
    }
    position = at;
    String text = readText();
    if (length <= LONGEST_KEPT) {
      System.arraycopy(bytes, position - length, last, 0, length);
      lastBytes = length;
      lastText = text;
    }
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
}
