package dev.fulgur.store.engine.env;

import dev.fulgur.lmdb.Cursor;
import dev.fulgur.lmdb.Dbi;
import dev.fulgur.lmdb.LmdbException;
import dev.fulgur.lmdb.ReadTxn;
import dev.fulgur.lmdb.Txn;
import dev.fulgur.lmdb.Value;
import dev.fulgur.store.engine.NoRows;
import dev.fulgur.store.engine.RowCursor;
import dev.fulgur.store.engine.Rows;
import dev.fulgur.store.engine.SchemaNotes;
import dev.fulgur.store.engine.Tree;
import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Rows as a transaction of LMDB has them.
///
/// The segments it answers are borrowed from the map. Whoever is above decodes them within the same
/// operation, which the view that stands before it guarantees.
class LmdbRows implements Rows {

  final Environment environment;
  private final Txn txn;
  private final Value value = new Value();
  private final List<LmdbCursor> cursors = new ArrayList<>(0);

  /// For each tree a cursor that was given back, to be taken into the next snapshot. Only of
  /// snapshots: those of a writer end with it.
  private @Nullable Kept[] kept = new @Nullable Kept[0];

  private long othersCheckedAt = -1;
  private boolean others;

  LmdbRows(Environment environment, Txn txn) {
    this.environment = environment;
    this.txn = txn;
  }

  @Override
  public @Nullable MemorySegment get(Tree tree, MemorySegment key) {
    Dbi dbi = dbi(tree);
    if (dbi == null) {
      return null;
    }
    try {
      return txn.get(dbi, key, value) ? value.borrow() : null;
    } catch (LmdbException e) {
      throw failed(e);
    }
  }

  @Override
  public RowCursor cursor(Tree tree) {
    Dbi dbi = dbi(tree);
    if (dbi == null) {
      return NoRows.INSTANCE;
    }
    try {
      Kept there = takeKept(tree, dbi);
      LmdbCursor cursor =
          new LmdbCursor(this, tree, there == null ? new Kept(dbi, txn.cursor(dbi)) : there);
      cursors.add(cursor);
      return cursor;
    } catch (LmdbException e) {
      throw failed(e);
    }
  }

  private record Kept(Dbi dbi, Cursor cursor) {}

  @SuppressWarnings("ReferenceEquality") // a handle is itself
  private @Nullable Kept takeKept(Tree tree, Dbi dbi) {
    int at = tree.number();
    Kept there = at < kept.length ? kept[at] : null;
    if (there == null || !(txn instanceof ReadTxn snapshot)) {
      return null;
    }
    kept[at] = null;
    boolean renewed = false;
    try {
      if (there.dbi() == dbi) {
        there.cursor().renew(snapshot);
        renewed = true;
      }
    } finally {
      if (!renewed) {
        there.cursor().close();
      }
    }
    return renewed ? there : null;
  }

  private void giveBack(LmdbCursor cursor) {
    cursors.remove(cursor);
    int at = cursor.tree.number();
    if (!(txn instanceof ReadTxn) || (at < kept.length && kept[at] != null)) {
      cursor.kept.cursor().close();
      return;
    }
    if (at >= kept.length) {
      kept = Arrays.copyOf(kept, at + 1);
    }
    kept[at] = cursor.kept;
  }

  /// Lets go of the cursors that were kept. Before the transaction is closed.
  void closeKept() {
    for (Kept there : kept) {
      if (there != null) {
        there.cursor().close();
      }
    }
    kept = new @Nullable Kept[0];
  }

  @Override
  public long count(Tree tree) {
    Dbi dbi = dbi(tree);
    if (dbi == null) {
      return 0;
    }
    try {
      return txn.stat(dbi).entries();
    } catch (LmdbException e) {
      throw failed(e);
    }
  }

  @Override
  public long version() {
    return txn.id();
  }

  @Override
  public boolean writtenByOthers() {
    long version = version();
    if (version != othersCheckedAt) {
      others = SchemaNotes.writtenByOthers(this);
      othersCheckedAt = version;
    }
    return others;
  }

  /// The handle of a tree, or null if this snapshot has no such tree.
  @Nullable Dbi dbi(Tree tree) {
    Dbi dbi = environment.dbi(tree);
    return dbi != null ? dbi : environment.find(tree, version());
  }

  /// What a failure of LMDB is to the caller.
  RuntimeException failed(LmdbException failure) {
    return environment.failed(failure);
  }

  /// Before the snapshot ends.
  public void closeCursors() {
    for (int i = cursors.size() - 1; i >= 0; i--) {
      cursors.get(i).close();
    }
  }

  /// A cursor of LMDB.
  private static final class LmdbCursor implements RowCursor {
    private final LmdbRows rows;
    private final Tree tree;
    private final Kept kept;
    private final Cursor cursor;
    private boolean open = true;

    LmdbCursor(LmdbRows rows, Tree tree, Kept kept) {
      this.rows = rows;
      this.tree = tree;
      this.kept = kept;
      this.cursor = kept.cursor();
    }

    @Override
    public boolean first() {
      try {
        return cursor.first();
      } catch (LmdbException e) {
        throw rows.failed(e);
      }
    }

    @Override
    public boolean last() {
      try {
        return cursor.last();
      } catch (LmdbException e) {
        throw rows.failed(e);
      }
    }

    @Override
    public boolean seek(MemorySegment key) {
      try {
        return cursor.seekRange(key);
      } catch (LmdbException e) {
        throw rows.failed(e);
      }
    }

    @Override
    public boolean next() {
      try {
        return cursor.next();
      } catch (LmdbException e) {
        throw rows.failed(e);
      }
    }

    @Override
    public boolean previous() {
      try {
        return cursor.previous();
      } catch (LmdbException e) {
        throw rows.failed(e);
      }
    }

    @Override
    public MemorySegment key() {
      return cursor.key().borrow();
    }

    @Override
    public int copyKey(byte[] target) {
      Value key = cursor.key();
      int length = Math.toIntExact(key.size());
      key.copyTo(0, target, 0, length);
      return length;
    }

    @Override
    public MemorySegment value() {
      return cursor.value().borrow();
    }

    @Override
    public long valueSizeBytes() {
      return cursor.value().size();
    }

    @Override
    public void close() {
      if (open) {
        open = false;
        rows.giveBack(this);
      }
    }
  }
}
