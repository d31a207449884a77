package dev.fulgur.store;

import dev.fulgur.store.engine.direct.DirectStore;
import dev.fulgur.store.engine.env.Copies;
import dev.fulgur.store.engine.logged.LoggedStore;
import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// Typed tables in a folder, read in consistent snapshots and written in transactions.
///
/// ```java
/// try (Store store = Store.open(path, SCHEMA, StoreOptions.defaults())) {
///   store.write(tx -> tx.put(TEMPLATES, template.id(), template)); // durable when it returns
///   Template template = store.read(view -> view.get(TEMPLATES, id)); // one consistent snapshot
///   List<Row<TemplateId, Template>> page =
///       store.read(view -> view.scan(TEMPLATES, Range.after(lastId), 100));
/// }
/// ```
///
/// A store is shared by all threads, virtual ones too; one path is open once in a process. Reads
/// take no lock and wait for nobody. Writes are made one after the other, in the calling thread or
/// one of the store's; those that wait together share one commit.
///
/// Closures given to a write **may run twice** and so change nothing outside their transaction. A
/// write inside a write is an [IllegalStateException].
///
/// Any method throws [StoreException.StoreClosed] once the store is closed.
public interface Store extends AutoCloseable {

  /// Opens the store in `folder`, or makes one.
  ///
  /// @param folder holds the data file, and nothing else that is not the store's
  /// @param schema the tables that the application uses
  /// @throws StoreException.OpenRefused if it cannot be opened
  /// @throws StoreException.SchemaMismatch if it was written with other definitions
  static Store open(Path folder, Schema schema, StoreOptions options) {
    // Who only reads needs no log: what LMDB's file holds is what there is to read.
    boolean direct =
        options.durability().isDirect() || options.mode() != StoreOptions.Mode.READ_WRITE;
    try {
      return direct
          ? DirectStore.open(folder, schema, options)
          : LoggedStore.open(folder, schema, options);
    } catch (StoreException.SchemaMismatch e) {
      throw e.of(folder);
    }
  }

  /// Opens a folder that nobody writes, such as a backup on a read-only mount. That nobody does is
  /// the caller's promise: no lock is taken, and a writer beside it makes the answers wrong.
  static Store openImage(Path folder, Schema schema) {
    return open(folder, schema, StoreOptions.defaults().withMode(StoreOptions.Mode.IMAGE));
  }

  /// Puts a backup where a store is to be: never over one that is there.
  ///
  /// @param backup a folder that [#backup] or [#compact] made
  /// @param target the folder that is to be the store
  /// @throws StoreException.CopyRefused if the backup is damaged or none, or the target is there
  ///   already or has no room; then nothing has changed
  static void restore(Path backup, Path target) {
    restore(backup, target, KeepingProgress.NONE);
  }

  /// The same with progress, in bytes.
  static void restore(Path backup, Path target, KeepingProgress progress) {
    Copies.restore(backup, target, progress);
  }

  /// The folder, absolute.
  Path path();

  /// Reads in one snapshot. What `reading` answers must not hold the view.
  <T extends @Nullable Object> T read(Function<? super View, T> reading);

  /// Opens a view that the caller closes.
  Snapshot view();

  /// Writes in one transaction: committed and durable, as far as [Durability] promises, when it
  /// returns; nothing of it is stored when it throws. Waits for its turn.
  void write(Consumer<? super Transaction> writing);

  /// Writes in one transaction and answers what the closure does.
  <T extends @Nullable Object> T writeAndGet(Function<? super Transaction, T> writing);

  /// Writes without waiting. The future fails with what the closure threw or the commit failed
  /// with. It is completed by the thread that committed: continue with something short, or on an
  /// executor.
  CompletableFuture<@Nullable Void> writeAsync(Consumer<? super Transaction> writing);

  /// Writes without waiting and answers what the closure does.
  <T extends @Nullable Object> CompletableFuture<T> writeAndGetAsync(
      Function<? super Transaction, T> writing);

  /// Begins a transaction that the caller drives.
  InteractiveTransaction begin();

  /// Rises with every commit, by whatever process; equal versions show equal content. LMDB's
  /// transaction id in the direct engine, the sequence number that was published last in the logged
  /// one. May run ahead of what a view opened at the same moment shows: compare the version of the
  /// view.
  long version();

  /// How the store stands.
  StoreStats stats();

  /// Reads everything: the structure, every record with its checksum, every index against its
  /// recomputation. Works beside reads and writes, on one snapshot.
  CheckReport check();

  /// Copies the store, as one snapshot, into the folder `target`, while others go on.
  ///
  /// @throws StoreException.CopyRefused if the target is there already, or has no room
  void backup(Path target);

  /// Like [#backup], leaving out free pages.
  void compact(Path target);

  /// Brings everything that is committed into LMDB's file, in the logged engine; nothing to do in
  /// the direct one.
  void checkpoint();

  /// Raises or lowers the quota. Waits for views and writes to end and holds back new ones
  /// meanwhile.
  ///
  /// @throws IllegalStateException if this thread holds a view
  void resize(long quotaBytes);

  /// Waits for reads and writes that are under way, refuses new ones, and closes. A second call
  /// does nothing.
  ///
  /// @throws StoreException.LogFailed if commits that a [Durability#RELAXED] store had acknowledged
  ///   could not be brought onto the disk any more; it is closed all the same
  @Override
  void close();
}
