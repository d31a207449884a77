package dev.fulgur.tracker.index.syntax;

import org.jspecify.annotations.Nullable;

/// A symbol as it stands in a source.
///
/// @param name its name
/// @param kind its kind
/// @param container the name of what it stands in, or null
/// @param lineStart its first line, from 1
/// @param lineEnd its last line
/// @param startByte its offset in the source
/// @param lengthBytes its length
public record Symbol(
    String name,
    String kind,
    @Nullable String container,
    int lineStart,
    int lineEnd,
    int startByte,
    int lengthBytes) {}
