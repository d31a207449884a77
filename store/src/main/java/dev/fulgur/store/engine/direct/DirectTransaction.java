package dev.fulgur.store.engine.direct;

import dev.fulgur.store.engine.Catalog;
import dev.fulgur.store.engine.MutableRows;
import dev.fulgur.store.engine.Scratch;
import dev.fulgur.store.engine.TypedTransaction;

/// What a closure writes with: the rows of LMDB's write transaction.
@SuppressWarnings("ReferenceEquality") // threads are themselves
final class DirectTransaction extends TypedTransaction {

  private final MutableRows rows;
  private final Thread owner = Thread.currentThread();
  private boolean open = true;
  private boolean busy;

  DirectTransaction(Catalog catalog, Scratch scratch, MutableRows rows) {
    super(catalog, scratch);
    this.rows = rows;
  }

  @Override
  protected MutableRows enter() {
    if (!open || busy || owner != Thread.currentThread()) {
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

  /// The rows themselves, for what is no closure of a user.
  MutableRows rows() {
    return rows;
  }

  void end() {
    open = false;
  }

  private IllegalStateException refused() {
    if (owner != Thread.currentThread()) {
      return new IllegalStateException(
          "A transaction belongs to the closure that it is given to, and to its thread; do all of its"
              + " work there.");
    }
    return new IllegalStateException(
        open
            ? "A codec or index function may not use the transaction that calls it; give it what it needs."
            : "This transaction has ended; write again.");
  }
}
