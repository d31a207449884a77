package dev.fulgur.prompts.vault;

import org.jspecify.annotations.Nullable;

/// What a model answered to a prompt, and what is known of how.
///
/// @param text the answer
/// @param provider who ran the model, or null
/// @param model which model it was, or null
/// @param tokensIn tokens of the prompt, or null
/// @param tokensOut tokens of the answer, or null
/// @param costUsd what the call cost, in US dollars, or null
public record Answer(
    String text,
    @Nullable String provider,
    @Nullable String model,
    @Nullable Integer tokensIn,
    @Nullable Integer tokensOut,
    @Nullable Double costUsd) {

  /// An answer of which nothing is known but its text.
  public static Answer of(String text) {
    return new Answer(text, null, null, null, null, null);
  }
}
