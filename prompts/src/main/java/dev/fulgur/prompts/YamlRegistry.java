package dev.fulgur.prompts;

import dev.fulgur.prompts.TemplateFolder.Contents;
import dev.fulgur.prompts.versions.Edit;
import dev.fulgur.prompts.versions.SemanticVersion;
import dev.fulgur.store.Range;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Templates in a folder of YAML files, one template a file, in all subfolders: the place to write
/// by hand.
///
/// Files are those whose names match `*.y*ml`. Each is parsed once and again when its size or its
/// time of modification changes. Of files that name one id, the first by path in byte order counts;
/// see [#conflicts]. A file that is no valid template is passed over by everything but [#find],
/// which reports it where it alone names the id, and [#failures].
///
/// Thread-safe; calls wait for each other.
public final class YamlRegistry implements Registry {
  private final Path folder;
  private final TemplateFolder files;

  private YamlRegistry(Path folder) {
    this.folder = folder;
    this.files = new TemplateFolder(folder);
  }

  /// Opens a folder. Nothing is read before it is asked for.
  public static YamlRegistry open(Path folder) {
    return new YamlRegistry(folder);
  }

  /// The folder.
  public Path folder() {
    return folder;
  }

  @Override
  public String place() {
    return folder.toString();
  }

  /// The files that are no valid templates, in the byte order of their paths.
  ///
  /// @throws PromptException.Unreadable if the folder cannot be read
  public synchronized List<TemplateFailure> failures() {
    List<TemplateFailure> failures = new ArrayList<>();
    for (TemplateFile file : files.scan().files()) {
      if (file.parsed() == null) {
        failures.add(new TemplateFailure(file.path(), file.id(), String.valueOf(file.reason())));
      }
    }
    return failures;
  }

  /// Every file, valid or not, in the byte order of their paths.
  ///
  /// @throws PromptException.Unreadable if the folder cannot be read
  public synchronized List<TemplateFile> files() {
    return files.scan().files();
  }

  /// The ids that several valid files name, in byte order.
  ///
  /// @throws PromptException.Unreadable if the folder cannot be read
  public synchronized List<TemplateConflict> conflicts() {
    return conflictsOf(files.scan());
  }

  static List<TemplateConflict> conflictsOf(Contents contents) {
    List<TemplateConflict> conflicts = new ArrayList<>();
    contents
        .byId()
        .forEach(
            (id, named) -> {
              if (named.size() > 1) {
                List<String> paths = named.stream().map(TemplateFile::path).toList();
                conflicts.add(
                    new TemplateConflict(id, paths.getFirst(), paths.subList(1, paths.size())));
              }
            });
    conflicts.sort(Comparator.comparing(TemplateConflict::id, ByteOrder.BYTES));
    return conflicts;
  }

  /// What the folder holds now.
  synchronized Contents contents() {
    return files.scan();
  }

  /// The file that counts for an id, or null.
  synchronized @Nullable TemplateFile file(String id) {
    return files.scanFor(id).winner(id);
  }

  /// The current version of a template, or null.
  ///
  /// @throws PromptException.InvalidTemplate if only files that are no valid templates name the id
  @Override
  public synchronized @Nullable TemplateSpec find(String id) {
    Contents contents = files.scanFor(id);
    TemplateSpec spec = specOf(contents.winner(id));
    if (spec == null) {
      for (TemplateFile file : contents.files()) {
        if (id.equals(file.id()) && file.failure() != null) {
          throw file.failure();
        }
      }
    }
    return spec;
  }

  private static @Nullable TemplateSpec specOf(@Nullable TemplateFile file) {
    ParsedTemplate parsed = file == null ? null : file.parsed();
    return parsed == null ? null : parsed.spec();
  }

  /// The template, if it is of that version: a folder holds one version of each.
  @Override
  public @Nullable TemplateSpec find(String id, String version) {
    TemplateSpec spec = find(id);
    return spec != null && spec.version().equals(version) ? spec : null;
  }

  @Override
  public synchronized Map<String, TemplateSpec> findAll(Collection<String> ids) {
    Contents contents = files.scan();
    Map<String, TemplateSpec> found = new LinkedHashMap<>();
    for (String id : ids) {
      TemplateSpec spec = specOf(contents.winner(id));
      if (spec != null) {
        found.put(id, spec);
      }
    }
    return found;
  }

  /// Writes each template into the file that counts for its id, or into a new one at the top of the
  /// folder, named after it. Each file is written whole or not at all; all of them are not.
  @Override
  public synchronized void saveAll(Collection<TemplateSpec> specs, SaveMode mode, Edit edit) {
    Contents contents = files.scan();
    for (TemplateSpec spec : specs) {
      TemplateSpec known = specOf(contents.winner(spec.id()));
      if (mode == SaveMode.KEEP
          && known != null
          && known.version().equals(spec.version())
          && !known.equals(spec)) {
        throw new PromptException.VersionConflict(spec.id(), spec.version());
      }
    }
    for (TemplateSpec spec : specs) {
      TemplateFile known = contents.winner(spec.id());
      if (known != null && spec.equals(known.spec())) {
        continue; // as its author wrote it
      }
      Path file = known == null ? folder.resolve(FileNames.of(spec.id())) : known.file();
      FileNames.write(file, SpecYaml.write(spec));
    }
  }

  /// Deletes every file that names one of the ids and is a valid template.
  @Override
  public synchronized int deleteAll(Collection<String> ids, Edit edit) {
    Contents contents = files.scan();
    int deleted = 0;
    for (String id : ids) {
      List<TemplateFile> named = contents.byId().getOrDefault(id, List.of());
      for (TemplateFile file : named) {
        FileNames.delete(file.file());
      }
      deleted += named.isEmpty() ? 0 : 1;
    }
    return deleted;
  }

  @Override
  public synchronized List<String> ids() {
    List<String> ids = new ArrayList<>(files.scan().byId().keySet());
    ids.sort(ByteOrder.BYTES);
    return ids;
  }

  @Override
  public List<String> ids(Range<String> range, int limit) {
    List<String> ids = new ArrayList<>();
    List<String> all = ids();
    for (String id : range.descending() ? all.reversed() : all) {
      if (ids.size() == limit) {
        break;
      }
      if (contains(range, id)) {
        ids.add(id);
      }
    }
    return ids;
  }

  private static boolean contains(Range<String> range, String id) {
    String from = range.from();
    String to = range.to();
    int aboveFrom = from == null ? 1 : ByteOrder.BYTES.compare(id, from);
    int belowTo = to == null ? 1 : ByteOrder.BYTES.compare(to, id);
    return (aboveFrom > 0 || (aboveFrom == 0 && range.fromInclusive()))
        && (belowTo > 0 || (belowTo == 0 && range.toInclusive()))
        && (range.prefix() == null || id.startsWith(range.prefix()));
  }

  @Override
  public List<TemplateSpec> list(Range<String> range, int limit) {
    return List.copyOf(findAll(ids(range, limit)).values());
  }

  /// Changes the version in the file and leaves the rest of it as it is, comments too.
  @Override
  public synchronized TemplateSpec bump(String id, SemanticVersion.Part part, Edit edit) {
    TemplateSpec next = Bump.next(load(id), part);
    TemplateFile file = files.scanFor(id).winner(id);
    if (file == null) {
      throw PromptException.NotFound.of(id, null, place());
    }
    Bump.write(file.file(), next);
    return next;
  }

  /// The one version that the folder has; when its file was changed is no time of a version.
  @Override
  public List<VersionInfo> versionInfos(String id) {
    TemplateSpec spec = find(id);
    if (spec == null) {
      return List.of();
    }
    String hash = StorableSpec.problem(spec) == null ? ContentHash.of(spec) : "";
    return List.of(new VersionInfo(spec.version(), null, null, null, hash, true, List.of()));
  }

  @Override
  public synchronized RegistryMetadata metadata() {
    Contents contents = files.scan();
    return new RegistryMetadata(contents.byId().size(), files.lastModified());
  }

  /// Does nothing: nothing is held open.
  @Override
  public void close() {}
}
