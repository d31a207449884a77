package dev.fulgur.prompts.vault;

import java.util.Collection;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// The cache of a [Vault].
///
/// Source of the rule: an entry is as good as the snapshot that it was read from.
sealed interface Handles permits StoredHandles, LoadedHandles {

  TemplateHandle get(String id);

  TemplateHandle get(String id, String version);

  /// What a reference names.
  ///
  /// @param stickyKey chooses among the versions of a weighted label, or null
  TemplateHandle getReference(String reference, @Nullable String stickyKey);

  Map<String, TemplateHandle> getMany(Collection<String> ids);

  void clear();

  /// Counts hits and misses from here on.
  void count(VaultCounters counters);

  /// A version of a template that was asked for by name, as a key of the cache.
  record ChosenVersion(String id, String version) {}
}
