package dev.fulgur.prompts;

import java.util.Collection;
import java.util.Map;

/// The cache of a [Vault].
///
/// Source of the rule: an entry is as good as the snapshot that it was read from.
sealed interface Handles permits StoredHandles, LoadedHandles {

  TemplateHandle get(String id);

  TemplateHandle get(String id, String version);

  Map<String, TemplateHandle> getMany(Collection<String> ids);

  void clear();
}
