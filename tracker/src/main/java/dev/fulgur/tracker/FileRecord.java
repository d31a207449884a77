package dev.fulgur.tracker;

import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// What is known of one source file.
///
/// @param path the path, absolute; the identity of the record
/// @param mtime when the file was last changed, in seconds since 1970, as the file system said
/// @param sizeBytes its size, as the file system said
/// @param contentHash a hash of its content, in the words of whoever indexed it
/// @param blob where its content lies in the blob store
/// @param keyHash the [hash][KeyHash] of its key, an unsigned 64-bit number
/// @param indexedAt when the record was written, in seconds since 1970
/// @param vector where its vector lies, or null as long as it has none
/// @param contexts the contexts that were found in it, or the list that is
///   [absent][JsonList#ABSENT]
public record FileRecord(
    String path,
    double mtime,
    long sizeBytes,
    String contentHash,
    Span blob,
    long keyHash,
    double indexedAt,
    @Nullable Span vector,
    JsonList contexts)
    implements Entity {

  /// Checks that nothing but the vector is null.
  public FileRecord {
    Objects.requireNonNull(path, "path");
    Objects.requireNonNull(contentHash, "contentHash");
    Objects.requireNonNull(blob, "blob");
    Objects.requireNonNull(contexts, "contexts");
  }

  /// The same file with another vector.
  public FileRecord withVector(@Nullable Span other) {
    return new FileRecord(
        path, mtime, sizeBytes, contentHash, blob, keyHash, indexedAt, other, contexts);
  }
}
