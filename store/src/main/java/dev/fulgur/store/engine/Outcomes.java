package dev.fulgur.store.engine;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import org.jspecify.annotations.Nullable;

/// Waiting for what another thread does.
public final class Outcomes {

  /// What has ended well.
  public static final CompletableFuture<@Nullable Void> DONE =
      CompletableFuture.completedFuture(null);

  private Outcomes() {}

  /// Waits, whatever interrupts there are, and answers what the other thread did, or throws what it
  /// threw. Virtual threads may wait here.
  public static <T extends @Nullable Object> T await(CompletableFuture<T> outcome) {
    try {
      return outcome.join();
    } catch (CompletionException e) {
      switch (e.getCause()) {
        case RuntimeException thrown -> throw thrown;
        case Error thrown -> throw thrown;
        case null, default -> throw e;
      }
    }
  }
}
