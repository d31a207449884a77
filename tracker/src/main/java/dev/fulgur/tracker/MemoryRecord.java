package dev.fulgur.tracker;

import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// Something an agent chose to remember.
///
/// @param id its identity, such as `mem:00c0ffee`
/// @param task the task that it belongs to, or null
/// @param insights the insights that it is about
/// @param contexts the contexts that it is about
/// @param symbolKeys the key hashes of the symbols that it is about
/// @param text what is remembered
/// @param tags its tags
/// @param blob where its text lies in the blob store
/// @param keyHash the [hash][KeyHash] of its key, an unsigned 64-bit number; no two memories share
///   one
/// @param createdAt when it was first written, in seconds since 1970
/// @param updatedAt when it was last written again, or null
/// @param vector where its vector lies, or null as long as it has none
public record MemoryRecord(
    String id,
    @Nullable String task,
    JsonList insights,
    JsonList contexts,
    JsonList symbolKeys,
    String text,
    JsonList tags,
    Span blob,
    long keyHash,
    double createdAt,
    @Nullable Double updatedAt,
    @Nullable Span vector)
    implements Entity {

  /// Checks that nothing is null that may not be.
  public MemoryRecord {
    Objects.requireNonNull(id, "id");
    Objects.requireNonNull(insights, "insights");
    Objects.requireNonNull(contexts, "contexts");
    Objects.requireNonNull(symbolKeys, "symbolKeys");
    Objects.requireNonNull(text, "text");
    Objects.requireNonNull(tags, "tags");
    Objects.requireNonNull(blob, "blob");
  }

  /// The same memory with another vector.
  public MemoryRecord withVector(@Nullable Span other) {
    return new MemoryRecord(
        id,
        task,
        insights,
        contexts,
        symbolKeys,
        text,
        tags,
        blob,
        keyHash,
        createdAt,
        updatedAt,
        other);
  }
}
