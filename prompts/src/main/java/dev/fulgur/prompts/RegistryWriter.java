package dev.fulgur.prompts;

import static dev.fulgur.prompts.PromptTables.CONFLICTS;
import static dev.fulgur.prompts.PromptTables.COUNT;
import static dev.fulgur.prompts.PromptTables.LAST_MODIFIED;
import static dev.fulgur.prompts.PromptTables.METADATA;
import static dev.fulgur.prompts.PromptTables.TEMPLATES;
import static dev.fulgur.prompts.PromptTables.VERSIONS;
import static dev.fulgur.prompts.PromptTables.VERSION_INDEX;

import dev.fulgur.prompts.PromptTables.ConflictKey;
import dev.fulgur.prompts.Registry.SaveMode;
import dev.fulgur.prompts.search.IndexBuilder;
import dev.fulgur.prompts.search.IndexWriter;
import dev.fulgur.prompts.search.Terms;
import dev.fulgur.prompts.versions.Edit;
import dev.fulgur.prompts.versions.LabelRows;
import dev.fulgur.store.Cursor;
import dev.fulgur.store.Range;
import dev.fulgur.store.StoreException;
import dev.fulgur.store.Transaction;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// What a save or delete changes, inside one transaction. Holds what is true of the tables at every
/// commit of ours: the current version of each template stands in `templates` and
/// `template_versions` alike, each version has its row in `version_index`, and `count` is the
/// number of templates.
final class RegistryWriter {
  private final Transaction tx;
  private final long now;
  private final Edit edit;
  private final List<TemplateSpec> composed = new ArrayList<>();
  private final IndexWriter search;
  private boolean changed;

  /// @param now the time, in milliseconds since 1970
  /// @param edit who writes, and why
  RegistryWriter(Transaction tx, long now, Edit edit) {
    this.tx = tx;
    this.now = now;
    this.edit = edit;
    this.search = new IndexWriter(tx);
  }

  /// Saves a template as the current version.
  void save(TemplateSpec spec, SaveMode mode) {
    VersionKey key = new VersionKey(spec.id(), spec.version());
    VersionRecord known = known(key, mode);
    boolean same = known != null && TemplateRecord.areSame(known.spec(), spec);
    if (known != null && !same && mode == SaveMode.KEEP) {
      throw new PromptException.VersionConflict(spec.id(), spec.version());
    }
    if (known != null && !same) {
      LabelRules.checkReplacement(tx, known.spec(), spec);
    }
    TemplateRecord current = current(spec.id());
    if (same && isCurrent(current, spec.version())) {
      return;
    }
    if (current == null || !Includes.sameTerms(current.spec(), spec)) {
      index(spec.id(), current, spec);
    }
    tx.put(TEMPLATES, spec.id(), new TemplateRecord(spec, true));
    if (!same) {
      tx.put(VERSIONS, key, new VersionRecord(spec, now, edit.author(), edit.message()));
    }
    tx.put(VERSION_INDEX, key.joined(), spec.id());
    changed = true;
  }

  /// The version as it is stored, or null. A damaged one may be replaced, on purpose.
  private @Nullable VersionRecord known(VersionKey key, SaveMode mode) {
    try {
      return tx.get(VERSIONS, key);
    } catch (StoreException.CorruptRecord e) {
      if (mode == SaveMode.REPLACE) {
        return null;
      }
      throw e;
    }
  }

  private static boolean isCurrent(@Nullable TemplateRecord current, String version) {
    return current != null && current.sealed() && current.spec().version().equals(version);
  }

  /// The current version, or null where there is none or a damaged one, which may be replaced.
  private @Nullable TemplateRecord current(String id) {
    try {
      return tx.get(TEMPLATES, id);
    } catch (StoreException.CorruptRecord e) {
      return null;
    }
  }

  private void index(String id, @Nullable TemplateRecord before, @Nullable TemplateSpec now) {
    if (search.isBuilt()) {
      search.put(id, terms(before == null ? null : before.spec()), terms(now));
    }
  }

  private static int[] terms(@Nullable TemplateSpec spec) {
    return spec == null ? new int[0] : Terms.of(spec, Variables::of);
  }

  /// Takes over a row of `templates` that another program wrote: what it says is true.
  void adopt(TemplateRecord current) {
    TemplateSpec spec = current.spec();
    VersionKey key = new VersionKey(spec.id(), spec.version());
    VersionRecord known = tx.get(VERSIONS, key);
    boolean same = known != null && TemplateRecord.areSame(known.spec(), spec);
    if (known != null && !same) {
      tx.put(CONFLICTS, new ConflictKey(key, now), known);
    }
    if (search.isBuilt()) {
      search.put(spec.id(), terms(known == null ? null : known.spec()), terms(spec));
    }
    tx.put(TEMPLATES, spec.id(), new TemplateRecord(spec, true));
    if (!same) {
      tx.put(VERSIONS, key, new VersionRecord(spec, now, null, null));
    }
    if (tx.get(VERSION_INDEX, key.joined()) == null) {
      tx.put(VERSION_INDEX, key.joined(), spec.id());
    }
    changed = true;
  }

  /// Deletes a template with all that belongs to it.
  ///
  /// @return whether there was one
  boolean delete(String id) {
    TemplateRecord current = current(id);
    boolean deleted = tx.delete(TEMPLATES, id);
    if (deleted) {
      index(id, current, null);
    }
    deleteVersions(id);
    sweepLabels(id);
    changed |= deleted;
    return deleted;
  }

  /// Notes that the template may not come to include itself; [#finish] looks when all are there.
  void checkIncludes(TemplateSpec spec) {
    if (Includes.mayHave(spec.template())) {
      composed.add(spec);
    }
  }

  /// Saves a template in place of all that is stored under its id. Labels whose versions come back
  /// stay.
  void replace(TemplateSpec spec) {
    TemplateRecord current = current(spec.id());
    changed |= tx.delete(TEMPLATES, spec.id());
    deleteVersions(spec.id());
    save(spec, SaveMode.REPLACE);
    index(spec.id(), current, spec);
    sweepLabels(spec.id());
  }

  /// Takes away the labels of a template that name a version which is gone; their history stays.
  void sweepLabels(String id) {
    LabelRows.sweep(
        tx,
        id,
        version -> tx.contains(VERSIONS, new VersionKey(id, version)),
        now,
        edit.message() == null ? new Edit(edit.author(), "the version is gone") : edit);
  }

  /// Deletes the versions of a template that is gone.
  void deleteVersions(String id) {
    Range<VersionKey> versions = Range.prefix(new VersionKey(id, ""));
    if (tx.deleteRange(VERSIONS, versions) > 0) {
      changed = true;
    }
    for (String joined : indexed(id)) {
      String other = otherOwner(joined, id);
      if (other == null) {
        tx.delete(VERSION_INDEX, joined);
      } else {
        tx.put(VERSION_INDEX, joined, other);
      }
      changed = true;
    }
  }

  /// Deletes one version that is not the current one.
  ///
  /// @return false, and nothing is deleted, if it is the current one
  boolean deleteVersion(VersionKey key) {
    TemplateRecord current = tx.get(TEMPLATES, key.id());
    if (current != null && current.spec().version().equals(key.version())) {
      return false;
    }
    tx.delete(VERSIONS, key);
    if (key.id().equals(tx.get(VERSION_INDEX, key.joined()))) {
      String other = otherOwner(key.joined(), key.id());
      if (other == null) {
        tx.delete(VERSION_INDEX, key.joined());
      } else {
        tx.put(VERSION_INDEX, key.joined(), other);
      }
    }
    sweepLabels(key.id());
    changed = true;
    return true;
  }

  /// The keys of `version_index` whose value is the id. A key that begins with it may be another's:
  /// that of `a:b` begins with `a:` too.
  private List<String> indexed(String id) {
    List<String> keys = new ArrayList<>();
    try (Cursor<String, String> rows = tx.cursor(VERSION_INDEX, Range.prefix(id + ":"))) {
      while (rows.next()) {
        if (rows.record().equals(id)) {
          keys.add(rows.key());
        }
      }
    }
    return keys;
  }

  /// Another template that has a version with the same key in `version_index`, or null.
  private @Nullable String otherOwner(String joined, String id) {
    for (int colon = joined.indexOf(':'); colon > 0; colon = joined.indexOf(':', colon + 1)) {
      String other = joined.substring(0, colon);
      if (!other.equals(id)
          && tx.contains(VERSIONS, new VersionKey(other, joined.substring(colon + 1)))) {
        return other;
      }
    }
    return null;
  }

  /// The versions of a template.
  List<VersionKey> versions(String id) {
    return tx.keys(VERSIONS, Range.prefix(new VersionKey(id, "")), Integer.MAX_VALUE);
  }

  /// Ends the writing: brings the counts up to date, and refuses those of the noted templates that
  /// include themselves.
  void finish() {
    for (TemplateSpec spec : composed) {
      Includes.of(spec, name -> LmdbRegistry.findReference(tx, name, null));
    }
    if (changed) {
      search.finish();
      tx.put(METADATA, COUNT, tx.count(TEMPLATES));
      tx.put(METADATA, LAST_MODIFIED, now / 1000);
    }
  }

  /// Gives a database the index that its first search asks for.
  void buildIndex() {
    if (search.isBuilt()) {
      return;
    }
    IndexBuilder index = new IndexBuilder(tx);
    for (String id : tx.keys(TEMPLATES, Range.all(), Integer.MAX_VALUE)) {
      index.add(id, terms(specOf(id)));
    }
    index.finish();
  }

  private @Nullable TemplateSpec specOf(String id) {
    TemplateRecord record = current(id);
    return record == null ? null : record.spec();
  }

  /// Forgets a template that another program deleted, with what its versions said.
  void forget(String id) {
    if (search.isBuilt()) {
      int[] known = new int[0];
      for (VersionKey key : versions(id)) {
        VersionRecord version = tx.get(VERSIONS, key);
        if (version != null) {
          known = IndexWriter.union(known, terms(version.spec()));
        }
      }
      search.put(id, known, new int[0]);
    }
    deleteVersions(id);
    sweepLabels(id);
  }

  /// Ends a reconciliation: brings index and `count` up to date.
  void reconciled() {
    search.finish();
    recount();
  }

  /// Brings `count` up to date where another program wrote it: the original counts every save.
  private void recount() {
    Long count = tx.get(METADATA, COUNT);
    long templates = tx.count(TEMPLATES);
    if (count == null ? templates > 0 : count != templates) {
      tx.put(METADATA, COUNT, templates);
    }
  }
}
