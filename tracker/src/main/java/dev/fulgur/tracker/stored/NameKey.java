package dev.fulgur.tracker.stored;

import dev.fulgur.tracker.SymbolRecord;
import org.jspecify.annotations.Nullable;

/// A symbol by its name, its file and its id; by its name alone where the file is null.
///
/// @param whole whether it was read as it stands in the index, which then has nothing of it cut
record NameKey(String name, @Nullable String filePath, long id, boolean whole) {

  NameKey(String name, @Nullable String filePath, long id) {
    this(name, filePath, id, false);
  }

  static NameKey of(SymbolRecord symbol) {
    return new NameKey(symbol.name(), symbol.filePath(), symbol.id());
  }

  /// The smallest key of any symbol whose name is not below `name`.
  static NameKey lowest(String name) {
    return new NameKey(name, "", 0);
  }

  /// The file of a key that has one.
  String file() {
    return filePath == null ? "" : filePath;
  }
}
