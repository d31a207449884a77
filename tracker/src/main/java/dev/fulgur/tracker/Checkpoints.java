package dev.fulgur.tracker;

import org.jspecify.annotations.Nullable;

/// How far long runs over many files came.
public interface Checkpoints {

  /// Saves a checkpoint and answers its id.
  long save(long processedFiles, long totalFiles, String lastPath);

  /// The checkpoint that was saved last, whatever the clock said, or null.
  @Nullable Checkpoint latest();

  /// Deletes all of them and answers their number.
  long clear();
}
