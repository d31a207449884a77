package dev.fulgur.prompts;

import dev.fulgur.prompts.versions.Targets;

/// A label of a template, and what it is to name.
///
/// @param id the id of the template
/// @param label the label
/// @param targets the versions
public record LabelPlacement(String id, String label, Targets targets) {

  /// A label on one version for all calls.
  public static LabelPlacement of(String id, String label, String version) {
    return new LabelPlacement(id, label, Targets.only(version));
  }
}
