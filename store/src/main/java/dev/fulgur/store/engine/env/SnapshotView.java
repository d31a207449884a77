package dev.fulgur.store.engine.env;

import dev.fulgur.store.Snapshot;
import dev.fulgur.store.StoreException;
import dev.fulgur.store.engine.Catalog;
import dev.fulgur.store.engine.Rows;
import dev.fulgur.store.engine.TypedView;
import java.time.Duration;

/// A view on a snapshot from the pool, of both engines: they differ in the rows that they show.
///
/// Each is an object of its own, so that one which is used after its end is told from the next that
/// has the same slot.
@SuppressWarnings("ReferenceEquality") // threads are themselves
public final class SnapshotView extends TypedView implements Snapshot {

  private final Environment environment;
  private final ReadSlot slot;
  private final Rows rows;
  private final Thread owner = Thread.currentThread();
  private boolean open = true;
  private boolean busy;

  /// A view of the thread that makes it.
  ///
  /// @param slot taken by that thread, and given back at the end
  /// @param rows of that slot, or in front of them
  public SnapshotView(Environment environment, Catalog catalog, ReadSlot slot, Rows rows) {
    super(catalog, slot.scratch());
    this.environment = environment;
    this.slot = slot;
    this.rows = rows;
  }

  @Override
  protected Rows enter() {
    if (!open || busy || owner != Thread.currentThread() || slot.isExpired()) {
      throw refused();
    }
    busy = true;
    return rows;
  }

  @Override
  protected void exit() {
    busy = false;
  }

  @Override
  protected boolean enterToClose() {
    if (owner != Thread.currentThread()) {
      throw refused();
    }
    if (!open || busy) {
      return false;
    }
    busy = true;
    return true;
  }

  private RuntimeException refused() {
    if (owner != Thread.currentThread()) {
      return new IllegalStateException(
          "This view belongs to the thread %s; open one of your own.".formatted(owner.getName()));
    }
    if (!open) {
      return new IllegalStateException("This view has ended; open another.");
    }
    if (busy) {
      return new IllegalStateException(
          "A codec or index function may not use the view that calls it; give it what it needs.");
    }
    Duration age = environment.options().viewAgeLimit();
    close();
    return new StoreException.ViewExpired(age);
  }

  @Override
  public void close() {
    if (!open) {
      return;
    }
    if (owner != Thread.currentThread() || busy) {
      throw refused();
    }
    open = false;
    environment.end(slot);
  }
}
