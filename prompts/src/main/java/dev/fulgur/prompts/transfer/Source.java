package dev.fulgur.prompts.transfer;

import dev.fulgur.prompts.LmdbRegistry;
import dev.fulgur.prompts.PromptException;
import dev.fulgur.prompts.Registry;
import dev.fulgur.prompts.TemplateConflict;
import dev.fulgur.prompts.TemplateFailure;
import dev.fulgur.prompts.TemplateFile;
import dev.fulgur.prompts.TemplateSpec;
import dev.fulgur.prompts.YamlRegistry;
import dev.fulgur.store.Range;
import dev.fulgur.store.StoreException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/// What templates are read from, whole: a folder of YAML files, or a database.
///
/// @param place where it is, for messages
/// @param templates what can be taken, one of each id, in the order of the source
/// @param paths where each of `templates` comes from
/// @param failures what cannot be taken, and why
/// @param conflicts ids that several files name
record Source(
    String place,
    List<TemplateSpec> templates,
    List<String> paths,
    List<TemplateFailure> failures,
    List<TemplateConflict> conflicts) {

  private static final int PAGE = 1_000;

  /// Whether a folder holds a database rather than YAML files.
  static boolean isDatabase(Path folder) {
    return Files.isRegularFile(folder.resolve("data.mdb"));
  }

  static Source of(YamlRegistry folder) {
    List<TemplateSpec> templates = new ArrayList<>();
    List<String> paths = new ArrayList<>();
    List<TemplateFailure> failures = new ArrayList<>();
    Set<String> taken = new HashSet<>();
    for (TemplateFile file : folder.files()) {
      TemplateSpec spec = file.spec();
      if (spec != null && !taken.add(spec.id())) {
        continue; // reported as a conflict
      }
      String reason = file.reason();
      if (spec == null || reason != null) {
        failures.add(new TemplateFailure(file.path(), file.id(), String.valueOf(reason)));
      } else {
        templates.add(spec);
        paths.add(file.path());
      }
    }
    return new Source(folder.place(), templates, paths, failures, folder.conflicts());
  }

  static Source of(LmdbRegistry database) {
    List<TemplateSpec> templates = new ArrayList<>();
    List<TemplateFailure> failures = new ArrayList<>();
    Range<String> rest = Range.all();
    while (true) {
      List<String> ids = database.ids(rest, PAGE);
      if (ids.isEmpty()) {
        break;
      }
      readAll(database, ids, templates, failures);
      rest = rest.beyond(ids.getLast());
    }
    return new Source(
        database.place(),
        templates,
        templates.stream().map(TemplateSpec::id).toList(),
        failures,
        List.of());
  }

  private static void readAll(
      Registry database,
      Collection<String> ids,
      List<TemplateSpec> templates,
      List<TemplateFailure> failures) {
    try {
      templates.addAll(database.findAll(ids).values());
    } catch (StoreException.CorruptRecord _) {
      for (String id : ids) { // one of them is damaged: find out which
        try {
          templates.addAll(database.findAll(List.of(id)).values());
        } catch (StoreException.CorruptRecord e) {
          failures.add(new TemplateFailure(id, id, String.valueOf(e.getMessage())));
        }
      }
    }
  }

  /// Whether a database is the one at `path`, which a process cannot open a second time.
  static boolean isSame(Path path, LmdbRegistry database) {
    Path open = database.store().path();
    try {
      return Files.exists(path) && Files.isSameFile(path, open);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// Reads the folder of YAML files or database at `path`.
  ///
  /// @throws PromptException.Unreadable if it cannot be read
  static Source read(Path path) {
    if (isDatabase(path)) {
      try (LmdbRegistry database =
          LmdbRegistry.open(path, dev.fulgur.store.StoreOptions.readOnly())) {
        return of(database);
      }
    }
    try (YamlRegistry folder = YamlRegistry.open(path)) {
      return of(folder);
    }
  }
}
