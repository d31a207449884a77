package dev.fulgur.prompts.transfer;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// Handlebars as dotprompt uses it, made into Jinja2: variables, paths, `if`, `unless`, `each`,
/// partials, comments and roles. Anything else is refused.
final class Handlebars {
  private static final Pattern TAG =
      Pattern.compile(
          "\\{\\{\\{(.*?)\\}\\}\\}|\\{\\{!--(.*?)--\\}\\}|\\{\\{(.*?)\\}\\}", Pattern.DOTALL);
  private static final Pattern PATH =
      Pattern.compile("[\\p{L}_][\\p{L}\\p{N}_]*(\\.[\\p{L}_][\\p{L}\\p{N}_]*)*");
  private static final Pattern QUOTED = Pattern.compile("[\"']([^\"']*)[\"']");

  /// A block that is open.
  ///
  /// @param name `if`, `unless` or `each`
  /// @param item what stands for the element of an `each`; that of the block around it for others
  private record Open(String name, String item) {}

  private final String body;
  private final List<Map<String, @Nullable Object>> messages = new ArrayList<>();
  private final StringBuilder out = new StringBuilder();
  private final Deque<Open> open = new ArrayDeque<>();
  private @Nullable String role;
  private int loops;

  Handlebars(String body) {
    this.body = body;
  }

  /// The contents under their roles, as Jinja2.
  ///
  /// @throws IllegalArgumentException if something is used that has no counterpart; the message is
  ///   a clause
  List<Map<String, @Nullable Object>> messages() {
    Matcher tags = TAG.matcher(body);
    int from = 0;
    while (tags.find()) {
      text(body.substring(from, tags.start()));
      from = tags.end();
      String inside = tags.group(1) == null ? tags.group(3) : tags.group(1);
      if (inside != null) {
        tag(trimmed(inside));
      }
    }
    text(body.substring(from));
    if (!open.isEmpty()) {
      throw new IllegalArgumentException("its block " + open.element().name + " is not closed");
    }
    messages.add(PromptFiles.message(role, out.toString()));
    return messages;
  }

  private static String trimmed(String inside) {
    String text = inside.strip();
    text = text.startsWith("~") ? text.substring(1) : text;
    return (text.endsWith("~") ? text.substring(0, text.length() - 1) : text).strip();
  }

  /// What begins a tag of Jinja2 is text here.
  private void text(String text) {
    out.append(text.replace("{%", "{{ '{%' }}").replace("{#", "{{ '{#' }}"));
  }

  private void tag(String inside) {
    if (inside.startsWith("!")) {
      return;
    }
    String[] words = inside.split("\\s+", 2);
    String rest = words.length > 1 ? words[1] : "";
    switch (words[0]) {
      case "role" -> role(rest);
      case "#if" -> begin("if", "{% if " + path(rest) + " %}");
      case "#unless" -> begin("unless", "{% if not " + path(rest) + " %}");
      case "#each" -> each(rest);
      case "else", "^" -> out.append("{% else %}");
      case "/if", "/unless" -> end(words[0].substring(1), "{% endif %}");
      case "/each" -> end("each", "{% endfor %}");
      default -> {
        if (inside.startsWith(">")) {
          out.append("{% include \"").append(partial(inside.substring(1).strip())).append("\" %}");
        } else {
          out.append("{{ ").append(path(inside)).append(" }}");
        }
      }
    }
  }

  private void role(String quoted) {
    Matcher name = QUOTED.matcher(quoted);
    if (!name.matches() || !open.isEmpty()) {
      throw refused("role " + quoted);
    }
    messages.add(PromptFiles.message(role, out.toString()));
    out.setLength(0);
    role = name.group(1).equals("model") ? "assistant" : name.group(1);
  }

  private void begin(String name, String tag) {
    open.push(new Open(name, item()));
    out.append(tag);
  }

  private void each(String rest) {
    String list = path(rest);
    String item = "item" + ++loops;
    open.push(new Open("each", item));
    out.append("{% for ").append(item).append(" in ").append(list).append(" %}");
  }

  private void end(String name, String tag) {
    if (open.isEmpty() || !open.pop().name.equals(name)) {
      throw new IllegalArgumentException("its block " + name + " is closed without being open");
    }
    out.append(tag);
  }

  private String item() {
    return open.isEmpty() ? "" : open.element().item;
  }

  private static String partial(String name) {
    if (!name.matches("[\\p{L}\\p{N}_./-]+")) {
      throw refused(">" + name);
    }
    return name;
  }

  /// A path, as seen from the blocks that are open.
  private String path(String text) {
    String path = text.strip();
    String item = item();
    switch (path) {
      case "@index" -> {
        return "loop.index0";
      }
      case "@first" -> {
        return "loop.first";
      }
      case "@last" -> {
        return "loop.last";
      }
      case "this", "." -> {
        if (item.isEmpty()) {
          throw refused(text);
        }
        return item;
      }
      default -> {}
    }
    while (path.startsWith("../")) {
      path = path.substring(3);
      item = outer(item);
    }
    if (path.startsWith("this.")) {
      path = path.substring(5);
    }
    if (!PATH.matcher(path).matches()) {
      throw refused(text);
    }
    return item.isEmpty() ? path : item + "." + path;
  }

  private String outer(String item) {
    boolean found = false;
    for (Open block : open) {
      found |= block.item.equals(item);
      if (found && !block.item.equals(item)) {
        return block.item;
      }
    }
    return "";
  }

  private static IllegalArgumentException refused(String text) {
    return new IllegalArgumentException(
        "its {{" + text + "}} has no counterpart in Jinja2 here; write it by hand");
  }
}
