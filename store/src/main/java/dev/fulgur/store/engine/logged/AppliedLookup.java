package dev.fulgur.store.engine.logged;

import dev.fulgur.store.engine.LogNotes;
import dev.fulgur.store.engine.Rows;
import dev.fulgur.store.engine.env.ReadSlot;

/// Finds the last commit that a snapshot holds.
final class AppliedLookup {
  private AppliedLookup() {}

  static long of(AppliedMap map, ReadSlot slot) {
    Rows rows = slot.rows();
    long applied = map.of(rows.version());
    if (applied >= 0) {
      return applied;
    }
    LogNotes.Note note = LogNotes.read(rows);
    return note == null ? 0 : note.applied();
  }
}
