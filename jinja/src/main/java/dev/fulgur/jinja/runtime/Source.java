package dev.fulgur.jinja.runtime;

import dev.fulgur.jinja.Location;
import dev.fulgur.jinja.TemplateSyntaxException;
import org.jspecify.annotations.Nullable;

/// The text of a template, with `\n` for every line end, and its name.
///
/// @param name the template's name, or null
/// @param text the whole text
public record Source(@Nullable String name, String text) {

  /// Line ends made one, and the last one dropped unless it is to be kept.
  public static Source of(@Nullable String name, String text, boolean keepTrailingNewline) {
    String lines = text;
    if (lines.indexOf('\r') >= 0) {
      lines = lines.replace("\r\n", "\n").replace('\r', '\n');
    }
    if (!keepTrailingNewline && lines.endsWith("\n")) {
      lines = lines.substring(0, lines.length() - 1);
    }
    return new Source(name, lines);
  }

  public Location at(int pos) {
    return Location.of(name, text, pos);
  }

  public TemplateSyntaxException error(String message, int pos) {
    return new TemplateSyntaxException("TemplateSyntaxError", message, at(pos));
  }

  /// What Jinja2 calls a template assertion: it parses, but cannot be compiled.
  public TemplateSyntaxException assertion(String message, int pos) {
    return new TemplateSyntaxException("TemplateAssertionError", message, at(pos));
  }
}
