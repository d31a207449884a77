package dev.fulgur.prompts;

import dev.fulgur.prompts.search.Query;
import dev.fulgur.prompts.versions.Edit;
import dev.fulgur.prompts.versions.SemanticVersion;
import dev.fulgur.store.Range;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Where templates are kept: a folder of YAML files ([YamlRegistry]) or a database
/// ([LmdbRegistry]).
///
/// Shared by all threads. Ids are in the order of their UTF-8 bytes everywhere. A write is durable
/// when it returns, as far as its place allows.
///
/// All methods that write throw [PromptException.NotStorable] for a template that the place cannot
/// keep, before anything is written.
public interface Registry extends AutoCloseable {

  /// What a save does where the version is there already with another body.
  enum SaveMode {
    /// Refuses it with [PromptException.VersionConflict]: versions do not change.
    KEEP,
    /// Replaces the body of that version.
    REPLACE
  }

  /// The place, for messages.
  String place();

  /// The current version of a template, or null.
  @Nullable TemplateSpec find(String id);

  /// That version of a template, or null.
  @Nullable TemplateSpec find(String id, String version);

  /// The current versions of templates, by id in the order asked for, all from one snapshot. Ids
  /// that are not there are left out.
  Map<String, TemplateSpec> findAll(Collection<String> ids);

  /// The current version of a template; or what a reference says, see [#loadReference].
  ///
  /// @throws PromptException.NotFound if there is none
  default TemplateSpec load(String id) {
    TemplateSpec spec = find(id);
    return spec == null ? loadReference(id) : spec;
  }

  /// That version of a template.
  ///
  /// @throws PromptException.NotFound if there is none
  default TemplateSpec load(String id, String version) {
    TemplateSpec spec = find(id, version);
    if (spec == null) {
      throw PromptException.NotFound.of(id, version, place());
    }
    return spec;
  }

  /// The template that `ID`, `ID@LABEL` or `ID@VERSION` names: the whole text is tried as an id
  /// first, then it is split at the last `@`, and what stands behind it is tried as a label and
  /// then as a version.
  ///
  /// @throws PromptException.NotFound if there is none
  default TemplateSpec loadReference(String reference) {
    return loadReference(reference, null);
  }

  /// The template that a reference names.
  ///
  /// @param stickyKey chooses among the versions of a weighted label, the same one for the same
  ///   key; null for the one with the greatest weight
  /// @throws PromptException.NotFound if there is none
  default TemplateSpec loadReference(String reference, @Nullable String stickyKey) {
    TemplateSpec spec = findReference(reference, stickyKey);
    if (spec != null) {
      return spec;
    }
    int at = reference.lastIndexOf('@');
    if (at > 0 && find(reference.substring(0, at)) != null) {
      throw PromptException.NotFound.ofSelector(
          reference.substring(0, at), reference.substring(at + 1), place());
    }
    throw PromptException.NotFound.of(reference, null, place());
  }

  /// The template that a reference names, or null.
  ///
  /// @param stickyKey chooses among the versions of a weighted label, or null
  default @Nullable TemplateSpec findReference(String reference, @Nullable String stickyKey) {
    TemplateSpec spec = find(reference);
    int at = reference.lastIndexOf('@');
    return spec != null || at <= 0
        ? spec
        : find(reference.substring(0, at), reference.substring(at + 1));
  }

  /// Saves a template and makes it the current version. Saving what is stored already changes
  /// nothing but that.
  ///
  /// @throws PromptException.VersionConflict if the version is there with another body
  default void save(TemplateSpec spec) {
    saveAll(List.of(spec), SaveMode.KEEP);
  }

  /// Saves a template and makes it the current version.
  default void save(TemplateSpec spec, SaveMode mode) {
    saveAll(List.of(spec), mode);
  }

  /// Saves templates in their order: all of them or none, in a database.
  default void saveAll(Collection<TemplateSpec> specs) {
    saveAll(specs, SaveMode.KEEP);
  }

  /// Saves templates in their order: all of them or none, in a database.
  ///
  /// @throws PromptException.VersionConflict if a version is there with another body, and `mode` is
  ///   to keep it
  default void saveAll(Collection<TemplateSpec> specs, SaveMode mode) {
    saveAll(specs, mode, Edit.UNSIGNED);
  }

  /// Saves templates in their order: all of them or none, in a database.
  ///
  /// @param edit who saves them, and why; a folder keeps no such thing
  /// @throws PromptException.VersionConflict if a version is there with another body, and `mode` is
  ///   to keep it
  /// @throws LabelException.Refused if a guarded label names a version that is replaced, and the
  ///   new body breaks its callers
  void saveAll(Collection<TemplateSpec> specs, SaveMode mode, Edit edit);

  /// Gives the current version of a template the next version, and makes it the current one.
  ///
  /// @param part which number rises
  /// @return the template as that version
  /// @throws PromptException.NotFound if there is none
  /// @throws PromptException.Unsupported if its version is no [SemanticVersion]
  /// @throws PromptException.VersionConflict if that version is there with another body
  default TemplateSpec bump(String id, SemanticVersion.Part part, Edit edit) {
    TemplateSpec next = Bump.next(load(id), part);
    saveAll(List.of(next), SaveMode.KEEP, edit);
    return next;
  }

  /// Deletes a template with all of its versions.
  ///
  /// @throws PromptException.NotFound if there is none
  default void delete(String id) {
    if (deleteAll(List.of(id)) == 0) {
      throw PromptException.NotFound.of(id, null, place());
    }
  }

  /// Deletes templates with all of their versions; ids that are not there are passed over.
  ///
  /// @return how many were there
  default int deleteAll(Collection<String> ids) {
    return deleteAll(ids, Edit.UNSIGNED);
  }

  /// Deletes templates with all of their versions; ids that are not there are passed over.
  ///
  /// @param edit who deletes them, and why, for the history of their labels; a folder keeps no such
  ///   thing
  /// @return how many were there
  int deleteAll(Collection<String> ids, Edit edit);

  /// The ids of all templates.
  List<String> ids();

  /// The first `limit` ids of a range, in its direction. The next page is `range.beyond(lastId)`.
  List<String> ids(Range<String> range, int limit);

  /// The current versions of the first `limit` templates of a range of ids, in its direction.
  List<TemplateSpec> list(Range<String> range, int limit);

  /// The current versions of the templates that a query asks for, in the order of their ids. The
  /// next page is `query.after(lastId)`.
  default List<TemplateSpec> search(Query query) {
    return Search.scan(this, query);
  }

  /// The versions of a template, the oldest first: in the order of
  /// [dev.fulgur.prompts.versions.VersionOrder]. Empty if it is not there.
  default List<String> versions(String id) {
    return versionInfos(id).stream().map(VersionInfo::version).toList();
  }

  /// What is known of the versions of a template, in their order; empty if it is not there.
  List<VersionInfo> versionInfos(String id);

  /// The labels of the templates.
  ///
  /// @throws PromptException.Unsupported if this is a folder, which has none
  default Labels labels() {
    throw PromptException.Unsupported.noDatabase(place(), "labels");
  }

  /// How many templates there are, and when they were changed last.
  RegistryMetadata metadata();

  /// Ends the use of the place; a second call does nothing.
  @Override
  void close();
}
