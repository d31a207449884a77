package dev.fulgur.store.engine.direct;

import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// A write that waits for its turn, and its outcome. Run and finished by whoever has the turn to
/// write.
final class WriteTask<T extends @Nullable Object> {

  private final Function<? super DirectTransaction, ? extends T> writing;
  final CompletableFuture<T> outcome = new CompletableFuture<>();

  /// Who waits for it, or null if nobody does.
  final @Nullable Thread waiter;

  private @Nullable T answer;
  private @Nullable Throwable failure;
  private boolean finished;

  WriteTask(Function<? super DirectTransaction, ? extends T> writing, @Nullable Thread waiter) {
    this.writing = writing;
    this.waiter = waiter;
  }

  /// Runs the closure and keeps what it answers or throws.
  void run(DirectTransaction transaction) {
    answer = null;
    failure = null;
    try {
      answer = writing.apply(transaction);
    } catch (Throwable t) {
      failure = t;
    } finally {
      transaction.end();
    }
  }

  void fail(Throwable with) {
    failure = with;
  }

  @Nullable Throwable failure() {
    return failure;
  }

  boolean isFinished() {
    return finished;
  }

  /// Tells whoever waits: after the commit, if there was no failure.
  @SuppressWarnings("NullAway") // T may be a type that has null
  void finish(@Nullable Throwable with) {
    finished = true;
    if (with != null) {
      outcome.completeExceptionally(with);
    } else {
      outcome.complete(answer);
    }
  }
}
