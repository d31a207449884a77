package dev.fulgur.prompts.transfer;

import dev.fulgur.prompts.PromptException;
import dev.fulgur.prompts.Registry;
import dev.fulgur.prompts.Registry.SaveMode;
import dev.fulgur.prompts.TemplateConflict;
import dev.fulgur.prompts.TemplateFailure;
import dev.fulgur.prompts.TemplateSpec;
import java.nio.file.Path;
import java.util.List;

/// Saves many templates, where one that cannot be saved holds up no other.
public final class TemplateSave {

  private TemplateSave() {}

  /// Saves templates in one transaction; where one of them is refused, each in its own.
  ///
  /// @param places where each of them comes from, for the report
  /// @param failures gets what was refused
  /// @return how many were saved
  public static long batch(
      List<TemplateSpec> batch,
      List<String> places,
      Registry registry,
      SaveMode mode,
      List<TemplateFailure> failures) {
    try {
      registry.saveAll(batch, mode);
      return batch.size();
    } catch (PromptException.VersionConflict
        | PromptException.NotStorable
        | PromptException.IncludeCycle _) {
      long saved = 0;
      for (int i = 0; i < batch.size(); i++) { // one of them was refused: find out which
        try {
          registry.save(batch.get(i), mode);
          saved++;
        } catch (PromptException.VersionConflict e) {
          failures.add(
              new TemplateFailure(
                  places.get(i),
                  e.id(),
                  "version '"
                      + e.version()
                      + "' is stored with another body; replace it on purpose, or give the change a new version"));
        } catch (PromptException.NotStorable e) {
          failures.add(new TemplateFailure(places.get(i), e.id(), e.reason()));
        } catch (PromptException.IncludeCycle e) {
          failures.add(
              new TemplateFailure(
                  places.get(i),
                  batch.get(i).id(),
                  "it includes itself: " + String.join(" -> ", e.path())));
        }
      }
      return saved;
    }
  }

  /// Saves the templates of a folder of YAML files, or of another database.
  ///
  /// @param failures gets what was not taken, files of an id that an earlier one names included
  /// @return how many were saved
  public static long folder(
      Path folder,
      Registry registry,
      SaveMode mode,
      List<TemplateFailure> failures,
      ProgressListener progress) {
    Source source = Source.read(folder);
    failures.addAll(source.failures());
    for (TemplateConflict conflict : source.conflicts()) {
      for (String dropped : conflict.dropped()) {
        failures.add(
            new TemplateFailure(dropped, conflict.id(), conflict.kept() + " names the same id"));
      }
    }
    long saved = 0;
    for (int at = 0; at < source.templates().size(); at += Migration.BATCH) {
      int end = Math.min(at + Migration.BATCH, source.templates().size());
      saved +=
          batch(
              source.templates().subList(at, end),
              source.paths().subList(at, end),
              registry,
              mode,
              failures);
      progress.at(end, source.templates().size());
    }
    return saved;
  }
}
