package dev.fulgur.store.engine.logged;

import dev.fulgur.store.engine.RowCursor;
import dev.fulgur.store.engine.Rows;
import dev.fulgur.store.engine.Tree;
import dev.fulgur.store.engine.env.ReadSlot;
import java.lang.foreign.MemorySegment;
import org.jspecify.annotations.Nullable;

/// Rows of a snapshot that is taken at the first read: a transaction that reads nothing needs none.
final class LateRows implements Rows {
  private final LoggedStore store;
  private final ReadSlot slot;
  private @Nullable LoggedRows rows;

  LateRows(LoggedStore store, ReadSlot slot) {
    this.store = store;
    this.slot = slot;
  }

  private LoggedRows rows() {
    LoggedRows taken = rows;
    if (taken == null) {
      taken = store.renewed(slot);
      rows = taken;
    }
    return taken;
  }

  @Override
  public @Nullable MemorySegment get(Tree tree, MemorySegment key) {
    return rows().get(tree, key);
  }

  @Override
  public RowCursor cursor(Tree tree) {
    return rows().cursor(tree);
  }

  @Override
  public long count(Tree tree) {
    return rows().count(tree);
  }

  @Override
  public boolean writtenByOthers() {
    return rows().writtenByOthers();
  }

  @Override
  public long version() {
    return rows().version();
  }
}
