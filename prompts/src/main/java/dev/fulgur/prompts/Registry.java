package dev.fulgur.prompts;

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

  /// The current version of a template.
  ///
  /// @throws PromptException.NotFound if there is none
  default TemplateSpec load(String id) {
    TemplateSpec spec = find(id);
    if (spec == null) {
      throw PromptException.NotFound.of(id, null, place());
    }
    return spec;
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

  /// The template that `ID` or `ID@VERSION` names: the whole text is tried as an id first, then it
  /// is split at the last `@`.
  ///
  /// @throws PromptException.NotFound if there is none
  default TemplateSpec loadReference(String reference) {
    TemplateSpec spec = find(reference);
    if (spec != null) {
      return spec;
    }
    int at = reference.lastIndexOf('@');
    if (at <= 0) {
      throw PromptException.NotFound.of(reference, null, place());
    }
    return load(reference.substring(0, at), reference.substring(at + 1));
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
  void saveAll(Collection<TemplateSpec> specs, SaveMode mode);

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
  int deleteAll(Collection<String> ids);

  /// The ids of all templates.
  List<String> ids();

  /// The first `limit` ids of a range, in its direction. The next page is `range.beyond(lastId)`.
  List<String> ids(Range<String> range, int limit);

  /// The current versions of the first `limit` templates of a range of ids, in its direction.
  List<TemplateSpec> list(Range<String> range, int limit);

  /// The versions of a template, in the order of their UTF-8 bytes; empty if it is not there.
  List<String> versions(String id);

  /// How many templates there are, and when they were changed last.
  RegistryMetadata metadata();

  /// Ends the use of the place; a second call does nothing.
  @Override
  void close();
}
