package dev.fulgur.prompts.yaml;

/// A place in the text.
///
/// @param line from 0
/// @param column from 0, in code points
record Mark(int line, int column) {}
