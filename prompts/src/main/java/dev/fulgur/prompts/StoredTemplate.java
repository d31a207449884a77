package dev.fulgur.prompts;

import static dev.fulgur.prompts.PromptTables.TEMPLATES;
import static dev.fulgur.prompts.PromptTables.VERSIONS;

import dev.fulgur.store.Stored;
import dev.fulgur.store.View;
import dev.fulgur.store.codec.UnencodableValue;
import org.jspecify.annotations.Nullable;

/// A template with the stored bytes that it was decoded from, to find out cheaply whether a later
/// snapshot still shows the same. Immutable, on the heap: it outlives the view that it came from.
public final class StoredTemplate {
  private final TemplateSpec spec;

  /// The row of the current version.
  private final byte[] current;

  /// The row of an older version, or null where the current one is meant.
  private final byte @Nullable [] older;

  private StoredTemplate(TemplateSpec spec, byte[] current, byte @Nullable [] older) {
    this.spec = spec;
    this.current = current;
    this.older = older;
  }

  /// The current version of a template in a snapshot of an [LmdbRegistry]'s store, or null.
  public static @Nullable StoredTemplate load(View view, String id) {
    try {
      Stored<TemplateRecord> row = id.isEmpty() ? null : view.getStored(TEMPLATES, id);
      return row == null ? null : new StoredTemplate(row.record().spec(), row.bytes(), null);
    } catch (UnencodableValue e) {
      return null; // a text that is no key names nothing
    }
  }

  /// That version of a template in a snapshot of an [LmdbRegistry]'s store, or null. The current
  /// version is asked first: its body of a version counts.
  public static @Nullable StoredTemplate load(View view, String id, String version) {
    StoredTemplate newest = load(view, id);
    if (newest == null || newest.spec.version().equals(version)) {
      return newest;
    }
    try {
      Stored<VersionRecord> row = view.getStored(VERSIONS, new VersionKey(id, version));
      return row == null
          ? null
          : new StoredTemplate(row.record().spec(), newest.current, row.bytes());
    } catch (UnencodableValue e) {
      return null;
    }
  }

  /// The template.
  public TemplateSpec spec() {
    return spec;
  }

  /// Whether a snapshot still shows these bytes, compared in place.
  public boolean isShownBy(View view) {
    return view.holds(TEMPLATES, spec.id(), current)
        && (older == null
            || view.holds(VERSIONS, new VersionKey(spec.id(), spec.version()), older));
  }
}
