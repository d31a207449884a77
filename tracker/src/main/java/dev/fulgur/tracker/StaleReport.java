package dev.fulgur.tracker;

import java.util.List;

/// What a walk over a tree came to.
///
/// @param found how many files were handed over
/// @param problems what could not be looked at, one sentence each
public record StaleReport(long found, List<String> problems) {

  /// Copies the problems.
  public StaleReport {
    problems = List.copyOf(problems);
  }
}
