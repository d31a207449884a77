package dev.fulgur.tracker.index;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// How a tree is indexed. Begin with [#usual()] and change what differs.
///
/// @param rules by which contexts and remarks are found
/// @param leftOut what is left out, besides what `.gitignore` files name
/// @param maxFileBytes files that are larger are left out
/// @param workers how many threads read and parse
/// @param parseLimit how long one source may be parsed
/// @param blobs the file to which contents are appended, or null to leave them out
public record IndexOptions(
    Rules rules,
    LeftOut leftOut,
    long maxFileBytes,
    int workers,
    Duration parseLimit,
    @Nullable Path blobs) {

  private static final Set<String> USUAL_FOLDERS =
      Set.of(
          "node_modules",
          "__pycache__",
          ".venv",
          "venv",
          ".hg",
          ".svn",
          ".next",
          ".tox",
          ".mypy_cache",
          ".gradle",
          ".idea",
          ".fulgur");

  /// Checks the bounds.
  public IndexOptions {
    Objects.requireNonNull(rules, "rules");
    Objects.requireNonNull(parseLimit, "parseLimit");
    Objects.requireNonNull(leftOut, "leftOut");
    if (workers < 1) {
      throw new IllegalArgumentException("At least 1 worker is needed, not " + workers + ".");
    }
    if (maxFileBytes < 1 || maxFileBytes > 1 << 28) {
      throw new IllegalArgumentException(
          "Files may be limited to 1 byte up to 256 MiB, not " + maxFileBytes + ".");
    }
  }

  /// Files up to 1 MB, on all cores, without contents.
  public static IndexOptions usual() {
    return new IndexOptions(
        Rules.usual(),
        new LeftOut(USUAL_FOLDERS, Set.of()),
        1_000_000,
        Runtime.getRuntime().availableProcessors(),
        dev.fulgur.tracker.index.syntax.TreeSitterFinder.USUAL_LIMIT,
        null);
  }

  /// With other rules.
  public IndexOptions withRules(Rules others) {
    return new IndexOptions(others, leftOut, maxFileBytes, workers, parseLimit, blobs);
  }

  /// With these files and folders left out, absolute and without links.
  public IndexOptions withLeftOut(Set<Path> paths) {
    LeftOut other = new LeftOut(leftOut.folders(), paths);
    return new IndexOptions(rules, other, maxFileBytes, workers, parseLimit, blobs);
  }

  /// With contents appended to a file, or left out.
  public IndexOptions withBlobs(@Nullable Path file) {
    return new IndexOptions(rules, leftOut, maxFileBytes, workers, parseLimit, file);
  }

  /// With another number of threads.
  public IndexOptions withWorkers(int count) {
    return new IndexOptions(rules, leftOut, maxFileBytes, count, parseLimit, blobs);
  }

  /// With another limit on the size of files.
  public IndexOptions withMaxFileBytes(long bytes) {
    return new IndexOptions(rules, leftOut, bytes, workers, parseLimit, blobs);
  }

  /// With another limit on the time for one source.
  public IndexOptions withParseLimit(Duration limit) {
    return new IndexOptions(rules, leftOut, maxFileBytes, workers, limit, blobs);
  }
}
