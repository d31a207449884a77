package dev.fulgur.store.engine.logged;

import dev.fulgur.lmdb.LmdbException;
import dev.fulgur.lmdb.WriteTxn;
import dev.fulgur.store.StoreException;
import dev.fulgur.store.engine.LogNotes;
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

  /// Makes the changes and writes the note of the log with them, or nothing of it.
  ///
  /// @throws StoreException.StoreFull if there is no room, even in a map as large as the quota
  /// @throws StoreException if LMDB fails
  void apply(Consumer<? super LmdbWriteRows> changes, LogNotes.Note note) {
    while (!tryApply(changes, note)) {
      environment.grow(() -> {});
    }
  }

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
      if (environment.canGrow()) {
        return false;
      }
      throw environment.failed(e);
    } catch (LmdbException e) {
      throw environment.failed(e);
    } catch (StoreException e) {
      if (rows.isMapFull() && environment.canGrow()) {
        return false;
      }
      throw e;
    } finally {
      environment.endWrite();
    }
  }
}
