package dev.fulgur.prompts.transfer;

import dev.fulgur.prompts.TemplateConflict;
import dev.fulgur.prompts.TemplateFailure;
import java.time.Duration;
import java.util.List;

/// How a migration went.
///
/// @param migrated templates of the source that stand in the target as the source has them
/// @param failed what was not taken, and why
/// @param conflicts ids that several files name, with the file that counts
/// @param deleted templates that an overwriting migration removed, because the source does not have
///   them
/// @param kept whether such templates were kept, because a file that could not be read may name
///   them
/// @param took how long it took
public record MigrationReport(
    long migrated,
    List<TemplateFailure> failed,
    List<TemplateConflict> conflicts,
    long deleted,
    boolean kept,
    Duration took) {

  /// Copies the lists.
  public MigrationReport {
    failed = List.copyOf(failed);
    conflicts = List.copyOf(conflicts);
  }
}
