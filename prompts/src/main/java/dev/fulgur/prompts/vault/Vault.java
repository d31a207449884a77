package dev.fulgur.prompts.vault;

import dev.fulgur.prompts.Config;
import dev.fulgur.prompts.HybridRegistry;
import dev.fulgur.prompts.LmdbRegistry;
import dev.fulgur.prompts.PromptException;
import dev.fulgur.prompts.Registries;
import dev.fulgur.prompts.Registry;
import dev.fulgur.prompts.YamlRegistry;
import dev.fulgur.store.Store;
import dev.fulgur.store.StoreOptions;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// What an application holds: a registry, its renderer, and a cache of templates that are decoded
/// and compiled.
///
/// ```java
/// try (Vault vault = Vault.open(Path.of("fulgur.yaml"))) {
///   String prompt = vault.get("support/triage").render(Map.of("subject", subject, "body", body));
/// }
/// ```
///
/// The cache is never stale: a save by this process or another is seen by the next `get` after it
/// returned. There is nothing to invalidate and no time to live. A handle itself stays what it was
/// when it was asked for.
///
/// Shared by all threads; a hit takes no lock. Methods throw [dev.fulgur.store.StoreException]
/// where the store fails.
public final class Vault implements AutoCloseable {
  /// How many templates a vault keeps ready if nothing else is said.
  public static final int DEFAULT_CACHE_SIZE = 10_000;

  private final Registry registry;
  private final Handles handles;
  private final @Nullable CallLog log;
  private final Renderer renderer;
  private final List<ScheduledBackups> backups = new CopyOnWriteArrayList<>();

  private Vault(Registry registry, int cacheSize, @Nullable CallLog log) {
    this.registry = registry;
    this.log = log;
    this.renderer = Renderer.of(registry);
    Consumer<CallRecord> calls = log == null ? null : log::add;
    this.handles =
        switch (registry) {
          case LmdbRegistry database ->
              new StoredHandles(database, database, renderer, calls, cacheSize);
          case HybridRegistry hybrid ->
              new StoredHandles(hybrid.database(), hybrid, renderer, calls, cacheSize);
          default -> new LoadedHandles(registry, renderer, calls, cacheSize);
        };
  }

  /// Opens what a path names: a config file, a database, or a folder of YAML files.
  ///
  /// @throws PromptException.InvalidConfig if it is a file that says something that it cannot
  /// @throws PromptException.Unreadable if there is nothing
  public static Vault open(Path path) {
    if (Files.isRegularFile(path)) {
      return open(Config.read(path));
    }
    if (!Files.isDirectory(path)) {
      throw new PromptException.Unreadable(
          path,
          "There is no config file, database or folder of prompts at " + path + "; check the path.",
          null);
    }
    return of(
        Files.isRegularFile(path.resolve("data.mdb"))
            ? LmdbRegistry.open(path, StoreOptions.defaults())
            : YamlRegistry.open(path));
  }

  /// Opens what a config says, its log of calls with it.
  public static Vault open(Config config) {
    return open(config, notice -> {});
  }

  /// Opens what a config says.
  ///
  /// @param notices told, in a sentence each, what a person should know
  public static Vault open(Config config, Consumer<String> notices) {
    Registry registry = Registries.open(config, notices);
    try {
      Path logPath = config.logPath();
      CallLog log = logPath == null ? null : CallLog.open(logPath, notices);
      return new Vault(registry, DEFAULT_CACHE_SIZE, log);
    } catch (RuntimeException e) {
      registry.close();
      throw e;
    }
  }

  /// A vault over a registry, which is closed with it.
  public static Vault of(Registry registry) {
    return of(registry, DEFAULT_CACHE_SIZE, null);
  }

  /// A vault over a registry.
  ///
  /// @param registry is closed with the vault
  /// @param cacheSize how many templates are kept ready
  /// @param log where calls of models are recorded, or null; closed with the vault
  public static Vault of(Registry registry, int cacheSize, @Nullable CallLog log) {
    return new Vault(registry, cacheSize, log);
  }

  /// The registry below.
  public Registry registry() {
    return registry;
  }

  /// The current version of a template; or what a reference says, see [#getReference(String)].
  ///
  /// @throws PromptException.NotFound if there is none
  public TemplateHandle get(String id) {
    return handles.get(id);
  }

  /// That version of a template.
  ///
  /// @throws PromptException.NotFound if there is none
  public TemplateHandle get(String id, String version) {
    return handles.get(id, version);
  }

  /// The template that `ID`, `ID@LABEL` or `ID@VERSION` names: the whole text is tried as an id
  /// first, then it is split at the last `@`, and what stands behind it is tried as a label and
  /// then as a version.
  ///
  /// @throws PromptException.NotFound if there is none
  public TemplateHandle getReference(String reference) {
    return handles.getReference(reference, null);
  }

  /// The template that a reference names, for one of many callers.
  ///
  /// @param stickyKey what stays the same for one user or session: it chooses among the versions of
  ///   a weighted label, the same one for the same key
  /// @throws PromptException.NotFound if there is none
  public TemplateHandle getReference(String reference, String stickyKey) {
    return handles.getReference(reference, stickyKey);
  }

  /// Notes what every template says at this instant, to read it later as it is now: an agent run
  /// that begins with a pin sees one state from its first prompt to its last.
  public PinnedTemplates pin() {
    return PinnedTemplates.of(registry, log == null ? null : log::add);
  }

  /// The current versions of templates, by id in the order asked for, all from one snapshot. Ids
  /// that are not there are left out.
  public Map<String, TemplateHandle> getMany(Collection<String> ids) {
    return handles.getMany(ids);
  }

  /// Counts from the first call of this on; for meters.
  public synchronized VaultCounters counters() {
    VaultCounters counters = renderer.counters();
    if (counters == null) {
      counters = new VaultCounters();
      renderer.count(counters);
      handles.count(counters);
    }
    return counters;
  }

  /// Backs the database up at intervals, each time into a new folder, until the vault is closed.
  /// Readers and writers go on meanwhile. The first backup is made after one interval.
  ///
  /// @param folder holds the backups, each named after its time
  /// @param keep how many of them stay; older ones are deleted once a newer one is whole
  /// @param notices told, in a sentence, of a backup that failed
  /// @throws PromptException.Unsupported if the registry is a folder of files
  public void scheduleBackups(Path folder, Duration every, int keep, Consumer<String> notices) {
    if (every.toMillis() < 1 || keep < 1) {
      throw new IllegalArgumentException(
          "Backups need an interval of a millisecond or more and at least one to keep, not "
              + every
              + " and "
              + keep
              + ".");
    }
    Store store =
        switch (registry) {
          case LmdbRegistry database -> database.store();
          case HybridRegistry hybrid -> hybrid.database().store();
          default -> throw PromptException.Unsupported.noDatabase(registry.place(), "backups");
        };
    backups.add(new ScheduledBackups(store, folder, every, keep, notices));
  }

  /// Forgets what is kept ready. Never needed for freshness; it frees the memory.
  public void invalidate() {
    handles.clear();
  }

  /// Writes out the log of calls and closes the registry; a second call does nothing.
  @Override
  public void close() {
    try {
      backups.forEach(ScheduledBackups::close);
      if (log != null) {
        log.close();
      }
    } finally {
      registry.close();
    }
  }
}
