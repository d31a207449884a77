package dev.fulgur.store.codec;

import static dev.fulgur.store.codec.BigEndian.INT;
import static dev.fulgur.store.codec.BigEndian.LONG;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
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
public final class RecordWriter extends MessagePackWriter {

  static final int SEAL_BYTES = 10;
  static final int CHECKSUM_BYTES = 5;
  // A4 '_' 'c' 'r' 'c' CE
  private static final long SEAL_HEAD = 0xA45F_6372_63CEL;

  private static final int KEPT_BYTES = 1 << 20;

  private final CRC32C checksum = new CRC32C();
  private byte[] packed = new byte[0];
  private int headerBytes;
  private int recordEntries = -1;

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
}
