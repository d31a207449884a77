package dev.fulgur.prompts.value;

/// Stands in a value where it would contain itself (YAML's `&a [*a]`), so that every value is a
/// finite tree. It can be read, never stored.
public enum Recursion {
  /// The only one.
  RECURSION
}
