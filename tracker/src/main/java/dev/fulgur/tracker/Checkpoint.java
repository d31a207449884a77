package dev.fulgur.tracker;

import java.util.Objects;

/// How far a run over many files had come.
///
/// @param id the number of the checkpoint, from 1
/// @param createdAt when it was saved, in seconds since 1970
/// @param lastPath the file that was done last
/// @param totalFiles how many files there were to do
/// @param processedFiles how many of them were done
public record Checkpoint(
    long id, double createdAt, String lastPath, long totalFiles, long processedFiles)
    implements Entity {

  /// Checks that there is a path.
  public Checkpoint {
    Objects.requireNonNull(lastPath, "lastPath");
  }
}
