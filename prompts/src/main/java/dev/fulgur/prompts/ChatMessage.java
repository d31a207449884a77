package dev.fulgur.prompts;

/// A message of a chat.
///
/// @param role who says it, such as `system` or `user`
/// @param content what is said; in a template, a template
public record ChatMessage(String role, String content) {}
