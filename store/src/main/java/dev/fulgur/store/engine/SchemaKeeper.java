package dev.fulgur.store.engine;

import dev.fulgur.store.Index;
import dev.fulgur.store.RecordFormat;
import dev.fulgur.store.Schema;
import dev.fulgur.store.StoreException;
import dev.fulgur.store.StoreOptions.IndexProgress;
import dev.fulgur.store.Table;
import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// Holds the definitions of a catalog and those of a file together: refuses what does not fit, adds
/// what is new, builds indexes, and brings them up to date after other programs.
///
/// **Evolution.** New tables, new indexes, and codecs of a higher version are added as they come. A
/// schema of a higher version may also drop indexes and define them anew, and leave tables aside.
/// All else is [StoreException.SchemaMismatch].
///
/// **Building.** An index is built in slices, each one transaction that also notes how far it came,
/// so that a build that was cut short goes on where it was.
public final class SchemaKeeper {

  private static final int SLICE = 5_000;

  private final Catalog catalog;
  private final String engine;
  private final Scratch scratch = new Scratch();

  /// @param engine what `_schema` calls the engine
  public SchemaKeeper(Catalog catalog, String engine) {
    this.catalog = catalog;
    this.engine = engine;
  }

  /// For a store that is opened for writing: brings the file up to the catalog.
  ///
  /// @throws StoreException.SchemaMismatch if the two do not fit
  public void prepare(Backend backend, Consumer<IndexProgress> progress) {
    boolean complete =
        backend.hasAllTrees()
            && backend.read(rows -> changes(Definitions.read(rows, scratch), rows).isEmpty());
    if (!complete) {
      backend.write(this::define);
    }
    for (BoundTable<?, ?> table : catalog.tables()) {
      for (IndexMaintainer<?, ?, ?> index : table.indexes) {
        while (!isBuilt(backend, index)) {
          backend.write((rows, txnId) -> buildSlice(rows, txnId, table, index, progress));
        }
      }
    }
  }

  /// For a store that is opened for reading: refuses what does not fit, and marks indexes that are
  /// not built.
  ///
  /// @throws StoreException.SchemaMismatch if the two do not fit
  public void examine(Rows rows) {
    examine(rows, List.of(catalog.schema()));
  }

  /// The same for a catalog that holds the tables of several schemas, and others.
  ///
  /// @throws StoreException.SchemaMismatch if one of the schemas does not fit
  public void examine(Rows rows, List<Schema> schemas) {
    Definitions found = Definitions.read(rows, scratch);
    for (Schema schema : schemas) {
      List<Change> _ = changes(found, rows, schema);
    }
    for (BoundTable<?, ?> table : catalog.tables()) {
      for (IndexMaintainer<?, ?, ?> index : table.indexes) {
        Definition.OfIndex definition = found.indexes().get(index.tree.name());
        index.built =
            definition != null
                && definition.built()
                && definition.defines(Definition.OfIndex.of(index.index));
      }
    }
  }

  /// Checks again, after another process has changed definitions.
  ///
  /// @throws StoreException.SchemaMismatch if they do not fit any more
  public void checkAgain(Rows rows) {
    if (!changes(Definitions.read(rows, scratch), rows).isEmpty()) {
      throw new StoreException.SchemaMismatch(
          catalog.schema().name(),
          "Another process opened the store with another version of the schema \"%s\"; open it again."
              .formatted(catalog.schema().name()));
    }
  }

  private boolean isBuilt(Backend backend, IndexMaintainer<?, ?, ?> index) {
    return backend.read(
        rows -> {
          Definition.OfIndex found =
              Definitions.read(rows, scratch).indexes().get(index.tree.name());
          return found != null && found.built();
        });
  }

  /// One thing to do to a file so that it fits.
  private sealed interface Change {
    /// Write a definition.
    record Define(Definition definition) implements Change {}

    /// Forget an index.
    record Drop(String index) implements Change {}
  }

  private void define(MutableRows rows, long txnId) {
    SchemaNotes.Commit before = SchemaNotes.commit(rows);
    boolean others = SchemaNotes.writtenByOthers(rows);
    for (Change change : changes(Definitions.read(rows, scratch), rows)) {
      switch (change) {
        case Change.Define(Definition definition) -> {
          if (definition instanceof Definition.OfIndex index) {
            clear(rows, index.name());
          }
          Definitions.write(rows, scratch, definition);
        }
        case Change.Drop(String index) -> {
          clear(rows, index);
          Definitions.delete(rows, Definition.OfIndex.key(index));
        }
      }
    }
    long generation = before == null ? 1 : before.generation() + 1;
    SchemaNotes.write(rows, new SchemaNotes.Commit(others ? 0 : txnId, generation));
  }

  private void clear(MutableRows rows, String name) {
    for (Tree tree : catalog.trees()) {
      if (tree.name().equals(name)) {
        rows.clear(tree);
      }
    }
  }

  /// What is to be done so that the file fits the catalog.
  private List<Change> changes(Definitions found, Rows rows) {
    return changes(found, rows, catalog.schema());
  }

  private List<Change> changes(Definitions found, Rows rows, Schema schema) {
    List<Change> changes = new ArrayList<>();
    checkStore(found.store(), changes);
    Definition.OfSchema before = found.schemas().get(schema.name());
    if (before != null && before.version() > schema.version()) {
      throw mismatch(
          schema.name(),
          "version %d of the schema \"%s\" wrote this store, and this program has version %d; use a"
              + " newer program",
          before.version(),
          schema.name(),
          schema.version());
    }
    boolean evolves = before != null && before.version() < schema.version();
    List<String> names = new ArrayList<>();
    for (Table<?, ?> table : schema.tables()) {
      names.add(table.name());
      checkTable(table, found, rows, changes);
      for (Index<?, ?, ?> index : table.indexes()) {
        checkIndex(index, found, evolves, changes);
      }
    }
    checkDropped(schema, before, found, evolves, names, changes);
    Definition.OfSchema now = new Definition.OfSchema(schema.name(), schema.version(), names);
    if (!now.equals(before)) {
      changes.add(new Change.Define(now));
    }
    return changes;
  }

  private void checkStore(Definition.@Nullable OfStore store, List<Change> changes) {
    Definition.OfStore now = new Definition.OfStore(Definition.FORMAT, engine);
    if (store != null && store.format() > Definition.FORMAT) {
      throw mismatch(
          "store",
          "format %d wrote this store, and this program knows %d; use a newer program",
          store.format(),
          Definition.FORMAT);
    }
    if (!now.equals(store)) {
      changes.add(new Change.Define(now));
    }
  }

  private void checkTable(Table<?, ?> table, Definitions found, Rows rows, List<Change> changes) {
    Definition.OfTable now = Definition.OfTable.of(table);
    Definition.OfTable before = found.tables().get(table.name());
    if (before == null) {
      if (table.format() instanceof RecordFormat.Sealed<?>
          && rows.count(catalog.of(table).tree) > 0) {
        throw mismatch(
            table.name(),
            "the table \"%s\" is there and was not written by this library; check the path",
            table.name());
      }
      changes.add(new Change.Define(now));
      return;
    }
    requireSame(table.name(), "keys", before.keyCodec(), now.keyCodec());
    requireSame(table.name(), "records", before.recordCodec(), now.recordCodec());
    requireSame(table.name(), "records", before.format(), now.format());
    if (before.version() > now.version()) {
      throw mismatch(
          table.name(),
          "version %d of the records of \"%s\" is in this store, and this program has version %d; use"
              + " a newer program",
          before.version(),
          table.name(),
          now.version());
    }
    if (!before.equals(now)) {
      changes.add(new Change.Define(now));
    }
  }

  private static void checkIndex(
      Index<?, ?, ?> index, Definitions found, boolean evolves, List<Change> changes) {
    Definition.OfIndex now = Definition.OfIndex.of(index);
    Definition.OfIndex before = found.indexes().get(index.name());
    if (before == null) {
      changes.add(new Change.Define(now));
    } else if (!before.defines(now)) {
      if (!evolves && before.built()) {
        throw mismatch(
            index.name(),
            "the index \"%s\" was %s of %s on \"%s\" and is now %s of %s on \"%s\"; give the new one"
                + " another name, or raise the schema's version to build it anew",
            index.name(),
            before.kind(),
            before.keyCodec(),
            before.table(),
            now.kind(),
            now.keyCodec(),
            now.table());
      }
      changes.add(new Change.Define(now));
    }
  }

  private static void checkDropped(
      Schema schema,
      Definition.@Nullable OfSchema before,
      Definitions found,
      boolean evolves,
      List<String> names,
      List<Change> changes) {
    for (Definition.OfIndex index : found.indexes().values()) {
      boolean known =
          schema.tables().stream()
              .flatMap(table -> table.indexes().stream())
              .anyMatch(i -> i.name().equals(index.name()));
      if (known || !names.contains(index.table())) {
        continue;
      }
      if (index.built() && !evolves) {
        throw mismatch(
            index.name(),
            "the store keeps the index \"%s\" on \"%s\", which this program does not know; add it, or"
                + " raise the schema's version to drop it",
            index.name(),
            index.table());
      }
      changes.add(new Change.Drop(index.name()));
    }
    if (before != null && !evolves) {
      for (String table : before.tables()) {
        if (!names.contains(table)) {
          throw mismatch(
              table,
              "the schema \"%s\" had a table \"%s\" and has it no more; if it was renamed, give it its"
                  + " name back, else raise the schema's version to leave it aside",
              schema.name(),
              table);
        }
      }
    }
  }

  private static void requireSame(String name, String what, String before, String now) {
    if (!before.equals(now)) {
      throw mismatch(
          name,
          "the %s of \"%s\" are %s in this store and %s in this program; open it with the program that"
              + " wrote it, or use another name",
          what,
          name,
          before,
          now);
    }
  }

  @SuppressWarnings("AnnotateFormatMethod") // the sentences are constants above
  private static StoreException.SchemaMismatch mismatch(
      String definition, String sentence, @Nullable Object... values) {
    String text = sentence.formatted(values);
    return new StoreException.SchemaMismatch(
        definition, Character.toUpperCase(text.charAt(0)) + text.substring(1) + ".");
  }

  private <K, R> void buildSlice(
      MutableRows rows,
      long txnId,
      BoundTable<K, R> table,
      IndexMaintainer<?, ?, ?> wanted,
      Consumer<IndexProgress> progress) {
    boolean others = SchemaNotes.writtenByOthers(rows);
    SchemaNotes.Commit note = SchemaNotes.commit(rows);
    Definition.OfIndex definition =
        Definitions.read(rows, scratch).indexes().get(wanted.tree.name());
    if (definition == null || definition.built()) {
      return;
    }
    IndexMaintainer<?, K, R> index = table.indexes.get(table.indexes.indexOf(wanted));
    ByteRange rest =
        definition.after().length == 0
            ? ByteRange.ALL
            : ByteRange.ALL.atLeast(definition.after(), false);
    byte[] last = null;
    int done = 0;
    try (RangeWalk walk = new RangeWalk(rows, table.tree, rest)) {
      while (done < SLICE && walk.next()) {
        last = Bytes.copy(walk.key());
        addTo(rows, table, index, MemorySegment.ofArray(last), walk.value());
        done++;
      }
    }
    byte[] reached = done < SLICE ? null : last;
    Definitions.write(
        rows, scratch, reached == null ? definition.asBuilt() : definition.builtTo(reached));
    if (note != null) {
      SchemaNotes.write(rows, new SchemaNotes.Commit(others ? 0 : txnId, note.generation()));
    }
    progress.accept(progressOf(rows, table, index, reached));
  }

  private <K, R> IndexProgress progressOf(
      Rows rows,
      BoundTable<K, R> table,
      IndexMaintainer<?, K, R> index,
      byte @Nullable [] reached) {
    long total = rows.count(table.tree);
    if (reached == null) {
      return new IndexProgress(index.tree.name(), total, total);
    }
    return new IndexProgress(index.tree.name(), Math.min(total, rows.count(index.tree)), total);
  }

  /// A record that cannot be read has no rows in an index; [Checker] names it.
  private <K, R> void addTo(
      MutableRows rows,
      BoundTable<K, R> table,
      IndexMaintainer<?, K, R> index,
      MemorySegment key,
      MemorySegment value) {
    R record;
    try {
      record = table.read(rows, scratch, key, value);
    } catch (StoreException.CorruptRecord e) {
      return;
    }
    List<IndexEntry> entries = index.entries(scratch, record, key);
    index.check(rows, List.of(), entries);
    index.change(rows, List.of(), entries);
  }

  /// Builds the indexes anew of all tables that other programs write to.
  public void reindexShared(MutableRows rows) {
    for (BoundTable<?, ?> table : catalog.tables()) {
      if (!(table.table.format() instanceof RecordFormat.Sealed<?>)) {
        reindex(rows, table);
      }
    }
  }

  private <K, R> void reindex(MutableRows rows, BoundTable<K, R> table) {
    for (IndexMaintainer<?, K, R> index : table.indexes) {
      rows.clear(index.tree);
      try (RangeWalk walk = new RangeWalk(rows, table.tree, ByteRange.ALL)) {
        while (walk.next()) {
          MemorySegment key = MemorySegment.ofArray(Bytes.copy(walk.key()));
          addTo(rows, table, index, key, walk.value());
        }
      }
    }
  }
}
