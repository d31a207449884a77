package dev.fulgur.store;

import java.util.List;
import org.jspecify.annotations.Nullable;

/// What a store says of itself.
///
/// @param engine the engine that wrote it, `direct` or `logged`; null if this library never wrote
///   there
/// @param logOpen whether a log may hold commits that the file does not: the store is in use, or
///   was not closed
/// @param schemas the schemas that were written, by name
/// @param unknownTables tables that no schema explains which the caller knows; their indexes cannot
///   be recomputed
public record StoreContents(
    @Nullable String engine,
    boolean logOpen,
    List<WrittenSchema> schemas,
    List<String> unknownTables) {

  /// Copies the lists.
  public StoreContents {
    schemas = List.copyOf(schemas);
    unknownTables = List.copyOf(unknownTables);
  }

  /// A schema as the store has it.
  ///
  /// @param name its name
  /// @param version the highest version that wrote here
  /// @param tables its tables
  public record WrittenSchema(String name, int version, List<String> tables) {

    /// Copies the list.
    public WrittenSchema {
      tables = List.copyOf(tables);
    }
  }
}
