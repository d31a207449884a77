package dev.fulgur.store.engine.direct;

import dev.fulgur.store.engine.Catalog;
import dev.fulgur.store.engine.Scratch;
import dev.fulgur.store.engine.TypedInteractive;
import dev.fulgur.store.engine.env.Environment;
import dev.fulgur.store.engine.env.ReadSlot;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/// An interactive transaction on a snapshot from the pool, validated and applied by the writer.
final class DirectInteractive extends TypedInteractive {

  private final DirectStore store;
  private final Environment environment;
  private final ReadSlot slot;

  DirectInteractive(DirectStore store, Environment environment, Catalog catalog, ReadSlot slot) {
    super(catalog, slot.scratch(), slot.rows());
    this.store = store;
    this.environment = environment;
    this.slot = slot;
    slot.openedAt(
        new ReadSlot.OpenedAt(System.nanoTime(), new Throwable("The transaction was begun here")));
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
    return store.submit(
        tx -> {
          // Always: others of the same shared commit may have come before.
          work.reads().validate(tx.rows());
          work.applyTo(tx.rows(), new Scratch());
          return null;
        },
        waits);
  }
}
