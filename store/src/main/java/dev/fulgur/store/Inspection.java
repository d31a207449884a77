package dev.fulgur.store;

import dev.fulgur.store.engine.direct.DirectInspection;
import java.nio.file.Path;
import java.util.List;

/// A store that is open to be checked and copied, whatever it holds; for tools that serve any
/// store.
///
/// ```java
/// try (Inspection store = Inspection.open(folder, List.of(SCHEMA))) {
///   CheckReport report = store.check(KeepingProgress.NONE);
///   store.backup(target, KeepingProgress.NONE);
/// }
/// ```
///
/// Tables of the schemas that the caller knows are read as their programs read them, indexes
/// included. Of all other tables the checksums are compared and no more. It opens for reading:
/// other processes may read and write meanwhile. Shared by all threads.
public interface Inspection extends AutoCloseable {

  /// Opens the store in `folder` for reading.
  ///
  /// @param known schemas that may be in the store; those that are not there do not count
  /// @throws StoreException.OpenRefused if it cannot be opened
  /// @throws StoreException.SchemaMismatch if a known schema is there and does not fit
  static Inspection open(Path folder, List<Schema> known) {
    return open(folder, known, StoreOptions.readOnly());
  }

  /// The same with other options, such as those of an image or of another quota.
  ///
  /// @throws IllegalArgumentException if the options are for writing
  static Inspection open(Path folder, List<Schema> known, StoreOptions options) {
    return DirectInspection.open(folder, known, options);
  }

  /// The folder, absolute.
  Path path();

  /// What the store says of itself.
  StoreContents contents();

  /// How it stands. Commits and writes are those of this process, so none.
  StoreStats stats();

  /// Reads everything, as [Store#check()] does.
  CheckReport check(KeepingProgress progress);

  /// Copies the store as one snapshot, as [Store#backup] does.
  ///
  /// @throws StoreException.CopyRefused if the target is there already or has no room, or a log
  ///   holds commits that the copy would lack
  void backup(Path target, KeepingProgress progress);

  /// Like [#backup], leaving out free pages.
  void compact(Path target, KeepingProgress progress);

  /// Waits for reads that are under way, and closes.
  @Override
  void close();
}
