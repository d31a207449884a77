package dev.fulgur.prompts;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/// What was found in one file of a folder of templates.
///
/// @param path where it is in the folder, with `/` between names
/// @param file where it is
/// @param id the id that it names, of whatever kind; null if it names none or cannot be read
/// @param parsed the template, or null if it is none
/// @param failure why it is no template; null if it is one
public record TemplateFile(
    String path,
    Path file,
    @Nullable Object id,
    @Nullable ParsedTemplate parsed,
    @Nullable RuntimeException failure) {

  /// The template, or null if the file is none.
  public @Nullable TemplateSpec spec() {
    return parsed == null ? null : parsed.spec();
  }

  /// Why the file cannot be taken into a database, as one clause; null if it can.
  public @Nullable String reason() {
    if (parsed != null) {
      return parsed.unstorable() != null
          ? parsed.unstorable()
          : StorableSpec.problem(parsed.spec());
    }
    return failure instanceof PromptException.InvalidTemplate invalid
        ? invalid.reason()
        : String.valueOf(failure == null ? null : failure.getMessage());
  }
}
