package dev.fulgur.prompts.vault;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.fulgur.prompts.Registry;
import dev.fulgur.prompts.TemplateSpec;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// The templates of a registry that cannot say cheaply whether it changed, such as a folder:
/// compiled ones are kept, and the registry is asked each time whether they are still the same.
final class LoadedHandles implements Handles {
  private final Registry registry;
  private final Renderer renderer;
  private final @Nullable Consumer<CallRecord> calls;
  private final Cache<Object, TemplateHandle> cache;
  private @Nullable VaultCounters counters;

  LoadedHandles(
      Registry registry, Renderer renderer, @Nullable Consumer<CallRecord> calls, int cacheSize) {
    this.registry = registry;
    this.renderer = renderer;
    this.calls = calls;
    this.cache = Caffeine.newBuilder().maximumSize(cacheSize).executor(Runnable::run).build();
  }

  @Override
  public TemplateHandle get(String id) {
    return handle(id, registry.load(id));
  }

  @Override
  public TemplateHandle get(String id, String version) {
    return handle(new ChosenVersion(id, version), registry.load(id, version));
  }

  @Override
  public TemplateHandle getReference(String reference, @Nullable String stickyKey) {
    return handle(reference, registry.loadReference(reference, stickyKey));
  }

  @Override
  public Map<String, TemplateHandle> getMany(Collection<String> ids) {
    Map<String, TemplateHandle> found = LinkedHashMap.newLinkedHashMap(ids.size());
    registry.findAll(ids).forEach((id, spec) -> found.put(id, handle(id, spec)));
    return found;
  }

  @Override
  public void count(VaultCounters toCount) {
    counters = toCount;
  }

  private TemplateHandle handle(Object key, TemplateSpec spec) {
    TemplateHandle known = cache.getIfPresent(key);
    boolean isHit = known != null && known.spec().equals(spec);
    VaultCounters counting = counters;
    if (counting != null) {
      (isHit ? counting.hits : counting.misses).increment();
    }
    if (known != null && isHit) {
      return known;
    }
    TemplateHandle handle = new TemplateHandle(spec, renderer, calls);
    cache.put(key, handle);
    return handle;
  }

  @Override
  public void clear() {
    cache.invalidateAll();
  }
}
