package dev.fulgur.store.engine;

import dev.fulgur.store.Index;
import dev.fulgur.store.Schema;
import dev.fulgur.store.Table;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// The tables and indexes that a store was opened for, and the trees that hold them. Immutable.
public final class Catalog {

  /// The store's own notes: definitions, and who committed last.
  public static final Tree SCHEMA = new Tree("_schema", 0);

  /// The counters.
  public static final Tree COUNTERS = new Tree("_counters", 1);

  private final Schema schema;
  private final List<Tree> trees = new ArrayList<>(List.of(SCHEMA, COUNTERS));
  private final List<BoundTable<?, ?>> bound = new ArrayList<>();
  private final Map<Table<?, ?>, BoundTable<?, ?>> tables;
  private final Map<Index<?, ?, ?>, IndexMaintainer<?, ?, ?>> indexes;

  /// Of a schema.
  public Catalog(Schema schema) {
    this.schema = schema;
    Map<Table<?, ?>, BoundTable<?, ?>> byTable = new HashMap<>();
    Map<Index<?, ?, ?>, IndexMaintainer<?, ?, ?>> byIndex = new HashMap<>();
    for (Table<?, ?> table : schema.tables()) {
      byTable.put(table, bind(table, byIndex));
    }
    this.tables = Map.copyOf(byTable);
    this.indexes = Map.copyOf(byIndex);
  }

  private <K, R> BoundTable<K, R> bind(
      Table<K, R> table, Map<Index<?, ?, ?>, IndexMaintainer<?, ?, ?>> byIndex) {
    Tree tree = newTree(table.name());
    List<IndexMaintainer<?, K, R>> maintainers = new ArrayList<>();
    for (Index<?, K, R> index : table.indexes()) {
      IndexMaintainer<?, K, R> maintainer = IndexMaintainer.of(index, newTree(index.name()));
      byIndex.put(index, maintainer);
      maintainers.add(maintainer);
    }
    BoundTable<K, R> result = new BoundTable<>(table, tree, maintainers);
    bound.add(result);
    return result;
  }

  private Tree newTree(String name) {
    Tree tree = new Tree(name, trees.size());
    trees.add(tree);
    return tree;
  }

  /// The schema.
  public Schema schema() {
    return schema;
  }

  /// Every tree, by number.
  public List<Tree> trees() {
    return List.copyOf(trees);
  }

  List<BoundTable<?, ?>> tables() {
    return bound;
  }

  @SuppressWarnings("unchecked") // bind pairs a table with a binding of its types
  <K, R> BoundTable<K, R> of(Table<K, R> table) {
    BoundTable<?, ?> found = tables.get(table);
    if (found == null) {
      throw new IllegalArgumentException(
          "The store was not opened with the table \"%s\"; add it to the schema."
              .formatted(table.name()));
    }
    return (BoundTable<K, R>) found;
  }

  @SuppressWarnings("unchecked") // bind pairs an index with a maintainer of its types
  <I, K, R> IndexMaintainer<I, K, R> of(Index<I, K, R> index) {
    IndexMaintainer<?, ?, ?> found = indexes.get(index);
    if (found == null) {
      throw new IllegalArgumentException(
          ("The store was not opened with the index \"%s\"; add its table to the schema after the"
                  + " index was added to the table.")
              .formatted(index.name()));
    }
    return (IndexMaintainer<I, K, R>) found;
  }

  @SuppressWarnings("unchecked") // IndexMaintainer.of makes this kind for it
  <I, K, R, V> CoveringMaintainer<I, K, R, V> ofCovering(Index.Covering<I, K, R, V> index) {
    return (CoveringMaintainer<I, K, R, V>) of(index);
  }
}
