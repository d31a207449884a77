package dev.fulgur.verification.rooms;

import dev.fulgur.store.CheckReport;
import dev.fulgur.store.Store;
import dev.fulgur.store.StoreOptions;
import java.nio.file.Path;
import java.util.List;

/// A room above the store, open, and driven by numbered acts.
///
/// An act is durable when it returns, and all of it is one transaction. It depends on nothing but
/// its number and on what the acts before it left, so that two rooms that saw the same acts say the
/// same of themselves.
interface Room extends AutoCloseable {

  /// The rooms that there are.
  enum Kind {
    /// Templates, versions, labels and the index of words.
    REGISTRY,
    /// Files, symbols, memories, patterns and threads.
    TRACKER,
    /// The store itself: two tables, an index and a counter.
    STORE;

    /// Opens one in a folder.
    Room open(Path folder, StoreOptions options) {
      return switch (this) {
        case REGISTRY -> new RegistryRoom(folder, options);
        case TRACKER -> new TrackerRoom(folder, options);
        case STORE -> new StoreRoom(folder, options);
      };
    }
  }

  /// Does one act.
  void act(long number);

  /// All that can be asked of it, in words, without times.
  String state();

  /// The store below it.
  Store store();

  /// What the check of the store finds wrong: its pages, records and indexes.
  default List<String> problems() {
    CheckReport report = store().check();
    return report.problems();
  }

  @Override
  default void close() {
    store().close();
  }
}
