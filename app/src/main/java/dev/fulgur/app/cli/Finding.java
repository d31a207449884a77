package dev.fulgur.app.cli;

import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// One thing that `fulgur doctor` looked at.
///
/// @param what its name
/// @param state how it is
/// @param sentence what was found, and what to do where it is not good
record Finding(String what, State state, String sentence) {

  /// How a thing is.
  enum State {
    /// As it should be.
    OK,
    /// It works, and somebody should look.
    WARNING,
    /// It does not work, or soon will not.
    FAILED
  }

  /// `failedFrom` or more is a failure, `warningFrom` or more a warning.
  static State atMost(double value, double warningFrom, double failedFrom) {
    return value >= failedFrom ? State.FAILED : value >= warningFrom ? State.WARNING : State.OK;
  }

  Map<String, @Nullable Object> json() {
    Map<String, @Nullable Object> object = new LinkedHashMap<>();
    object.put("what", what);
    object.put("state", state.name().toLowerCase(java.util.Locale.ROOT));
    object.put("found", sentence);
    return object;
  }
}
