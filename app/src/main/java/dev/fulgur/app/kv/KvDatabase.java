package dev.fulgur.app.kv;

import dev.fulgur.log.LogException;
import dev.fulgur.prompts.value.TaggedJson;
import dev.fulgur.store.Durability;
import dev.fulgur.store.KeepingProgress;
import dev.fulgur.store.LogHealth;
import dev.fulgur.store.LogSettings;
import dev.fulgur.store.Range;
import dev.fulgur.store.Row;
import dev.fulgur.store.Schema;
import dev.fulgur.store.Store;
import dev.fulgur.store.StoreException;
import dev.fulgur.store.StoreException.OpenRefused;
import dev.fulgur.store.StoreException.OpenRefused.Reason;
import dev.fulgur.store.StoreOptions;
import dev.fulgur.store.Table;
import dev.fulgur.store.codec.Keys;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// A logged store whose tables are named by its user: each a sub-database of that name, with texts
/// under texts, and each listed in the table `kv_tables`.
///
/// A new table is listed, and that brought into LMDB's file, before anything is written to it. So
/// whoever opens the store after a crash knows every table that its log can speak of.
///
/// Where the log lies is remembered in the same table, once it was said, for as long as the
/// database stays in its folder: a copy of it elsewhere has a log of its own.
///
/// Lifetime: from one of the opening methods to [#close], which brings the whole log into LMDB's
/// file. Thread rule: as [Store].
public final class KvDatabase implements AutoCloseable {
  private static final String LIST = "kv_tables";

  /// Where the log lies, as no table can be called.
  private static final String LOG = "_log";

  private static final String SCHEMA = "kv";
  private static final Table<String, String> TABLES = Table.of(LIST, Keys.UTF8, new KvText());

  private final Store store;
  private final Map<String, Table<String, String>> tables;
  private final LogHealth.@Nullable Recovery recovery;

  private KvDatabase(
      Store store, Map<String, Table<String, String>> tables, LogHealth.@Nullable Recovery before) {
    this.store = store;
    this.tables = tables;
    LogHealth.Recovery now = recovery(store);
    this.recovery = before != null && before.isAfterCrash() ? before : now;
  }

  private static LogHealth.@Nullable Recovery recovery(Store store) {
    LogHealth log = store.stats().log();
    return log == null ? null : log.recovery();
  }

  /// How a database is opened for writing.
  ///
  /// @param durability when a commit is acknowledged; not [Durability#DIRECT]
  /// @param log how the log works; without a folder it lies where it did before
  /// @param recovery told how far a recovery is
  public record Writing(Durability durability, LogSettings log, KeepingProgress recovery) {

    /// Synced, as the log is by default.
    public static Writing synced() {
      return new Writing(Durability.SYNCED, LogSettings.defaults(), KeepingProgress.NONE);
    }

    private StoreOptions options(@Nullable Path at) {
      return StoreOptions.defaults()
          .withDurability(durability)
          .withLog(at == null ? log : log.withFolder(at))
          .withRecovery(recovery);
    }

    /// The folder that was named, or null.
    private @Nullable Path named() {
      Path folder = log.folder();
      return folder == null ? null : folder.toAbsolutePath().normalize();
    }
  }

  /// What the list of tables says.
  ///
  /// @param log where the log lies, null for its place in the folder
  private record Listed(List<String> names, @Nullable Path log) {}

  /// Opens the database in `folder` for writing to these tables and those that it has; what is not
  /// there is made.
  ///
  /// @throws OpenRefused if it cannot be opened, or something else lies in the folder
  /// @throws IllegalArgumentException if a name cannot be one of a table
  public static KvDatabase open(Path folder, Writing writing, Collection<String> wanted) {
    Path named = writing.named();
    Listed listed =
        isThere(folder)
            ? listed(folder, named, StoreOptions.readOnly())
            : new Listed(List.of(), null);
    TreeSet<String> names = new TreeSet<>(listed.names());
    TreeSet<String> added = new TreeSet<>(wanted);
    added.removeAll(names);
    checkNames(added);
    Path moved = named == null || named.equals(listed.log()) ? null : named;
    StoreOptions options = writing.options(named == null ? listed.log() : named);
    LogHealth.Recovery recovery = null;
    if (moved != null || !added.isEmpty()) {
      try (Store store = Store.open(folder, schema(tables(names)), options)) {
        recovery = recovery(store);
        store.write(
            tx -> {
              added.forEach(name -> tx.put(TABLES, name, ""));
              if (moved != null) {
                tx.put(TABLES, LOG, TaggedJson.write(List.of(place(folder), moved.toString())));
              }
            });
      }
      names.addAll(added);
    }
    Map<String, Table<String, String>> tables = tables(names);
    return new KvDatabase(Store.open(folder, schema(tables), options), tables, recovery);
  }

  /// Opens the database in `folder`, which must be there, with the tables that it has.
  ///
  /// @throws OpenRefused if it is not there or cannot be opened
  public static KvDatabase open(Path folder, Writing writing) {
    requireThere(folder);
    return open(folder, writing, List.of());
  }

  /// Opens the database in `folder` to read. Where another process has it, or nothing can be
  /// written, that is what the last checkpoint brought into LMDB's file, and `told` is given a
  /// sentence about it.
  ///
  /// @throws OpenRefused if it is not there or cannot be opened
  public static KvDatabase openToRead(Path folder, Writing writing, Consumer<String> told) {
    requireThere(folder);
    StoreOptions readOnly = StoreOptions.readOnly();
    try {
      return open(folder, writing, List.of());
    } catch (OpenRefused e) {
      return switch (e.reason()) {
        case OTHER_OWNER -> asItIs(folder, readOnly, owner(e) + " has " + folder + " open", told);
        case NO_PERMISSION -> asItIs(folder, readOnly, folder + " cannot be written to", told);
        default -> throw e;
      };
    } catch (StoreException.StoreFull e) {
      return asItIs(folder, readOnly, "There is no room to bring in what the log holds", told);
    }
  }

  /// Opens the database in `folder` to read, where nobody writes it, as on a disk that cannot be
  /// written: no file is touched. That is what the last checkpoint brought into LMDB's file, and
  /// `told` is given a sentence about it.
  ///
  /// @throws OpenRefused if it is not there or cannot be opened
  public static KvDatabase openImage(Path folder, Consumer<String> told) {
    requireThere(folder);
    StoreOptions image = StoreOptions.defaults().withMode(StoreOptions.Mode.IMAGE);
    return asItIs(folder, image, folder + " is read as an image", told);
  }

  private static String owner(OpenRefused e) {
    return e.getCause() instanceof LogException.Owned owned && owned.pid() != 0
        ? "Process " + owned.pid()
        : "Another process";
  }

  private static KvDatabase asItIs(
      Path folder, StoreOptions reading, String why, Consumer<String> told) {
    Map<String, Table<String, String>> tables = tables(listed(folder, null, reading).names());
    Store store = Store.open(folder, schema(tables), reading);
    told.accept(why + "; this is what its last checkpoint holds.");
    return new KvDatabase(store, tables, null);
  }

  private static boolean isThere(Path folder) {
    return Files.exists(folder.resolve("data.mdb"));
  }

  private static void requireThere(Path folder) {
    if (!isThere(folder)) {
      throw new OpenRefused(
          Reason.MISSING,
          folder,
          "There is no key-value database in %s; 'fulgur kv put' makes one.".formatted(folder),
          null);
    }
  }

  /// The folder as it is remembered with its log.
  private static String place(Path folder) {
    return folder.toAbsolutePath().normalize().toString();
  }

  /// What is listed in LMDB's file, read without taking part in the log.
  ///
  /// @param named where the log is said to lie, or null
  /// @param reading how it is opened
  private static Listed listed(Path folder, @Nullable Path named, StoreOptions reading) {
    List<String> names = new ArrayList<>();
    Path log = null;
    // Under a name of its own, since a schema may not lose tables.
    Schema list = Schema.of("kv list", TABLES);
    try (Store store = Store.open(folder, list, reading)) {
      for (Row<String, String> row :
          store.read(view -> view.scan(TABLES, Range.all(), Integer.MAX_VALUE))) {
        if (!row.key().equals(LOG)) {
          names.add(row.key());
        } else if (TaggedJson.read(row.record()) instanceof List<?> pair
            && pair.size() == 2
            && place(folder).equals(pair.getFirst())) {
          log = Path.of(String.valueOf(pair.getLast()));
        }
      }
    }
    if (names.isEmpty()
        && log == null
        && !Files.isDirectory(named == null ? folder.resolve("log") : named)) {
      throw new OpenRefused(
          Reason.NOT_A_STORE,
          folder,
          "%s is a database of another kind, not of key-value tables; choose another folder."
              .formatted(folder),
          null);
    }
    return new Listed(names, log);
  }

  /// Where the log of the database in `folder` lies, if that is one of key-value tables which
  /// remembers another place than its folder; else null.
  ///
  /// @throws OpenRefused if it cannot be opened
  public static @Nullable Path rememberedLog(Path folder) {
    if (!isThere(folder)) {
      return null;
    }
    try {
      return listed(folder, null, StoreOptions.readOnly()).log();
    } catch (OpenRefused e) {
      if (e.reason() == Reason.NOT_A_STORE) {
        return null;
      }
      throw e;
    }
  }

  private static void checkNames(Collection<String> names) {
    for (String name : names) {
      Table<String, String> _ = table(name);
      if (name.equals(LIST)) {
        throw new IllegalArgumentException(
            "The name \"%s\" is taken by the list of tables; choose another.".formatted(name));
      }
    }
  }

  private static Table<String, String> table(String name) {
    return Table.of(name, Keys.UTF8, new KvText());
  }

  private static Map<String, Table<String, String>> tables(Collection<String> names) {
    Map<String, Table<String, String>> tables = new LinkedHashMap<>();
    names.forEach(name -> tables.put(name, table(name)));
    return tables;
  }

  private static Schema schema(Map<String, Table<String, String>> tables) {
    Schema schema = Schema.of(SCHEMA, TABLES);
    for (Table<String, String> table : tables.values()) {
      schema = schema.and(Schema.of(SCHEMA, table));
    }
    return schema;
  }

  /// The store itself.
  public Store store() {
    return store;
  }

  /// What opening found and did; null where it is opened to read what was brought in before.
  public LogHealth.@Nullable Recovery recovery() {
    return recovery;
  }

  /// A table, or null if there is none of that name.
  public @Nullable Table<String, String> find(String name) {
    return tables.get(name);
  }

  /// The tables and how many rows each has.
  public Map<String, Long> counts() {
    return store.read(
        view -> {
          Map<String, Long> counts = new TreeMap<>();
          tables.forEach((name, table) -> counts.put(name, view.count(table)));
          return counts;
        });
  }

  /// Closes the store; the log is brought into LMDB's file.
  ///
  /// @throws StoreException if that fails
  @Override
  public void close() {
    store.close();
  }
}
