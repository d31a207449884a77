package dev.fulgur.store.engine;

import dev.fulgur.store.StoreException;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.zip.CRC32C;
import org.jspecify.annotations.Nullable;

/// The note that every commit of ours leaves in `_schema`: who committed last.
///
/// ```
/// key    = "commit"
/// value  = LMDB's id of the transaction that wrote it u64, generation of the definitions u64,
///          CRC32C over key and these 16 bytes u32; all big-endian
/// ```
///
/// A snapshot whose own id differs from the one in the note was last written by another program.
public final class SchemaNotes {

  /// Who committed last.
  ///
  /// @param txnId LMDB's id of the transaction
  /// @param generation rises when definitions change
  public record Commit(long txnId, long generation) {}

  private static final ValueLayout.OfLong LONG =
      ValueLayout.JAVA_LONG_UNALIGNED.withOrder(ByteOrder.BIG_ENDIAN);
  private static final ValueLayout.OfInt INT =
      ValueLayout.JAVA_INT_UNALIGNED.withOrder(ByteOrder.BIG_ENDIAN);
  private static final byte[] NAME = "commit".getBytes(StandardCharsets.UTF_8);
  private static final MemorySegment KEY = MemorySegment.ofArray(NAME);
  private static final int CHECKED_BYTES = 16;
  private static final int VALUE_BYTES = 20;

  private SchemaNotes() {}

  /// The note, or null if there is none.
  ///
  /// @throws StoreException.CorruptRecord if its checksum does not fit
  public static @Nullable Commit commit(Rows rows) {
    MemorySegment value = rows.get(Catalog.SCHEMA, KEY);
    if (value == null) {
      return null;
    }
    byte[] bytes = Bytes.copy(value);
    MemorySegment note = MemorySegment.ofArray(bytes);
    if (bytes.length != VALUE_BYTES || note.get(INT, CHECKED_BYTES) != checksum(bytes)) {
      throw new StoreException.CorruptRecord(
          Catalog.SCHEMA.name(), "\"commit\"", "its checksum does not fit", null);
    }
    return new Commit(note.get(LONG, 0), note.get(LONG, 8));
  }

  /// Leaves the note.
  public static void write(MutableRows rows, Commit commit) {
    byte[] bytes = new byte[VALUE_BYTES];
    MemorySegment note = MemorySegment.ofArray(bytes);
    note.set(LONG, 0, commit.txnId());
    note.set(LONG, 8, commit.generation());
    note.set(INT, CHECKED_BYTES, checksum(bytes));
    rows.put(Catalog.SCHEMA, KEY, note);
  }

  /// Whether another program made the last commit that the rows show.
  public static boolean writtenByOthers(Rows rows) {
    long version = rows.version();
    Commit note = commit(rows);
    return note == null ? version > 0 : note.txnId() != version;
  }

  private static int checksum(byte[] bytes) {
    CRC32C crc = new CRC32C();
    crc.update(NAME, 0, NAME.length);
    crc.update(bytes, 0, CHECKED_BYTES);
    return (int) crc.getValue();
  }
}
