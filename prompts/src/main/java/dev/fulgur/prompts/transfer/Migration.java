package dev.fulgur.prompts.transfer;

import dev.fulgur.prompts.AsyncRegistry;
import dev.fulgur.prompts.LmdbRegistry;
import dev.fulgur.prompts.PromptException;
import dev.fulgur.prompts.Registry.SaveMode;
import dev.fulgur.prompts.TemplateFailure;
import dev.fulgur.prompts.TemplateSpec;
import dev.fulgur.store.Range;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;

/// Takes the templates of a folder of YAML files, or of a database, into a database.
///
/// One transaction for each [#BATCH] templates. A migration that was cut off is continued by
/// another: what is stored already is passed over. What cannot be taken is reported, each with its
/// reason, and holds up nothing else. Of files that name one id, the first by path in byte order
/// counts.
///
/// Without overwriting, a version that is stored with another body stays as it is and is reported.
/// With it, the target's templates are replaced with all their versions, and those that the source
/// does not have are deleted; but nothing is deleted that a file which could not be taken may name.
public final class Migration {

  /// Templates in one transaction.
  public static final int BATCH = 1_000;

  private final Path from;
  private final boolean overwrite;
  private final ProgressListener progress;

  private Migration(Path from, boolean overwrite, ProgressListener progress) {
    this.from = from;
    this.overwrite = overwrite;
    this.progress = progress;
  }

  /// A migration from a folder of YAML files, or a folder with a database.
  ///
  /// @param overwrite whether what the target has is replaced
  public static Migration from(Path from, boolean overwrite, ProgressListener progress) {
    return new Migration(from, overwrite, progress);
  }

  /// Runs it. Where the target is the source, its templates are taken over in place.
  ///
  /// @throws PromptException.Unreadable if the source cannot be read
  public MigrationReport into(LmdbRegistry target) {
    long start = System.nanoTime();
    if (Source.isSame(from, target)) {
      return inPlace(target, start);
    }
    return take(Source.read(from), target, start);
  }

  /// Runs it on a virtual thread of its own.
  public CompletableFuture<MigrationReport> intoAsync(LmdbRegistry target) {
    return AsyncRegistry.on(() -> into(target));
  }

  private MigrationReport inPlace(LmdbRegistry target, long start) {
    target.adopt();
    Source source = Source.of(target);
    progress.at(source.templates().size(), source.templates().size());
    return new MigrationReport(
        source.templates().size(), source.failures(), List.of(), 0, false, since(start));
  }

  private MigrationReport take(Source source, LmdbRegistry target, long start) {
    List<TemplateFailure> failures = new ArrayList<>(source.failures());
    List<TemplateSpec> templates = source.templates();
    long migrated = 0;
    for (int at = 0; at < templates.size(); at += BATCH) {
      int end = Math.min(at + BATCH, templates.size());
      List<TemplateSpec> batch = templates.subList(at, end);
      migrated +=
          overwrite
              ? replace(batch, target)
              : TemplateSave.batch(
                  batch, source.paths().subList(at, end), target, SaveMode.KEEP, failures);
      progress.at(end, templates.size());
    }
    boolean kept = false;
    long deleted = 0;
    if (overwrite) {
      Set<String> gone = new HashSet<>(target.ids(Range.all(), Integer.MAX_VALUE));
      templates.forEach(spec -> gone.remove(spec.id()));
      Set<String> named = new HashSet<>();
      boolean unknown = false;
      for (TemplateFailure failure : failures) {
        if (failure.id() instanceof String id) {
          named.add(id);
        } else {
          unknown |= failure.id() == null;
        }
      }
      gone.removeAll(named);
      kept = unknown && !gone.isEmpty();
      deleted = kept ? 0 : target.deleteAll(gone);
    }
    return new MigrationReport(migrated, failures, source.conflicts(), deleted, kept, since(start));
  }

  private static long replace(List<TemplateSpec> batch, LmdbRegistry target) {
    target.replaceAll(batch);
    return batch.size();
  }

  private static Duration since(long start) {
    return Duration.ofNanos(System.nanoTime() - start);
  }
}
