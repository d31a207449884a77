package dev.fulgur.prompts.vault;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.fulgur.jinja.Limits;
import dev.fulgur.prompts.ContentHash;
import dev.fulgur.prompts.PromptException;
import dev.fulgur.prompts.Registry;
import dev.fulgur.prompts.RegistrySnapshot;
import dev.fulgur.prompts.RegistrySnapshot.Named;
import dev.fulgur.prompts.TemplateSpec;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// The templates of a registry as they were at one instant: ids, labels, and what each version
/// said. Bodies are read when they are asked for; one that is not what it was is an error that says
/// so, so that a run never mixes two states.
///
/// ```java
/// PinnedTemplates pinned = vault.pin();
/// String plan = pinned.get("agent/plan@production").render(task);
/// ... // releases happen
/// String review = pinned.get("agent/review@production").render(work); // as it was at the pin
/// ```
///
/// What a pinned template includes is pinned too. Holds no snapshot and no lock; for any number of
/// threads, as long as the vault is open.
public final class PinnedTemplates {
  private static final int KEPT = 10_000;

  private final Registry registry;
  private final RegistrySnapshot snapshot;
  private final @Nullable Consumer<CallRecord> calls;
  private final Renderer renderer;

  /// By version; a handle whose body was compared is as good as the object that the registry gives.
  private final Cache<Pin, TemplateHandle> ready =
      Caffeine.newBuilder().maximumSize(KEPT).executor(Runnable::run).build();

  private PinnedTemplates(Registry registry, @Nullable Consumer<CallRecord> calls) {
    this.registry = registry;
    this.snapshot = RegistrySnapshot.of(registry);
    this.calls = calls;
    this.renderer = Renderer.of(this::find, Limits.DEFAULT);
  }

  static PinnedTemplates of(Registry registry, @Nullable Consumer<CallRecord> calls) {
    return new PinnedTemplates(registry, calls);
  }

  /// What a reference named at the instant of the pin.
  ///
  /// @throws PromptException.NotFound if it named nothing
  /// @throws PromptException.Outdated if its version was replaced or deleted since
  public TemplateHandle get(String reference) {
    return get(reference, null);
  }

  /// What a reference named, for one of many callers.
  ///
  /// @param stickyKey chooses among the versions of a weighted label, or null
  /// @throws PromptException.NotFound if it named nothing
  /// @throws PromptException.Outdated if its version was replaced or deleted since
  public TemplateHandle get(String reference, @Nullable String stickyKey) {
    Named named = snapshot.find(reference, stickyKey);
    TemplateSpec spec = named == null ? null : load(named);
    if (named == null || spec == null) {
      throw PromptException.NotFound.of(reference, null, "the pin of " + registry.place());
    }
    Pin pin = new Pin(named.id(), named.version(), hash(named));
    TemplateHandle known = ready.getIfPresent(pin);
    if (known == null) {
      known = new TemplateHandle(spec, renderer, calls);
      ready.put(pin, known);
    }
    return known.labelled(named.label(), stickyKey);
  }

  private @Nullable TemplateSpec find(String reference, @Nullable String stickyKey) {
    Named named = snapshot.find(reference, stickyKey);
    return named == null ? null : load(named);
  }

  /// The body, if it is what it was; null for a version that was not pinned and is not there.
  private @Nullable TemplateSpec load(Named named) {
    TemplateSpec spec = registry.find(named.id(), named.version());
    String hash = snapshot.hash(named.id(), named.version());
    if (hash != null && (spec == null || !ContentHash.of(spec).equals(hash))) {
      throw new PromptException.Outdated(named.id(), named.version(), spec == null);
    }
    return spec;
  }

  private String hash(Named named) {
    String hash = snapshot.hash(named.id(), named.version());
    return hash == null ? "" : hash;
  }

  /// The versions that ids named, in the order of the ids.
  public List<Pin> pins() {
    List<Pin> pins = new ArrayList<>();
    Map<String, String> sorted = new TreeMap<>(snapshot.current());
    sorted.forEach(
        (id, version) -> pins.add(new Pin(id, version, hash(new Named(id, version, null)))));
    return pins;
  }
}
