package dev.fulgur.prompts;

import static dev.fulgur.prompts.PromptTables.LAST_MODIFIED;
import static dev.fulgur.prompts.PromptTables.METADATA;
import static dev.fulgur.prompts.PromptTables.SCHEMA;
import static dev.fulgur.prompts.PromptTables.TEMPLATES;
import static dev.fulgur.prompts.PromptTables.VERSIONS;

import dev.fulgur.prompts.search.Query;
import dev.fulgur.prompts.versions.Edit;
import dev.fulgur.store.Range;
import dev.fulgur.store.Row;
import dev.fulgur.store.Schema;
import dev.fulgur.store.Store;
import dev.fulgur.store.StoreException;
import dev.fulgur.store.StoreOptions;
import dev.fulgur.store.View;
import dev.fulgur.store.codec.UnencodableValue;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// Templates in a database: the place to read from. Every version of a template is kept; versions
/// do not change; the one that was saved last is the current one.
///
/// The database is also one of PromptLightning's, which opens it in turn, not at the same time;
/// what such a program saved or deleted is seen by the next read, and taken over by the next write
/// (see [PromptTables]).
///
/// A read is one snapshot and takes no lock. A write is durable when it returns. Shared by all
/// threads, open once for each path and process.
///
/// Methods throw [dev.fulgur.store.StoreException] where the store fails.
public final class LmdbRegistry implements Registry {
  private static final System.Logger LOG = System.getLogger("dev.fulgur.prompts");

  private final Store store;
  private final Clock clock;
  private final Labels labels;
  private final NamedVersions named = new NamedVersions();

  private LmdbRegistry(Store store, Clock clock) {
    this.store = store;
    this.clock = clock;
    this.labels = new Labels(this, clock);
  }

  /// The tables that a registry uses.
  public static Schema schema() {
    return SCHEMA;
  }

  /// Opens the database in a folder, or makes one.
  public static LmdbRegistry open(Path folder) {
    return open(folder, StoreOptions.defaults());
  }

  /// Opens the database in a folder.
  ///
  /// @param options how the store is opened; its reconciler is set here
  public static LmdbRegistry open(Path folder, StoreOptions options) {
    return open(folder, options, Clock.systemUTC());
  }

  /// Opens a database that nobody writes, such as one in a layer of a container or on a read-only
  /// mount: no lock is taken, no file touched, and nothing done but to map the file. That nobody
  /// writes it is the caller's promise.
  public static LmdbRegistry openImage(Path folder) {
    return open(folder, StoreOptions.defaults().withMode(StoreOptions.Mode.IMAGE));
  }

  static LmdbRegistry open(Path folder, StoreOptions options, Clock clock) {
    StoreOptions reconciled = options.withReconciler(new Reconciliation(clock));
    return new LmdbRegistry(Store.open(folder, SCHEMA, reconciled), clock);
  }

  /// The store below, for its stats, checks and copies. Its tables are the registry's: do not write
  /// to them.
  public Store store() {
    return store;
  }

  @Override
  public String place() {
    return store.path().toString();
  }

  @Override
  public @Nullable TemplateSpec find(String id) {
    return read(view -> find(view, id));
  }

  /// The current version of a template in a snapshot of the store of such a registry, or null.
  public static @Nullable TemplateSpec find(View view, String id) {
    try {
      TemplateRecord current = id.isEmpty() ? null : view.get(TEMPLATES, id);
      return current == null ? null : current.spec();
    } catch (UnencodableValue e) {
      return null; // a text that is no key names nothing
    }
  }

  @Override
  public @Nullable TemplateSpec find(String id, String version) {
    return read(view -> find(view, id, version));
  }

  /// Whether a snapshot of the store of such a registry has a template.
  public static boolean contains(View view, String id) {
    try {
      return !id.isEmpty() && view.contains(TEMPLATES, id);
    } catch (UnencodableValue e) {
      return false;
    }
  }

  /// That version of a template in a snapshot of the store of such a registry, or null. Where
  /// another program wrote since our last write, the current version is asked first: its body of a
  /// version counts.
  public static @Nullable TemplateSpec find(View view, String id, String version) {
    if (view.writtenByOthers()) {
      TemplateSpec current = find(view, id);
      if (current == null || current.version().equals(version)) {
        return current;
      }
    }
    try {
      VersionRecord older = view.get(VERSIONS, new VersionKey(id, version));
      return older == null ? null : older.spec();
    } catch (UnencodableValue e) {
      return null;
    }
  }

  @Override
  public TemplateSpec load(String id) {
    TemplateSpec spec = id.indexOf('@') < 0 ? find(id) : findReference(id, null);
    return spec == null ? loadReference(id) : spec;
  }

  /// One snapshot answers for the id, the label and the version.
  @Override
  public @Nullable TemplateSpec findReference(String reference, @Nullable String stickyKey) {
    return read(view -> named.find(view, reference, stickyKey));
  }

  /// The template that a reference names in a snapshot of the store of such a registry, or null.
  ///
  /// @param stickyKey chooses among the versions of a weighted label, or null
  public static @Nullable TemplateSpec findReference(
      View view, String reference, @Nullable String stickyKey) {
    TemplateSpec whole = find(view, reference);
    int at = reference.lastIndexOf('@');
    if (whole != null || at <= 0) {
      return whole;
    }
    String id = reference.substring(0, at);
    String selector = reference.substring(at + 1);
    TemplateSpec labelled = Labels.find(view, id, selector, stickyKey);
    return labelled == null ? find(view, id, selector) : labelled;
  }

  @Override
  public Labels labels() {
    return labels;
  }

  @Override
  public Map<String, TemplateSpec> findAll(Collection<String> ids) {
    return read(
        view -> {
          Map<String, TemplateSpec> found = LinkedHashMap.newLinkedHashMap(ids.size());
          for (String id : ids) {
            TemplateSpec spec = find(view, id);
            if (spec != null) {
              found.put(id, spec);
            }
          }
          return found;
        });
  }

  @Override
  public void saveAll(Collection<TemplateSpec> specs, SaveMode mode, Edit edit) {
    List<TemplateSpec> saved = List.copyOf(specs);
    for (TemplateSpec spec : saved) {
      StorableSpec.check(spec);
    }
    write(
        edit,
        writer -> {
          for (TemplateSpec spec : saved) {
            writer.save(spec, mode);
            writer.checkIncludes(spec);
          }
        });
  }

  /// Saves templates in place of all that is stored under their ids, older versions included, in
  /// one transaction. Templates that include each other in a circle are taken as they are;
  /// rendering one of them says so.
  ///
  /// @throws PromptException.NotStorable for a template that cannot be kept, before anything is
  ///   written
  public void replaceAll(Collection<TemplateSpec> specs) {
    List<TemplateSpec> saved = List.copyOf(specs);
    for (TemplateSpec spec : saved) {
      StorableSpec.check(spec);
    }
    write(
        Edit.UNSIGNED,
        writer -> {
          for (TemplateSpec spec : saved) {
            writer.replace(spec);
          }
        });
  }

  /// Takes over, in one transaction, what a program wrote that knows only the original's tables:
  /// gives each of its templates a checksum and a version row. A database that nobody else wrote
  /// stays as it is.
  public void adopt() {
    store.write(tx -> {}); // the reconciler runs before the first write
  }

  /// Deletes one version of a template; its labels go with it.
  ///
  /// @throws PromptException.NotFound if it is not there
  /// @throws PromptException.Unsupported if it is the current one
  public void deleteVersion(String id, String version) {
    load(id, version);
    write(
        Edit.UNSIGNED,
        writer -> {
          if (!writer.deleteVersion(new VersionKey(id, version))) {
            throw new PromptException.Unsupported(
                "Version "
                    + PromptException.quote(version)
                    + " of "
                    + PromptException.quote(id)
                    + " is the current one and cannot be deleted alone; save another version first,"
                    + " or delete the template.");
          }
        });
  }

  @Override
  public int deleteAll(Collection<String> ids, Edit edit) {
    List<String> gone = List.copyOf(ids);
    return store.writeAndGet(
        tx -> {
          RegistryWriter writer = new RegistryWriter(tx, clock.millis(), edit);
          int deleted = 0;
          for (String id : gone) {
            deleted += StorableSpec.isId(id) && writer.delete(id) ? 1 : 0;
          }
          writer.finish();
          return deleted;
        });
  }

  @Override
  public List<String> ids() {
    return ids(Range.all(), Integer.MAX_VALUE);
  }

  @Override
  public List<String> ids(Range<String> range, int limit) {
    return read(view -> view.keys(TEMPLATES, range, limit));
  }

  @Override
  public List<TemplateSpec> list(Range<String> range, int limit) {
    return read(
        view -> {
          List<TemplateSpec> specs = new ArrayList<>();
          for (Row<String, TemplateRecord> row : view.scan(TEMPLATES, range, limit)) {
            specs.add(row.record().spec());
          }
          return specs;
        });
  }

  /// Asks the inverted index, which the first search over many templates builds; looks at each
  /// template where another program wrote since, or where there is no index and none can be made.
  @Override
  public List<TemplateSpec> search(Query query) {
    if (!query.hasTerms()) {
      return Search.scan(this, query);
    }
    if (read(Search::needsIndex)) {
      buildIndex();
    }
    List<TemplateSpec> found = read(view -> Search.indexed(view, query));
    return found == null ? Search.scan(this, query) : found;
  }

  private void buildIndex() {
    try {
      write(Edit.UNSIGNED, RegistryWriter::buildIndex);
    } catch (StoreException.ReadOnly | StoreException.StoreFull e) {
      LOG.log(System.Logger.Level.DEBUG, "Searching without an index", e);
    }
  }

  @Override
  public List<VersionInfo> versionInfos(String id) {
    return read(view -> VersionHistory.of(view, id));
  }

  @Override
  public RegistryMetadata metadata() {
    return read(
        view -> {
          Long modified = view.get(METADATA, LAST_MODIFIED);
          return new RegistryMetadata(
              view.count(TEMPLATES), modified == null ? null : Instant.ofEpochSecond(modified));
        });
  }

  /// Reads in one snapshot.
  <T extends @Nullable Object> T read(Function<? super View, T> reading) {
    return store.read(reading);
  }

  /// Writes in one transaction.
  void write(Edit edit, Consumer<RegistryWriter> writing) {
    store.write(
        tx -> {
          RegistryWriter writer = new RegistryWriter(tx, clock.millis(), edit);
          writing.accept(writer);
          writer.finish();
        });
  }

  @Override
  public void close() {
    store.close();
  }
}
