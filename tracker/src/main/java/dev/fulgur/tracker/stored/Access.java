package dev.fulgur.tracker.stored;

import dev.fulgur.store.Store;
import dev.fulgur.store.Transaction;
import dev.fulgur.store.View;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// Where the groups read and write: a store, each call in a transaction of its own; or one
/// transaction or view, for batches and snapshots.
sealed interface Access {

  <T extends @Nullable Object> T read(Function<? super View, ? extends T> reading);

  <T extends @Nullable Object> T write(Function<? super Transaction, ? extends T> writing);

  /// A store.
  record Whole(Store store) implements Access {
    @Override
    public <T extends @Nullable Object> T read(Function<? super View, ? extends T> reading) {
      return store.<T>read(reading::apply);
    }

    @Override
    public <T extends @Nullable Object> T write(
        Function<? super Transaction, ? extends T> writing) {
      return store.<T>writeAndGet(writing::apply);
    }
  }

  /// A transaction, until it ends.
  final class Batch implements Access {
    private @Nullable Transaction transaction;

    Batch(Transaction transaction) {
      this.transaction = transaction;
    }

    @Override
    public <T extends @Nullable Object> T read(Function<? super View, ? extends T> reading) {
      return reading.apply(open());
    }

    @Override
    public <T extends @Nullable Object> T write(
        Function<? super Transaction, ? extends T> writing) {
      return writing.apply(open());
    }

    private Transaction open() {
      if (transaction == null) {
        throw new IllegalStateException(
            "The batch has ended, and with it this tracker; use the one that it was begun on.");
      }
      return transaction;
    }

    void end() {
      transaction = null;
    }
  }

  /// A view, until it ends.
  final class Reading implements Access {
    private @Nullable View view;

    Reading(View view) {
      this.view = view;
    }

    @Override
    public <T extends @Nullable Object> T read(Function<? super View, ? extends T> reading) {
      if (view == null) {
        throw new IllegalStateException(
            "The snapshot has ended, and with it this tracker; use the one that it was taken of.");
      }
      return reading.apply(view);
    }

    @Override
    public <T extends @Nullable Object> T write(
        Function<? super Transaction, ? extends T> writing) {
      throw new IllegalStateException("A snapshot cannot be written to; write in a batch instead.");
    }

    void end() {
      view = null;
    }
  }
}
