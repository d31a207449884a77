package dev.fulgur.tracker;

import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// The remembered answer to a search over files.
///
/// @param keyHash the [hash][KeyHash] of the search, an unsigned 64-bit number; the identity
/// @param pattern what was searched for
/// @param toolType what searched, such as `grep`
/// @param matchedFiles the files that matched, each once, in the order of their paths
/// @param createdAt when it was remembered, in seconds since 1970
/// @param blob where the answer lies in the blob store
/// @param vector where its vector lies, or null as long as it has none
public record PatternRecord(
    long keyHash,
    String pattern,
    String toolType,
    List<String> matchedFiles,
    double createdAt,
    Span blob,
    @Nullable Span vector)
    implements Entity {

  /// Sorts the files and drops those that stand there twice.
  public PatternRecord {
    Objects.requireNonNull(pattern, "pattern");
    Objects.requireNonNull(toolType, "toolType");
    Objects.requireNonNull(blob, "blob");
    matchedFiles = PathOrder.sortedOnce(matchedFiles);
  }

  /// The same pattern with another vector.
  public PatternRecord withVector(@Nullable Span other) {
    return new PatternRecord(keyHash, pattern, toolType, matchedFiles, createdAt, blob, other);
  }
}
