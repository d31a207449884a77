package dev.fulgur.store.engine.env;

import dev.fulgur.lmdb.Cursor;
import dev.fulgur.lmdb.Dbi;
import dev.fulgur.lmdb.LmdbException;
import dev.fulgur.lmdb.WriteTxn;
import dev.fulgur.store.engine.MutableRows;
import dev.fulgur.store.engine.Tree;
import java.lang.foreign.MemorySegment;
import org.jspecify.annotations.Nullable;

/// Rows as a write transaction of LMDB has them.
///
/// The first failure sticks: LMDB can only end such a transaction, so every later operation answers
/// with it again, whatever the caller did with the first.
public final class LmdbWriteRows extends LmdbRows implements MutableRows {

  private final WriteTxn txn;
  private boolean full;
  private @Nullable RuntimeException thrown;
  private @Nullable Cursor ordered;
  private int orderedTree;
  private boolean changed;
  private boolean onlyDeletes = true;
  private final boolean mayOnlyDelete;

  /// @param mayOnlyDelete whether puts are refused as if the map were full
  LmdbWriteRows(Environment environment, WriteTxn txn, boolean mayOnlyDelete) {
    super(environment, txn);
    this.txn = txn;
    this.mayOnlyDelete = mayOnlyDelete;
  }

  @Override
  public void put(Tree tree, MemorySegment key, MemorySegment value) {
    begin();
    onlyDeletes = false;
    if (mayOnlyDelete && tree.number() > 0) {
      full = true;
      thrown = environment.full(null);
      throw thrown;
    }
    try {
      txn.put(handle(tree), key, value);
    } catch (LmdbException e) {
      throw failed(e);
    }
  }

  @Override
  public boolean delete(Tree tree, MemorySegment key) {
    begin();
    try {
      return txn.delete(handle(tree), key);
    } catch (LmdbException e) {
      throw failed(e);
    }
  }

  @Override
  public void clear(Tree tree) {
    begin();
    try {
      txn.empty(handle(tree));
    } catch (LmdbException e) {
      throw failed(e);
    }
  }

  /// Stores a row whose key is above that of the one before in this tree, which is quicker than
  /// [#put] where they are near each other.
  public void putNext(Tree tree, MemorySegment key, MemorySegment value) {
    begin();
    onlyDeletes = false;
    try {
      Cursor cursor = ordered;
      if (cursor == null || orderedTree != tree.number()) {
        closeOrdered();
        cursor = txn.cursor(handle(tree));
        ordered = cursor;
        orderedTree = tree.number();
      }
      cursor.put(key, value);
    } catch (LmdbException e) {
      throw failed(e);
    }
  }

  private void closeOrdered() {
    Cursor cursor = ordered;
    if (cursor != null) {
      cursor.close();
      ordered = null;
    }
  }

  @Override
  public void closeCursors() {
    closeOrdered();
    super.closeCursors();
  }

  private void begin() {
    if (thrown != null) {
      throw thrown;
    }
    changed = true;
  }

  private Dbi handle(Tree tree) {
    Dbi dbi = environment.dbi(tree);
    if (dbi == null) {
      throw new IllegalStateException(
          "The tree " + tree.name() + " is made when a store is opened.");
    }
    return dbi;
  }

  /// The version that the write builds on.
  @Override
  public long version() {
    return txn.id() - 1;
  }

  /// Whatever wrote before has been reconciled when a write begins.
  @Override
  public boolean writtenByOthers() {
    return false;
  }

  /// What the first failure was to the caller, or null.
  public @Nullable RuntimeException thrown() {
    return thrown;
  }

  /// Whether that failure was that the map is full.
  public boolean isMapFull() {
    return full;
  }

  /// Whether something was put or deleted.
  public boolean changed() {
    return changed;
  }

  /// Whether nothing was put.
  public boolean onlyDeletes() {
    return onlyDeletes;
  }

  @Override
  RuntimeException failed(LmdbException e) {
    RuntimeException known = thrown;
    if (known != null) {
      return known;
    }
    full = e instanceof LmdbException.MapFull;
    RuntimeException mapped = super.failed(e);
    thrown = mapped;
    return mapped;
  }
}
