package dev.fulgur.prompts;

import dev.fulgur.prompts.search.Query;
import dev.fulgur.prompts.versions.Edit;
import dev.fulgur.store.Range;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// A database with a folder of YAML files behind it. An empty database takes the folder's templates
/// when it is opened; later, one that the database does not have is looked up in the folder and
/// taken over. What the database has is not compared with the folder: a migration does that.
///
/// Lists and counts are the database's. A template that is deleted while its file stays is taken
/// over again when it is next asked for; a notice says so.
///
/// Thread-safe, as its parts are.
public final class HybridRegistry implements Registry {
  private static final int BATCH = 1_000;

  private final LmdbRegistry database;
  private final YamlRegistry folder;
  private final Consumer<String> notices;

  private HybridRegistry(LmdbRegistry database, YamlRegistry folder, Consumer<String> notices) {
    this.database = database;
    this.folder = folder;
    this.notices = notices;
  }

  /// Puts a folder behind a database, and fills the database from it if it is empty.
  ///
  /// @param database is closed with the registry
  /// @param notices told, in one sentence each, what was taken over and what could not be
  /// @throws PromptException.Unreadable if the database is empty and the folder cannot be read
  public static HybridRegistry open(LmdbRegistry database, Path folder, Consumer<String> notices) {
    HybridRegistry registry = new HybridRegistry(database, YamlRegistry.open(folder), notices);
    if (database.metadata().count() == 0) {
      registry.fill();
    }
    return registry;
  }

  private void fill() {
    List<TemplateSpec> templates = new ArrayList<>();
    int refused = 0;
    for (TemplateFile file : folder.files()) {
      TemplateSpec spec = file.spec();
      if (spec == null || file.reason() != null) {
        refused++;
      } else if (file.equals(folder.file(spec.id()))) {
        templates.add(spec);
      }
    }
    for (int at = 0; at < templates.size(); at += BATCH) {
      database.replaceAll(templates.subList(at, Math.min(at + BATCH, templates.size())));
    }
    if (!templates.isEmpty() || refused > 0) {
      notices.accept(
          "The database "
              + database.place()
              + " was empty and took "
              + templates.size()
              + (templates.size() == 1 ? " template" : " templates")
              + " over from "
              + folder.place()
              + (refused == 0
                  ? "."
                  : "; " + refused + " files could not be taken, lint says why."));
    }
  }

  /// The database.
  public LmdbRegistry database() {
    return database;
  }

  /// The folder.
  public YamlRegistry folder() {
    return folder;
  }

  @Override
  public String place() {
    return database.place();
  }

  @Override
  public @Nullable TemplateSpec find(String id) {
    TemplateSpec spec = database.find(id);
    return spec == null ? takeOver(id) : spec;
  }

  @Override
  public @Nullable TemplateSpec find(String id, String version) {
    TemplateSpec spec = database.find(id, version);
    if (spec == null && database.find(id) == null && takeOver(id) != null) {
      return database.find(id, version);
    }
    return spec;
  }

  /// The folder's template, saved in the database, or null if the folder has none.
  private @Nullable TemplateSpec takeOver(String id) {
    TemplateFile file = folder.file(id);
    TemplateSpec spec = file == null ? null : file.spec();
    if (file == null || spec == null) {
      return null;
    }
    String reason = file.reason();
    if (reason != null) {
      notices.accept(
          "The template "
              + PromptException.quote(id)
              + " is read from "
              + file.path()
              + ", since the database cannot keep it: "
              + reason
              + ".");
      return spec;
    }
    database.save(spec);
    notices.accept(
        "The template " + PromptException.quote(id) + " was taken over from " + file.path() + ".");
    return spec;
  }

  @Override
  public Map<String, TemplateSpec> findAll(Collection<String> ids) {
    Map<String, TemplateSpec> known = database.findAll(ids);
    if (known.size() == ids.size()) {
      return known;
    }
    Map<String, TemplateSpec> found = LinkedHashMap.newLinkedHashMap(ids.size());
    for (String id : ids) {
      TemplateSpec spec = known.containsKey(id) ? known.get(id) : takeOver(id);
      if (spec != null) {
        found.put(id, spec);
      }
    }
    return found;
  }

  @Override
  public @Nullable TemplateSpec findReference(String reference, @Nullable String stickyKey) {
    TemplateSpec spec = database.findReference(reference, stickyKey);
    if (spec != null) {
      return spec;
    }
    int at = reference.lastIndexOf('@');
    if (at > 0 && find(reference.substring(0, at)) != null) { // taken over, if it was not there
      return database.findReference(reference, stickyKey);
    }
    return find(reference);
  }

  @Override
  public Labels labels() {
    return database.labels();
  }

  @Override
  public void saveAll(Collection<TemplateSpec> specs, SaveMode mode, Edit edit) {
    database.saveAll(specs, mode, edit);
  }

  @Override
  public int deleteAll(Collection<String> ids, Edit edit) {
    int deleted = database.deleteAll(ids, edit);
    for (String id : ids) {
      TemplateFile file = folder.file(id);
      if (file != null) {
        notices.accept(
            "The template "
                + PromptException.quote(id)
                + " is deleted from the database, but would be taken over from "
                + file.path()
                + " again; delete that file too.");
      }
    }
    return deleted;
  }

  @Override
  public List<String> ids() {
    return database.ids();
  }

  @Override
  public List<String> ids(Range<String> range, int limit) {
    return database.ids(range, limit);
  }

  @Override
  public List<TemplateSpec> list(Range<String> range, int limit) {
    return database.list(range, limit);
  }

  @Override
  public List<TemplateSpec> search(Query query) {
    return database.search(query);
  }

  @Override
  public List<VersionInfo> versionInfos(String id) {
    return database.versionInfos(id);
  }

  @Override
  public RegistryMetadata metadata() {
    return database.metadata();
  }

  @Override
  public void close() {
    database.close();
  }
}
