package dev.fulgur.store;

import java.time.Duration;
import java.util.List;

/// What [Store#check()] found.
///
/// @param records how many records were read and their checksums compared
/// @param indexEntries how many index entries were compared with their records
/// @param problems one sentence each; empty if all is well. At most 1,000 are kept
/// @param problemCount how many there are, kept or not
/// @param duration how long it took
public record CheckReport(
    long records, long indexEntries, List<String> problems, long problemCount, Duration duration) {

  /// Copies the list.
  public CheckReport {
    problems = List.copyOf(problems);
  }

  /// Whether nothing is wrong.
  public boolean isClean() {
    return problemCount == 0;
  }
}
