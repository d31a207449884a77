package dev.fulgur.tracker.index;

import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/// What a run over a tree came to.
///
/// @param seen files of the tree that are to be known
/// @param indexed files that were read and written
/// @param touched files that were read and found unchanged
/// @param deleted files that left
/// @param binary files that were left out since they are no text
/// @param failed files that could not be read; what is known of them is kept
/// @param large files that were left out for their size
/// @param symbols symbols of the files that were indexed
/// @param bytes bytes that were read
/// @param complete whether the run came to its end; else the next one goes on where it stopped
/// @param problemCounts how many problems of each kind there were
/// @param problems the first of them
public record IndexReport(
    long seen,
    long indexed,
    long touched,
    long deleted,
    long binary,
    long failed,
    long large,
    long symbols,
    long bytes,
    boolean complete,
    SortedMap<Problem.Kind, Long> problemCounts,
    List<Problem> problems) {

  /// Copies the collections.
  public IndexReport {
    problemCounts = new TreeMap<>(Map.copyOf(problemCounts));
    problems = List.copyOf(problems);
  }

  /// How many files were left as they are known, since nothing in them changed; of a run that did
  /// not come to its end also those that it did not look at.
  public long unchanged() {
    return Math.max(0, seen - indexed - binary - failed);
  }

  /// How many problems there were in all.
  public long problemCount() {
    long count = 0;
    for (long ofKind : problemCounts.values()) {
      count += ofKind;
    }
    return count;
  }
}
