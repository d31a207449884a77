package dev.fulgur.prompts;

import static dev.fulgur.prompts.PromptTables.VERSIONS;

import dev.fulgur.prompts.versions.LabelKey;
import dev.fulgur.prompts.versions.LabelMove;
import dev.fulgur.prompts.versions.LabelRows;
import dev.fulgur.prompts.versions.Targets;
import dev.fulgur.store.View;
import dev.fulgur.store.codec.UnencodableValue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import org.jspecify.annotations.Nullable;

/// Which versions the references `ID@LABEL` and `ID@VERSION` name, as the newest snapshot had it
/// that was asked. Bodies are not kept.
///
/// What is known counts for snapshots of one version of the store alone, so that it is never stale:
/// it is forgotten with the next commit, whoever makes it. Shared by all threads.
final class NamedVersions {
  /// As many are known at once.
  private static final int MOST = 1 << 16;

  private volatile Known known = new Known(-1);

  /// What a version of the store said.
  private static final class Known {
    private final long version;
    private final ConcurrentMap<String, Named> names = new ConcurrentHashMap<>();

    Known(long version) {
      this.version = version;
    }
  }

  /// What a reference names: one version, or several with weights.
  private record Named(VersionKey first, @Nullable Targets weights) {

    @Nullable TemplateSpec load(View view, String reference, @Nullable String stickyKey) {
      VersionKey key =
          weights == null
              ? first
              : new VersionKey(first.id(), weights.pick(stickyKey, reference)); // its salt
      VersionRecord record = view.get(VERSIONS, key);
      return record == null ? null : record.spec();
    }
  }

  /// The template that a reference names in a snapshot, or null.
  ///
  /// @param stickyKey chooses among the versions of a weighted label, or null
  @Nullable TemplateSpec find(View view, String reference, @Nullable String stickyKey) {
    Known here = known;
    long version = view.version();
    Named named = here.version == version ? here.names.get(reference) : null;
    if (named == null) {
      named = view.writtenByOthers() ? null : resolve(view, reference);
      if (named == null) {
        return LmdbRegistry.findReference(view, reference, stickyKey);
      }
      remember(version, reference, named);
    }
    return named.load(view, reference, stickyKey);
  }

  private void remember(long version, String reference, Named named) {
    Known here = known;
    if (here.version < version) {
      here = new Known(version);
      known = here;
    }
    if (here.version == version && here.names.size() < MOST) {
      here.names.put(reference, named);
    }
  }

  /// Null if the whole is an id, or names nothing.
  private static @Nullable Named resolve(View view, String reference) {
    int at = reference.lastIndexOf('@');
    if (at <= 0 || LmdbRegistry.contains(view, reference)) {
      return null;
    }
    String id = reference.substring(0, at);
    String selector = reference.substring(at + 1);
    LabelMove move = LabelRows.get(view, new LabelKey(id, selector));
    Targets targets = move == null ? null : move.targets();
    if (targets == null) {
      VersionKey key = new VersionKey(id, selector);
      return isThere(view, key) ? new Named(key, null) : null;
    }
    return new Named(
        new VersionKey(id, targets.shares().getFirst().version()),
        targets.shares().size() == 1 ? null : targets);
  }

  private static boolean isThere(View view, VersionKey key) {
    try {
      return view.contains(VERSIONS, key);
    } catch (UnencodableValue e) {
      return false; // a text that is no key names nothing
    }
  }
}
