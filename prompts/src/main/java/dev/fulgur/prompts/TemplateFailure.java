package dev.fulgur.prompts;

import org.jspecify.annotations.Nullable;

/// A file or record that was not taken, and why.
///
/// @param path where it is in its folder, with `/` between names; for a record of a database, its
///   id
/// @param id the id that it names, of whatever kind, or null if it names none or cannot be read
/// @param reason why it was not taken, as one clause
public record TemplateFailure(String path, @Nullable Object id, String reason) {}
