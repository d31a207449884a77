package dev.fulgur.prompts.vault;

import dev.fulgur.prompts.ChatMessage;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// A prompt, and where all of it came from.
///
/// @param text the prompt; that of a chat is its messages, joined
/// @param id the id of the template
/// @param version its version
/// @param label the label that led to it, or null
/// @param stickyKey what chose among the label's versions where they are weighted, or null
/// @param bucket which of 10,000 equal parts of all keys that one fell in, from 0, the first ones
///   for the first version; null without one
/// @param includes what it included, directly or not, in the order in which it was found
/// @param messages the messages of a chat, or none where the template is a text
/// @param model what its metadata say under `model`, such as a name and a temperature; empty if
///   they say nothing
public record Rendered(
    String text,
    String id,
    String version,
    @Nullable String label,
    @Nullable String stickyKey,
    @Nullable Integer bucket,
    List<Included> includes,
    List<ChatMessage> messages,
    Map<String, @Nullable Object> model) {

  /// Copies the lists.
  public Rendered {
    includes = List.copyOf(includes);
    messages = List.copyOf(messages);
  }

  /// A template that was included.
  ///
  /// @param reference what the including one calls it
  /// @param id its id
  /// @param version its version
  public record Included(String reference, String id, String version) {}
}
