package dev.fulgur.prompts;

import static dev.fulgur.prompts.PromptTables.TEMPLATES;
import static dev.fulgur.prompts.PromptTables.VERSIONS;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.fulgur.store.Store;
import dev.fulgur.store.Stored;
import dev.fulgur.store.View;
import dev.fulgur.store.codec.UnencodableValue;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// The templates of a database, decoded and compiled.
///
/// An entry carries the version of a snapshot that showed its bytes: the one that loaded it, or a
/// later one that was found to hold the same. While the store's version is that, nothing was
/// committed since, by whatever process, and the entry is a hit. Otherwise the stored bytes are
/// compared in place in a new snapshot, and the entry is stamped with **that snapshot's** version:
/// the store's own may run ahead of it, and an entry stamped with a commit that its snapshot did
/// not show would be stale for ever. An older stamp that overwrites a newer one, or an older entry
/// in place of a newer one, costs a comparison and no more.
///
/// What the database does not have is asked of the registry that it belongs to, which may have a
/// folder behind it.
final class StoredHandles implements Handles {
  private final LmdbRegistry database;
  private final Registry whole;
  private final Store store;
  private final Renderer renderer;
  private final @Nullable Consumer<CallRecord> calls;

  /// By id for current versions, by [VersionKey] for chosen ones.
  private final Cache<Object, Entry> cache;

  StoredHandles(
      LmdbRegistry database,
      Registry whole,
      Renderer renderer,
      @Nullable Consumer<CallRecord> calls,
      int cacheSize) {
    this.database = database;
    this.whole = whole;
    this.store = database.store();
    this.renderer = renderer;
    this.calls = calls;
    // Its upkeep is short and bounded: the thread that caused it does it.
    this.cache = Caffeine.newBuilder().maximumSize(cacheSize).executor(Runnable::run).build();
  }

  /// A template with the bytes that it was decoded from.
  private static final class Entry {
    final TemplateHandle handle;

    /// The row of the current version.
    final byte[] current;

    /// The row of an older version, or null where the current one is meant.
    final byte @Nullable [] older;

    /// A version of the store that shows these bytes.
    volatile long stamp;

    Entry(TemplateHandle handle, byte[] current, byte @Nullable [] older, long stamp) {
      this.handle = handle;
      this.current = current;
      this.older = older;
      this.stamp = stamp;
    }

    boolean isShownBy(View view) {
      TemplateSpec spec = handle.spec();
      return view.holds(TEMPLATES, spec.id(), current)
          && (older == null
              || view.holds(VERSIONS, new VersionKey(spec.id(), spec.version()), older));
    }
  }

  @Override
  public TemplateHandle get(String id) {
    Entry entry = cache.getIfPresent(id);
    if (entry != null && entry.stamp == store.version()) {
      return entry.handle;
    }
    Entry fresh = database.read(view -> refresh(view, id, entry));
    return fresh == null ? handle(whole.load(id)) : fresh.handle;
  }

  @Override
  public TemplateHandle get(String id, String version) {
    VersionKey key = new VersionKey(id, version);
    Entry entry = cache.getIfPresent(key);
    if (entry != null && entry.stamp == store.version()) {
      return entry.handle;
    }
    Entry fresh = database.read(view -> refresh(view, key, entry));
    return fresh == null ? handle(whole.load(id, version)) : fresh.handle;
  }

  @Override
  public Map<String, TemplateHandle> getMany(Collection<String> ids) {
    Map<String, TemplateHandle> stored =
        database.read(
            view -> {
              Map<String, TemplateHandle> found = LinkedHashMap.newLinkedHashMap(ids.size());
              for (String id : ids) {
                Entry entry = cache.getIfPresent(id);
                boolean isHit = entry != null && entry.stamp == view.version();
                Entry fresh = isHit ? entry : refresh(view, id, entry);
                if (fresh != null) {
                  found.put(id, fresh.handle);
                }
              }
              return found;
            });
    return whole == database ? stored : completed(stored, ids);
  }

  private Map<String, TemplateHandle> completed(
      Map<String, TemplateHandle> stored, Collection<String> ids) {
    Map<String, TemplateHandle> found = LinkedHashMap.newLinkedHashMap(ids.size());
    for (String id : ids) {
      TemplateHandle handle = stored.get(id);
      TemplateSpec elsewhere = handle == null ? whole.find(id) : null;
      if (elsewhere != null) {
        handle = handle(elsewhere);
      }
      if (handle != null) {
        found.put(id, handle);
      }
    }
    return found;
  }

  @Override
  public void clear() {
    cache.invalidateAll();
  }

  /// The entry that is right for this snapshot; null, and forgotten, where there is none.
  private @Nullable Entry refresh(View view, Object key, @Nullable Entry known) {
    if (known != null && known.isShownBy(view)) {
      known.stamp = view.version();
      return known;
    }
    Entry fresh;
    try {
      fresh =
          switch (key) {
            case VersionKey(String id, String version) -> load(view, id, version);
            default -> load(view, (String) key);
          };
    } catch (UnencodableValue e) {
      fresh = null; // a text that is no key names nothing
    }
    if (fresh != null) {
      cache.put(key, fresh);
    } else if (known != null) {
      cache.invalidate(key);
    }
    return fresh;
  }

  private @Nullable Entry load(View view, String id) {
    Stored<TemplateRecord> current = id.isEmpty() ? null : view.getStored(TEMPLATES, id);
    return current == null
        ? null
        : new Entry(handle(current.record().spec()), current.bytes(), null, view.version());
  }

  private @Nullable Entry load(View view, String id, String version) {
    Entry current = load(view, id);
    if (current == null || current.handle.version().equals(version)) {
      return current;
    }
    Stored<VersionRecord> older = view.getStored(VERSIONS, new VersionKey(id, version));
    return older == null
        ? null
        : new Entry(handle(older.record().spec()), current.current, older.bytes(), view.version());
  }

  private TemplateHandle handle(TemplateSpec spec) {
    return new TemplateHandle(spec, renderer, calls);
  }
}
