package dev.fulgur.prompts;

import org.jspecify.annotations.Nullable;

/// An input that a template declares.
///
/// @param type what it takes
/// @param required whether a render without it fails, if there is no default
/// @param defaultValue what it is where none is given, or null for none; of the kinds that
///   [dev.fulgur.prompts.yaml.Yaml] and MessagePack read. Not to be changed
public record InputSpec(InputType type, boolean required, @Nullable Object defaultValue) {

  /// A required text without a default: what an input is that says nothing of itself.
  public static final InputSpec REQUIRED_TEXT = new InputSpec(InputType.STRING, true, null);

  /// @throws IllegalArgumentException if the default does not fit the type
  public InputSpec {
    if (!type.accepts(defaultValue)) {
      throw new IllegalArgumentException(
          "The default of an input of the type " + type.label() + " must be " + type.words() + ".");
    }
  }
}
