package dev.fulgur.tracker;

import java.util.List;
import java.util.Objects;

/// What an indexer has to say of a file; the rest of a [FileRecord] comes from the file system and
/// the clock.
///
/// @param contentHash a hash of the content
/// @param blob where the content lies in the blob store
/// @param keyHash the [hash][KeyHash] of the file's key
/// @param contexts the contexts found in the file
public record FileEntry(String contentHash, Span blob, long keyHash, List<String> contexts) {

  /// Copies the contexts.
  public FileEntry {
    Objects.requireNonNull(contentHash, "contentHash");
    Objects.requireNonNull(blob, "blob");
    contexts = List.copyOf(contexts);
  }
}
