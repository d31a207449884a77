package dev.fulgur.store.engine.logged;

import dev.fulgur.store.engine.Catalog;
import dev.fulgur.store.engine.MutableRows;
import dev.fulgur.store.engine.Scratch;
import dev.fulgur.store.engine.TypedTransaction;

/// What a reconciler writes with while a store is opened, when nobody else is there yet.
final class OpeningTransaction extends TypedTransaction {
  private final MutableRows rows;

  OpeningTransaction(Catalog catalog, MutableRows rows) {
    super(catalog, new Scratch());
    this.rows = rows;
  }

  @Override
  protected MutableRows enter() {
    return rows;
  }

  @Override
  protected void exit() {}

  @Override
  protected boolean enterToClose() {
    return true;
  }
}
