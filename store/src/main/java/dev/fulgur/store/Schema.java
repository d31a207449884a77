package dev.fulgur.store;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;

/// The tables, with their indexes, that a store is opened for.
///
/// A store compares it with what `_schema` recorded: a table or index that is new is added, an
/// index that is new is built, and a definition that does not fit refuses the open with
/// [StoreException.SchemaMismatch]. Tables that the file has and the schema does not know are left
/// alone.
///
/// @param name what the application calls its schema, shown in errors
/// @param version the schema's version: a file that a newer one wrote is refused
/// @param tables the tables; their indexes come with them
public record Schema(String name, int version, List<Table<?, ?>> tables) {

  /// @throws IllegalArgumentException if two tables or indexes share a name
  public Schema {
    Objects.requireNonNull(name, "name");
    tables = List.copyOf(tables);
    Set<String> names = new HashSet<>();
    for (Table<?, ?> table : tables) {
      requireNew(names, table.name());
      for (Index<?, ?, ?> index : table.indexes()) {
        requireNew(names, index.name());
      }
    }
  }

  /// A schema of version 1.
  public static Schema of(String name, Table<?, ?>... tables) {
    return new Schema(name, 1, List.of(tables));
  }

  /// This schema with the tables of `other` as well.
  public Schema and(Schema other) {
    List<Table<?, ?>> all = new ArrayList<>(tables);
    all.addAll(other.tables);
    return new Schema(name, version, all);
  }

  private static void requireNew(Set<String> names, String name) {
    if (!names.add(name)) {
      throw new IllegalArgumentException(
          "Two tables or indexes are called \"%s\"; give one another name.".formatted(name));
    }
  }
}
