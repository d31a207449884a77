package dev.fulgur.store.engine;

import dev.fulgur.store.StoreException;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.zip.CRC32C;
import org.jspecify.annotations.Nullable;

/// A note in `_schema` of a fixed length: what it says, then CRC32C over key and that u32; all
/// big-endian.
final class CheckedNote {

  /// The numbers of a note.
  static final ValueLayout.OfLong LONG =
      ValueLayout.JAVA_LONG_UNALIGNED.withOrder(ByteOrder.BIG_ENDIAN);

  private static final ValueLayout.OfInt INT =
      ValueLayout.JAVA_INT_UNALIGNED.withOrder(ByteOrder.BIG_ENDIAN);

  private final String name;
  private final byte[] nameBytes;
  private final MemorySegment key;
  private final int sizeBytes;

  /// @param name its key
  /// @param sizeBytes how long it is without the checksum
  CheckedNote(String name, int sizeBytes) {
    this.name = name;
    this.nameBytes = name.getBytes(StandardCharsets.UTF_8);
    this.key = MemorySegment.ofArray(nameBytes);
    this.sizeBytes = sizeBytes;
  }

  /// The note, or null if there is none.
  ///
  /// @throws StoreException.CorruptRecord if its checksum does not fit
  @Nullable MemorySegment read(Rows rows) {
    MemorySegment value = rows.get(Catalog.SCHEMA, key);
    if (value == null) {
      return null;
    }
    byte[] bytes = Bytes.copy(value);
    MemorySegment note = MemorySegment.ofArray(bytes);
    if (bytes.length != sizeBytes + Integer.BYTES || note.get(INT, sizeBytes) != checksum(bytes)) {
      throw new StoreException.CorruptRecord(
          Catalog.SCHEMA.name(), "\"" + name + "\"", "its checksum does not fit", null);
    }
    return note;
  }

  /// Leaves a note, whose checksum is set here.
  ///
  /// @param bytes of [#blank]
  /// @param note the same bytes, so that a commit makes no second segment of them
  void write(MutableRows rows, byte[] bytes, MemorySegment note) {
    note.set(INT, sizeBytes, checksum(bytes));
    rows.put(Catalog.SCHEMA, key, note);
  }

  /// Room for a note and its checksum.
  byte[] blank() {
    return new byte[sizeBytes + Integer.BYTES];
  }

  private int checksum(byte[] bytes) {
    CRC32C crc = new CRC32C();
    crc.update(nameBytes, 0, nameBytes.length);
    crc.update(bytes, 0, sizeBytes);
    return (int) crc.getValue();
  }
}
