package dev.fulgur.prompts;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Templates that are chats: a file may have a list of messages in place of a text.
///
/// ```yaml
/// template:
///   - {role: system, content: "You answer in {{ language }}."}
///   - {role: user, content: "{{ question }}"}
/// ```
///
/// What is kept is a text, the contents with an empty line between them, and the list under
/// `metadata.messages`, so that programs that know of texts only read it too. Where such a program
/// changed the text, the text counts and the template is no chat any more.
public final class ChatMessages {
  /// Where the list stands in the metadata.
  public static final String MESSAGES = "messages";

  private static final String BETWEEN = "\n\n";

  private ChatMessages() {}

  /// The messages of a template, or none where it is a text.
  public static List<ChatMessage> of(TemplateSpec spec) {
    Object listed = spec.metadata().get(MESSAGES);
    if (!(listed instanceof List<?> items) || problem(items) != null) {
      return List.of();
    }
    List<ChatMessage> messages = read(items);
    return joined(messages).equals(spec.template()) ? messages : List.of();
  }

  /// What is wrong with a list of messages, beginning with the place in it; null if nothing is.
  static @Nullable String problem(List<?> items) {
    if (items.isEmpty()) {
      return "template must have at least one message";
    }
    for (int i = 0; i < items.size(); i++) {
      if (!(items.get(i) instanceof Map<?, ?> message)) {
        return "template[" + i + "] must be a mapping with role and content";
      }
      for (String field : List.of("role", "content")) {
        if (!(message.get(field) instanceof String text)) {
          return "template[" + i + "]." + field + " must be text";
        }
        if (field.equals("role") && text.isBlank()) {
          return "template[" + i + "].role must not be empty";
        }
      }
    }
    return null;
  }

  /// The messages of a list that has no problem.
  static List<ChatMessage> read(List<?> items) {
    List<ChatMessage> messages = new ArrayList<>(items.size());
    for (Object item : items) {
      if (item instanceof Map<?, ?> message
          && message.get("role") instanceof String role
          && message.get("content") instanceof String content) {
        messages.add(new ChatMessage(role, content));
      }
    }
    return messages;
  }

  /// The text that is kept for messages.
  static String joined(List<ChatMessage> messages) {
    return String.join(BETWEEN, messages.stream().map(ChatMessage::content).toList());
  }
}
