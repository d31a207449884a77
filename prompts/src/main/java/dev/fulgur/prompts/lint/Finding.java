package dev.fulgur.prompts.lint;

import org.jspecify.annotations.Nullable;

/// Something wrong with a template.
///
/// @param path the file, relative to the folder; of a database, the id
/// @param line the line of the file, or of the text in a database, from 1; 0 where there is none
/// @param id the template, or null where the file names none
/// @param problem what is wrong, as one clause
public record Finding(String path, int line, @Nullable String id, String problem) {}
