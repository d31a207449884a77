package dev.fulgur.prompts;

import org.jspecify.annotations.Nullable;

/// A template as a file says it.
///
/// @param spec the template
/// @param unstorable why it cannot be kept in a database, as one clause, or null if it can. A text
///   that UTF-8 cannot say stands in `spec` as the nearest one that it can
public record ParsedTemplate(TemplateSpec spec, @Nullable String unstorable) {}
