package dev.fulgur.prompts.transfer;

import dev.fulgur.prompts.Registry;
import dev.fulgur.prompts.Registry.SaveMode;
import dev.fulgur.prompts.TemplateSpec;
import dev.fulgur.prompts.YamlRegistry;
import dev.fulgur.store.Range;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/// Writes the templates of a registry as YAML files, one each, into a folder. A template that the
/// folder has already keeps its file; another one gets a file named after its id, inside the folder
/// whatever the id is.
public final class YamlExport {

  private YamlExport() {}

  /// Writes all templates; files of templates that the registry does not have are left alone.
  ///
  /// @return how many were written
  /// @throws dev.fulgur.prompts.PromptException.Unreadable if the folder cannot be written
  /// @throws IOException if the folder cannot be made
  public static long write(Registry registry, Path folder, ProgressListener progress)
      throws IOException {
    Files.createDirectories(folder);
    long total = registry.metadata().count();
    long done = 0;
    Range<String> rest = Range.all();
    try (YamlRegistry files = YamlRegistry.open(folder)) {
      while (true) {
        List<TemplateSpec> page = registry.list(rest, Migration.BATCH);
        if (page.isEmpty()) {
          return done;
        }
        files.saveAll(page, SaveMode.REPLACE);
        done += page.size();
        progress.at(done, total);
        rest = rest.beyond(page.getLast().id());
      }
    }
  }
}
