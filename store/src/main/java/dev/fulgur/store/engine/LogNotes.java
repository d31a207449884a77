package dev.fulgur.store.engine;

import dev.fulgur.store.StoreException;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
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

  private static final CheckedNote NOTE = new CheckedNote("log", 17);

  private LogNotes() {}

  /// The note, or null if no log ever stood before this store.
  ///
  /// @throws StoreException.CorruptRecord if its checksum does not fit
  public static @Nullable Note read(Rows rows) {
    MemorySegment note = NOTE.read(rows);
    return note == null
        ? null
        : new Note(
            note.get(ValueLayout.JAVA_BYTE, 0) != 0,
            note.get(CheckedNote.LONG, 1),
            note.get(CheckedNote.LONG, 9));
  }

  /// Leaves the note.
  public static void write(MutableRows rows, Note log) {
    byte[] bytes = NOTE.blank();
    MemorySegment note = MemorySegment.ofArray(bytes);
    bytes[0] = (byte) (log.open() ? 1 : 0);
    note.set(CheckedNote.LONG, 1, log.logId());
    note.set(CheckedNote.LONG, 9, log.applied());
    NOTE.write(rows, bytes, note);
  }
}
