package dev.fulgur.store.engine;

import dev.fulgur.store.StoreException;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.zip.CRC32C;
import org.jspecify.annotations.Nullable;

/// What `_schema` says of the log that stands before a store.
///
/// ```
/// key    = "log"
/// value  = state u8 (0 closed, 1 open), id of the log u64, sequence number of the last commit that
///          this file holds u64, CRC32C over key and these 17 bytes u32; all big-endian
/// ```
///
/// Every transaction that brings commits from the log into the file writes the number with them.
public final class LogNotes {

  /// The log of a store.
  ///
  /// @param open whether the log may hold commits that this file does not
  /// @param logId the log's id
  /// @param applied the last commit that this file holds
  public record Note(boolean open, long logId, long applied) {}

  private static final ValueLayout.OfLong LONG =
      ValueLayout.JAVA_LONG_UNALIGNED.withOrder(ByteOrder.BIG_ENDIAN);
  private static final ValueLayout.OfInt INT =
      ValueLayout.JAVA_INT_UNALIGNED.withOrder(ByteOrder.BIG_ENDIAN);
  private static final byte[] NAME = "log".getBytes(StandardCharsets.UTF_8);
  private static final MemorySegment KEY = MemorySegment.ofArray(NAME);
  private static final int CHECKED_BYTES = 17;
  private static final int VALUE_BYTES = 21;

  private LogNotes() {}

  /// The note, or null if no log ever stood before this store.
  ///
  /// @throws StoreException.CorruptRecord if its checksum does not fit
  public static @Nullable Note read(Rows rows) {
    MemorySegment value = rows.get(Catalog.SCHEMA, KEY);
    if (value == null) {
      return null;
    }
    byte[] bytes = Bytes.copy(value);
    MemorySegment note = MemorySegment.ofArray(bytes);
    if (bytes.length != VALUE_BYTES || note.get(INT, CHECKED_BYTES) != checksum(bytes)) {
      throw new StoreException.CorruptRecord(
          Catalog.SCHEMA.name(), "\"log\"", "its checksum does not fit", null);
    }
    return new Note(bytes[0] != 0, note.get(LONG, 1), note.get(LONG, 9));
  }

  /// Leaves the note.
  public static void write(MutableRows rows, Note log) {
    byte[] bytes = new byte[VALUE_BYTES];
    MemorySegment note = MemorySegment.ofArray(bytes);
    bytes[0] = (byte) (log.open() ? 1 : 0);
    note.set(LONG, 1, log.logId());
    note.set(LONG, 9, log.applied());
    note.set(INT, CHECKED_BYTES, checksum(bytes));
    rows.put(Catalog.SCHEMA, KEY, note);
  }

  private static int checksum(byte[] bytes) {
    CRC32C crc = new CRC32C();
    crc.update(NAME, 0, NAME.length);
    crc.update(bytes, 0, CHECKED_BYTES);
    return (int) crc.getValue();
  }
}
