package dev.fulgur.prompts.transfer;

/// Told how far long work has come, by the thread that works.
@FunctionalInterface
public interface ProgressListener {

  /// Passes over what it is told.
  ProgressListener SILENT = (_, _) -> {};

  /// `done` of `total` templates are done.
  void at(long done, long total);
}
