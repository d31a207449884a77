package dev.fulgur.store.engine;

import dev.fulgur.store.StoreException;
import java.lang.foreign.MemorySegment;
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

  private static final CheckedNote NOTE = new CheckedNote("commit", 16);

  private SchemaNotes() {}

  /// The note, or null if there is none.
  ///
  /// @throws StoreException.CorruptRecord if its checksum does not fit
  public static @Nullable Commit commit(Rows rows) {
    MemorySegment note = NOTE.read(rows);
    return note == null
        ? null
        : new Commit(note.get(CheckedNote.LONG, 0), note.get(CheckedNote.LONG, 8));
  }

  /// Leaves the note.
  public static void write(MutableRows rows, Commit commit) {
    byte[] bytes = NOTE.blank();
    MemorySegment note = MemorySegment.ofArray(bytes);
    note.set(CheckedNote.LONG, 0, commit.txnId());
    note.set(CheckedNote.LONG, 8, commit.generation());
    NOTE.write(rows, bytes, note);
  }

  /// Whether another program made the last commit that the rows show.
  public static boolean writtenByOthers(Rows rows) {
    long version = rows.version();
    Commit note = commit(rows);
    return note == null ? version > 0 : note.txnId() != version;
  }
}
