package dev.fulgur.prompts.transfer;

import dev.fulgur.prompts.TemplateFailure;
import java.util.List;

/// What differs between a source of templates and a database.
///
/// @param verified templates that are the same in both
/// @param missing what the database does not have of the source, and why
/// @param extra ids that only the database has, in byte order
/// @param different templates that both have and that differ
public record VerificationReport(
    long verified, List<TemplateFailure> missing, List<String> extra, List<Difference> different) {

  /// Copies the lists.
  public VerificationReport {
    missing = List.copyOf(missing);
    extra = List.copyOf(extra);
    different = List.copyOf(different);
  }

  /// Whether nothing differs.
  public boolean isClean() {
    return missing.isEmpty() && extra.isEmpty() && different.isEmpty();
  }

  /// A template that differs.
  ///
  /// @param id its id
  /// @param fields the fields that differ, such as `version`, `inputs.name.default`,
  ///   `metadata.owner`
  public record Difference(String id, List<String> fields) {

    /// Copies the list.
    public Difference {
      fields = List.copyOf(fields);
    }
  }
}
