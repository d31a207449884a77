package dev.fulgur.prompts.vault;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.fulgur.prompts.LmdbRegistry;
import dev.fulgur.prompts.PromptException;
import dev.fulgur.prompts.Registry;
import dev.fulgur.prompts.StoredTemplate;
import dev.fulgur.prompts.TemplateSpec;
import dev.fulgur.prompts.versions.LabelKey;
import dev.fulgur.prompts.versions.LabelMove;
import dev.fulgur.prompts.versions.LabelRows;
import dev.fulgur.prompts.versions.Targets;
import dev.fulgur.store.Store;
import dev.fulgur.store.View;
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
  private final Registry whole;
  private final boolean isWhole;
  private final Store store;
  private final Renderer renderer;
  private final @Nullable Consumer<CallRecord> calls;

  /// By id for current versions, by [ChosenVersion] for chosen ones.
  private final Cache<Object, Entry> cache;

  private final Cache<Reference, Labelled> labels;
  private final Admission admission;
  private final int cacheSize;

  /// Null, and nothing is counted, until someone asks; a thread may see it a little later.
  private @Nullable VaultCounters counters;

  StoredHandles(
      LmdbRegistry database,
      Registry whole,
      Renderer renderer,
      @Nullable Consumer<CallRecord> calls,
      int cacheSize) {
    this.whole = whole;
    this.isWhole = whole == database;
    this.store = database.store();
    this.renderer = renderer;
    this.calls = calls;
    this.admission = new Admission(cacheSize);
    this.cacheSize = cacheSize;
    // Its upkeep is short and bounded: the thread that caused it does it.
    this.cache = Caffeine.newBuilder().maximumSize(cacheSize).executor(Runnable::run).build();
    this.labels = Caffeine.newBuilder().maximumSize(cacheSize).executor(Runnable::run).build();
  }

  /// A template that is decoded and compiled.
  private static final class Entry {
    final StoredTemplate stored;
    final TemplateHandle handle;

    /// A version of the store that shows the stored bytes.
    volatile long stamp;

    Entry(StoredTemplate stored, TemplateHandle handle, long stamp) {
      this.stored = stored;
      this.handle = handle;
      this.stamp = stamp;
    }
  }

  @Override
  public TemplateHandle get(String id) {
    Entry entry = cache.getIfPresent(id);
    if (entry != null && entry.stamp == store.version()) {
      countHit();
      return entry.handle;
    }
    TemplateHandle fresh = store.read(view -> refresh(view, id, entry));
    return fresh == null ? getReference(id, null) : fresh;
  }

  /// A label and the version that it names are read one after the other: where the version was
  /// deleted in between, the label was moved or removed with it, and is to be read again.
  @Override
  public TemplateHandle getReference(String reference, @Nullable String stickyKey) {
    while (true) {
      long version = store.version();
      try {
        return resolve(reference, stickyKey);
      } catch (PromptException.NotFound e) {
        if (version == store.version()) {
          throw e;
        }
      }
    }
  }

  private TemplateHandle resolve(String reference, @Nullable String stickyKey) {
    Reference key = new Reference(reference);
    Labelled known = labels.getIfPresent(key);
    if (known != null && known.stamp == store.version()) {
      TemplateHandle ready = known.handle;
      if (ready != null && stickyKey == null) { // nothing was committed since it was loaded
        countHit();
        return ready;
      }
      return labelled(known, stickyKey);
    }
    Labelled fresh = store.read(view -> Labelled.read(view, reference));
    if (fresh != null) {
      labels.put(key, fresh);
      return labelled(fresh, stickyKey);
    }
    if (known != null) {
      labels.invalidate(key);
    }
    TemplateHandle direct = getUnlabelled(reference);
    return direct == null ? handle(whole.loadReference(reference, stickyKey)) : direct;
  }

  /// By an id, or by a version behind the last `@`; null if the database has neither.
  private @Nullable TemplateHandle getUnlabelled(String reference) {
    int at = reference.lastIndexOf('@');
    return store.read(
        view -> {
          TemplateHandle handle = refresh(view, reference, cache.getIfPresent(reference));
          if (handle == null && at > 0) {
            ChosenVersion key =
                new ChosenVersion(reference.substring(0, at), reference.substring(at + 1));
            handle = refresh(view, key, cache.getIfPresent(key));
          }
          return handle;
        });
  }

  /// The version that a label gives. What it names was there in the snapshot that showed the label;
  /// a handle is made once for each version, and again when its body changed.
  private TemplateHandle labelled(Labelled label, @Nullable String stickyKey) {
    TemplateHandle version =
        get(label.id, label.targets.pick(stickyKey, label.id + '@' + label.label));
    if (stickyKey != null) {
      return version.labelled(label.label, stickyKey);
    }
    TemplateHandle last = label.handle;
    if (last == null || !last.sharesTextWith(version)) {
      last = version.labelled(label.label, null);
      label.handle = last;
    }
    return last;
  }

  /// A reference, as a key of the cache.
  private record Reference(String text) {}

  /// Where a label stands in a snapshot.
  private static final class Labelled {
    final String id;
    final String label;
    final Targets targets;
    final long stamp;
    volatile @Nullable TemplateHandle handle;

    Labelled(String id, String label, Targets targets, long stamp) {
      this.id = id;
      this.label = label;
      this.targets = targets;
      this.stamp = stamp;
    }

    /// Null where the reference is an id, or leads to no label of a template that is there.
    static @Nullable Labelled read(View view, String reference) {
      int at = reference.lastIndexOf('@');
      if (at <= 0 || LmdbRegistry.contains(view, reference)) {
        return null;
      }
      String id = reference.substring(0, at);
      String label = reference.substring(at + 1);
      LabelMove move = LabelRows.get(view, new LabelKey(id, label));
      return move == null || move.targets() == null || !LmdbRegistry.contains(view, id)
          ? null
          : new Labelled(id, label, move.targets(), view.version());
    }
  }

  @Override
  public TemplateHandle get(String id, String version) {
    ChosenVersion key = new ChosenVersion(id, version);
    Entry entry = cache.getIfPresent(key);
    if (entry != null && entry.stamp == store.version()) {
      countHit();
      return entry.handle;
    }
    TemplateHandle fresh = store.read(view -> refresh(view, key, entry));
    return fresh == null ? handle(whole.load(id, version)) : fresh;
  }

  @Override
  public Map<String, TemplateHandle> getMany(Collection<String> ids) {
    Map<String, TemplateHandle> stored =
        store.read(
            view -> {
              Map<String, TemplateHandle> found = LinkedHashMap.newLinkedHashMap(ids.size());
              for (String id : ids) {
                Entry entry = cache.getIfPresent(id);
                TemplateHandle fresh =
                    entry != null && entry.stamp == view.version()
                        ? entry.handle
                        : refresh(view, id, entry);
                if (fresh != null) {
                  found.put(id, fresh);
                }
              }
              return found;
            });
    return isWhole ? stored : completed(stored, ids);
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
    labels.invalidateAll();
  }

  @Override
  public void count(VaultCounters toCount) {
    counters = toCount;
  }

  private void countHit() {
    VaultCounters counting = counters;
    if (counting != null) {
      counting.hits.increment();
    }
  }

  private void countMiss() {
    VaultCounters counting = counters;
    if (counting != null) {
      counting.misses.increment();
    }
  }

  /// The handle that is right for this snapshot; null, and its entry forgotten, where there is
  /// none.
  private @Nullable TemplateHandle refresh(View view, Object key, @Nullable Entry known) {
    countMiss();
    if (known != null && known.stored.isShownBy(view)) {
      known.stamp = view.version();
      return known.handle;
    }
    if (known == null && cache.estimatedSize() >= cacheSize && !admission.admits(key)) {
      return unkept(view, key);
    }
    StoredTemplate stored =
        switch (key) {
          case ChosenVersion(String id, String version) -> StoredTemplate.load(view, id, version);
          default -> StoredTemplate.load(view, (String) key);
        };
    if (stored == null) {
      if (known != null) {
        cache.invalidate(key);
      }
      return null;
    }
    TemplateHandle handle = handle(stored.spec());
    cache.put(key, new Entry(stored, handle, view.version()));
    return handle;
  }

  /// A template that gets no place in the cache, and so needs no copy of its stored bytes.
  private @Nullable TemplateHandle unkept(View view, Object key) {
    TemplateSpec spec =
        switch (key) {
          case ChosenVersion(String id, String version) -> LmdbRegistry.find(view, id, version);
          default -> LmdbRegistry.find(view, (String) key);
        };
    return spec == null ? null : handle(spec);
  }

  private TemplateHandle handle(TemplateSpec spec) {
    return new TemplateHandle(spec, renderer, calls);
  }
}
