package dev.fulgur.store.engine.logged;

import dev.fulgur.store.engine.Catalog;
import dev.fulgur.store.engine.Rows;
import dev.fulgur.store.engine.TypedInteractive;
import dev.fulgur.store.engine.env.Environment;
import dev.fulgur.store.engine.env.ReadSlot;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/// A transaction on one snapshot, validated and applied by the log's order.
final class LoggedTransaction extends TypedInteractive {
  private final LoggedStore store;
  private final Environment environment;
  private final ReadSlot slot;

  LoggedTransaction(
      LoggedStore store, Environment environment, Catalog catalog, ReadSlot slot, Rows rows) {
    super(catalog, slot.scratch(), rows);
    this.store = store;
    this.environment = environment;
    this.slot = slot;
  }

  @Override
  protected void release() {
    environment.end(slot);
  }

  @Override
  protected CompletableFuture<@Nullable Void> submit(Work work, boolean waits) {
    if (work.isEmpty()) {
      return CompletableFuture.completedFuture(null);
    }
    return store.submit(work, waits);
  }
}
