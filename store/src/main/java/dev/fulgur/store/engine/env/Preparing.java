package dev.fulgur.store.engine.env;

import dev.fulgur.lmdb.LmdbException;
import dev.fulgur.lmdb.WriteTxn;
import dev.fulgur.store.engine.Backend;
import dev.fulgur.store.engine.Catalog;
import dev.fulgur.store.engine.MutableRows;
import dev.fulgur.store.engine.Outcomes;
import dev.fulgur.store.engine.Rows;
import dev.fulgur.store.engine.Tree;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BiConsumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// An environment that is being opened, for the keeper of its schema: on the opening thread, with
/// no other yet.
public final class Preparing implements Backend {

  private final Environment environment;
  private final Catalog catalog;

  /// For an environment that nobody else uses yet.
  public Preparing(Environment environment, Catalog catalog) {
    this.environment = environment;
    this.catalog = catalog;
  }

  @Override
  public <T extends @Nullable Object> T read(Function<? super Rows, T> reading) {
    while (true) {
      ReadSlot slot = environment.take();
      try {
        return reading.apply(slot.rows());
      } catch (TreeAppeared _) {
        // Several processes open a new store at once: the next snapshot has what one of them made.
      } finally {
        environment.end(slot);
      }
    }
  }

  @Override
  public boolean hasAllTrees() {
    return missing().isEmpty();
  }

  private List<Tree> missing() {
    List<Tree> missing = new ArrayList<>();
    for (Tree tree : catalog.trees()) {
      if (environment.dbi(tree) == null) {
        missing.add(tree);
      }
    }
    return missing;
  }

  @Override
  public void write(BiConsumer<? super MutableRows, Long> writing) {
    Outcomes.onPlatformThread(() -> writeHere(writing));
  }

  private void writeHere(BiConsumer<? super MutableRows, Long> writing) {
    while (true) {
      List<Tree> made = missing();
      boolean committed = false;
      WriteTxn txn = environment.beginWrite(() -> {});
      LmdbWriteRows rows = environment.rows(txn, false);
      try (txn) {
        for (Tree tree : made) {
          environment.create(txn, tree);
        }
        writing.accept(rows, txn.id());
        rows.closeCursors();
        txn.commit();
        committed = true;
        return;
      } catch (LmdbException.MapFull e) {
        if (!environment.canGrow()) {
          throw environment.failed(e);
        }
      } catch (LmdbException e) {
        throw environment.failed(e);
      } catch (RuntimeException e) {
        if (!rows.isMapFull() || !environment.canGrow()) {
          throw e;
        }
      } finally {
        if (!committed) {
          made.forEach(environment::forget);
        }
        environment.endWrite();
      }
      environment.grow(() -> {});
    }
  }
}
