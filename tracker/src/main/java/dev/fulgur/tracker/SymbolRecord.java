package dev.fulgur.tracker;

import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// One named thing in a source file: a class, a function, a field, or a remark worth keeping (an
/// insight, whose kind begins with `insight:`).
///
/// @param id the number that it was given when it was first seen, from 1
/// @param filePath the file that it stands in
/// @param name its name; of an insight, the line
/// @param kind its kind, such as `function`
/// @param lineStart its first line, from 1
/// @param lineEnd its last line, or null where that is not known
/// @param blob where its text lies in the blob store
/// @param keyHash the [hash][KeyHash] of its key, an unsigned 64-bit number
/// @param vector where its vector lies, or null as long as it has none
/// @param container the name of the class or module around it, or null
public record SymbolRecord(
    long id,
    String filePath,
    String name,
    String kind,
    int lineStart,
    @Nullable Integer lineEnd,
    Span blob,
    long keyHash,
    @Nullable Span vector,
    @Nullable String container)
    implements Entity {

  /// What the kind of an insight begins with.
  public static final String INSIGHT = "insight:";

  /// Checks that nothing is null that may not be.
  public SymbolRecord {
    Objects.requireNonNull(filePath, "filePath");
    Objects.requireNonNull(name, "name");
    Objects.requireNonNull(kind, "kind");
    Objects.requireNonNull(blob, "blob");
  }

  /// The same symbol with another vector.
  public SymbolRecord withVector(@Nullable Span other) {
    return new SymbolRecord(
        id, filePath, name, kind, lineStart, lineEnd, blob, keyHash, other, container);
  }

  /// Whether this is an insight.
  public boolean isInsight() {
    return kind.startsWith(INSIGHT);
  }
}
