package dev.fulgur.store;

import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/// A transaction that its caller drives: it reads one snapshot, keeps its writes to itself, and is
/// validated and applied as one when it is committed.
///
/// What it read, single keys and ranges alike, must still be so when it commits; else the commit is
/// [StoreException.Conflict], nothing is written, and the caller begins again. Committed
/// transactions are serializable.
///
/// It is active until it is committed or aborted; any use after that is an [IllegalStateException].
/// Only the thread that began it may use it.
public interface InteractiveTransaction extends Transaction, AutoCloseable {

  /// Where a transaction stands.
  enum State {
    /// It can be read and written.
    ACTIVE,
    /// Its commit was asked for; the outcome is in the future or was thrown.
    COMMITTED,
    /// It was given up; nothing of it is stored.
    ABORTED
  }

  /// Where this transaction stands.
  State state();

  /// The snapshot of this transaction, to read without being held to it: what is read here is not
  /// looked at again at the commit, and so never makes it a [StoreException.Conflict]. For what
  /// only guides, such as a total to print or keys to choose from; what a write depends on is read
  /// from the transaction itself, or it is not serializable.
  ///
  /// It does not show the transaction's own writes, belongs to the same thread, and ends with it.
  View snapshot();

  /// Commits; durable, as far as [Durability] promises, when it returns.
  ///
  /// @throws StoreException.Conflict if something that was read has changed
  void commit();

  /// Commits without waiting.
  CompletableFuture<@Nullable Void> commitAsync();

  /// Gives it up; nothing of it is stored.
  void abort();

  /// Aborts if it is still active; else does nothing.
  @Override
  void close();
}
