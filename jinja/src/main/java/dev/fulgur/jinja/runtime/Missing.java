package dev.fulgur.jinja.runtime;

/// What stands where no value is: an argument that was left out, a name not assigned yet. No
/// template ever sees it.
public enum Missing {
  MISSING
}
