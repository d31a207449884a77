package dev.fulgur.store.engine.logged;

import dev.fulgur.lmdb.LmdbException;
import dev.fulgur.lmdb.WriteTxn;
import dev.fulgur.store.StoreException;
import dev.fulgur.store.engine.LogNotes;
import dev.fulgur.store.engine.Outcomes;
import dev.fulgur.store.engine.SchemaNotes;
import dev.fulgur.store.engine.env.Environment;
import dev.fulgur.store.engine.env.LmdbWriteRows;
import java.util.function.Consumer;

/// Brings commits into LMDB's file: changes, the number of their last commit, and the note of who
/// wrote, in one synced transaction.
final class Applier {
  private final Environment environment;
  private final AppliedMap applied;

  Applier(Environment environment, AppliedMap applied) {
    this.environment = environment;
    this.applied = applied;
  }

  /// A log that is not the store's.
  StoreException refusedLog(String message) {
    return new StoreException.OpenRefused(
        StoreException.OpenRefused.Reason.LOG_MISMATCH, environment.folder(), message, null);
  }

  /// Makes the changes and writes the note of the log with them, or nothing of it.
  ///
  /// What was acknowledged must find its place: where the quota does not do for the pages that are
  /// copied on the way, the map grows beyond it.
  ///
  /// @throws StoreException.StoreFull if the disk has no room, or views do not let the map grow
  /// @throws StoreException if LMDB fails
  void apply(Consumer<? super LmdbWriteRows> changes, LogNotes.Note note) {
    Outcomes.onPlatformThread(
        () -> {
          while (!tryApply(changes, note)) {
            grow();
          }
        });
  }

  private void grow() {
    try {
      environment.growBeyondQuota();
    } catch (IllegalStateException e) {
      throw environment.full(e);
    } catch (LmdbException e) {
      throw environment.failed(e);
    }
  }

  /// @return false, with nothing changed, if the map is full
  private boolean tryApply(Consumer<? super LmdbWriteRows> changes, LogNotes.Note note) {
    WriteTxn txn = environment.beginWrite(() -> {});
    LmdbWriteRows rows = environment.rows(txn, false);
    try (txn) {
      SchemaNotes.Commit before = SchemaNotes.commit(rows);
      changes.accept(rows);
      LogNotes.write(rows, note);
      if (before != null) {
        SchemaNotes.write(rows, new SchemaNotes.Commit(txn.id(), before.generation()));
      }
      rows.closeCursors();
      applied.committing(txn.id(), note.applied());
      txn.commit();
      return true;
    } catch (LmdbException.MapFull e) {
      return false;
    } catch (LmdbException e) {
      throw environment.failed(e);
    } catch (StoreException e) {
      if (rows.isMapFull()) {
        return false;
      }
      throw e;
    } finally {
      environment.endWrite();
    }
  }
}
