package dev.fulgur.tracker;

import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// What an indexer has to say of a symbol. File, name, kind and first line together say which
/// symbol it is.
///
/// @param filePath the file that it stands in
/// @param name its name
/// @param kind its kind
/// @param lineStart its first line, from 1
/// @param lineEnd its last line, or null
/// @param blob where its text lies in the blob store
/// @param keyHash the [hash][KeyHash] of its key
/// @param container the name of what it stands in, or null
public record SymbolEntry(
    String filePath,
    String name,
    String kind,
    int lineStart,
    @Nullable Integer lineEnd,
    Span blob,
    long keyHash,
    @Nullable String container) {

  /// Checks that nothing is null that may not be.
  public SymbolEntry {
    Objects.requireNonNull(filePath, "filePath");
    Objects.requireNonNull(name, "name");
    Objects.requireNonNull(kind, "kind");
    Objects.requireNonNull(blob, "blob");
  }

  /// Whether `record` is this symbol.
  public boolean isIdentityOf(SymbolRecord record) {
    return lineStart == record.lineStart()
        && name.equals(record.name())
        && kind.equals(record.kind())
        && filePath.equals(record.filePath());
  }
}
