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

  /// Does what takes LMDB's write lock, which belongs to a thread of the operating system: here, or
  /// on such a thread while this one waits if it is a virtual one.
  public static void onPlatformThread(Runnable work) {
    if (!Thread.currentThread().isVirtual()) {
      work.run();
      return;
    }
    CompletableFuture<@Nullable Void> outcome = new CompletableFuture<>();
    Thread.ofPlatform()
        .name("fulgur-for-virtual")
        .start(
            () -> {
              try {
                work.run();
                outcome.complete(null);
              } catch (RuntimeException | Error e) {
                outcome.completeExceptionally(e);
              }
            });
    await(outcome);
  }

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

  /// Waits until the thread has ended, whatever interrupts there are.
  public static void awaitEnd(Thread thread) {
    boolean interrupted = false;
    while (thread.isAlive()) {
      try {
        thread.join();
      } catch (InterruptedException e) {
        interrupted = true;
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }
}
