package dev.fulgur.prompts;

import dev.fulgur.prompts.versions.LabelKey;
import dev.fulgur.prompts.versions.LabelMove;
import dev.fulgur.prompts.versions.LabelTables;
import dev.fulgur.prompts.versions.Targets;
import dev.fulgur.store.Cursor;
import dev.fulgur.store.Range;
import dev.fulgur.store.View;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Which versions a registry had at one instant, and what they said, without their bodies. A copy
/// on the heap: it holds no snapshot of the store open, which would keep old pages from being used
/// again.
public final class RegistrySnapshot {
  private final Map<String, String> current = new HashMap<>();
  private final Map<LabelKey, Targets> labels = new HashMap<>();
  private final Map<VersionKey, String> hashes = new HashMap<>();

  private RegistrySnapshot() {}

  /// That of a registry now: of a database from one snapshot, with its labels; of a folder from one
  /// look at its files.
  public static RegistrySnapshot of(Registry registry) {
    return switch (registry) {
      case LmdbRegistry database -> database.read(RegistrySnapshot::of);
      case HybridRegistry hybrid -> of(hybrid.database());
      default -> {
        RegistrySnapshot snapshot = new RegistrySnapshot();
        for (TemplateSpec spec : registry.list(Range.all(), Integer.MAX_VALUE)) {
          if (StorableSpec.problem(spec) == null) {
            snapshot.addCurrent(spec);
          }
        }
        yield snapshot;
      }
    };
  }

  private static RegistrySnapshot of(View view) {
    RegistrySnapshot snapshot = new RegistrySnapshot();
    try (Cursor<String, TemplateRecord> rows = view.cursor(PromptTables.TEMPLATES, Range.all())) {
      while (rows.next()) {
        snapshot.addCurrent(rows.record().spec());
      }
    }
    try (Cursor<LabelKey, LabelMove> rows = view.cursor(LabelTables.LABELS, Range.all())) {
      while (rows.next()) {
        Targets targets = rows.record().targets();
        if (targets != null && snapshot.current.containsKey(rows.key().id())) {
          snapshot.labels.put(rows.key(), targets);
          targets.versions().forEach(version -> snapshot.add(view, rows.key().id(), version));
        }
      }
    }
    return snapshot;
  }

  private void addCurrent(TemplateSpec spec) {
    current.put(spec.id(), spec.version());
    hashes.put(new VersionKey(spec.id(), spec.version()), ContentHash.of(spec));
  }

  private void add(View view, String id, String version) {
    VersionKey key = new VersionKey(id, version);
    if (!hashes.containsKey(key)) {
      TemplateSpec spec = LmdbRegistry.find(view, id, version);
      if (spec != null) {
        hashes.put(key, ContentHash.of(spec));
      }
    }
  }

  /// The versions that ids named, by id.
  public Map<String, String> current() {
    return Map.copyOf(current);
  }

  /// How many templates there were.
  public int size() {
    return current.size();
  }

  /// What a version said, or null if it was neither the current one nor named by a label; see
  /// [ContentHash].
  public @Nullable String hash(String id, String version) {
    return hashes.get(new VersionKey(id, version));
  }

  /// What a reference named.
  ///
  /// @param stickyKey chooses among the versions of a weighted label, or null
  /// @return null if it named nothing; a version behind an `@` is taken as it stands there
  public @Nullable Named find(String reference, @Nullable String stickyKey) {
    String version = current.get(reference);
    int at = reference.lastIndexOf('@');
    if (version != null || at <= 0) {
      return version == null ? null : new Named(reference, version, null);
    }
    String id = reference.substring(0, at);
    String selector = reference.substring(at + 1);
    if (!current.containsKey(id)) {
      return null;
    }
    Targets targets = labels.get(new LabelKey(id, selector));
    return targets == null
        ? new Named(id, selector, null)
        : new Named(id, targets.pick(stickyKey, Labels.salt(id, selector)), selector);
  }

  /// A version that a reference named.
  ///
  /// @param id the id of the template
  /// @param version the version
  /// @param label the label that led to it, or null
  public record Named(String id, String version, @Nullable String label) {}
}
