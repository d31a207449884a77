package dev.fulgur.store.engine.logged;

/// Which commit of the log a snapshot of LMDB holds last, by the snapshot's transaction id.
///
/// The transaction that brings commits in is noted before it commits, so that nobody can have a
/// snapshot of it that is not here. Two notes are enough: a snapshot was renewed a moment ago.
final class AppliedMap {

  /// The last two transactions that changed LMDB's file.
  private record Notes(long newId, long newApplied, long oldId, long oldApplied) {}

  private volatile Notes notes;

  /// The file as it was opened.
  AppliedMap(long txnId, long applied) {
    this.notes = new Notes(txnId, applied, -1, -1);
  }

  /// Before transaction `txnId` commits, which is the next one.
  void committing(long txnId, long applied) {
    Notes now = notes;
    notes =
        now.newId() == txnId
            ? new Notes(txnId, applied, now.oldId(), now.oldApplied())
            : new Notes(txnId, applied, now.newId(), now.newApplied());
  }

  /// The last commit that a snapshot holds, -1 if it is older than what is noted.
  long of(long txnId) {
    Notes now = notes;
    if (txnId == now.newId()) {
      return now.newApplied();
    }
    return txnId == now.oldId() ? now.oldApplied() : -1;
  }
}
