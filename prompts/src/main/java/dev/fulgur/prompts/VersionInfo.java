package dev.fulgur.prompts;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// What is known of one version of a template.
///
/// @param version the version
/// @param savedAt when its body was saved, or noticed if another program saved it; null if that is
///   not known
/// @param author who saved it, or null
/// @param message why, or null
/// @param hash what it says; see [ContentHash]
/// @param current whether it is the one that the id alone names
/// @param labels the labels that name it, by name
public record VersionInfo(
    String version,
    @Nullable Instant savedAt,
    @Nullable String author,
    @Nullable String message,
    String hash,
    boolean current,
    List<String> labels) {

  /// Copies the list.
  public VersionInfo {
    labels = List.copyOf(labels);
  }
}
