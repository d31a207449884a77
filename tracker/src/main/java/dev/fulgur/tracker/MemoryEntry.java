package dev.fulgur.tracker;

import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// What is to be remembered; times and vector are the tracker's.
///
/// @param id its identity
/// @param task the task that it belongs to, or null
/// @param insights the insights that it is about
/// @param contexts the contexts that it is about
/// @param symbolKeys the key hashes of the symbols that it is about
/// @param text what is remembered
/// @param tags its tags
/// @param blob where its text lies in the blob store
/// @param keyHash the [hash][KeyHash] of its key; no two memories share one
public record MemoryEntry(
    String id,
    @Nullable String task,
    JsonList insights,
    JsonList contexts,
    JsonList symbolKeys,
    String text,
    JsonList tags,
    Span blob,
    long keyHash) {

  /// Checks that nothing but the task is null.
  public MemoryEntry {
    Objects.requireNonNull(id, "id");
    Objects.requireNonNull(insights, "insights");
    Objects.requireNonNull(contexts, "contexts");
    Objects.requireNonNull(symbolKeys, "symbolKeys");
    Objects.requireNonNull(text, "text");
    Objects.requireNonNull(tags, "tags");
    Objects.requireNonNull(blob, "blob");
  }

  /// The record of this memory, first written at `createdAt`.
  public MemoryRecord at(double createdAt, @Nullable Double updatedAt, @Nullable Span vector) {
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
        vector);
  }
}
