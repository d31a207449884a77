package dev.fulgur.jinja.compile;

import dev.fulgur.jinja.runtime.Context;
import dev.fulgur.jinja.runtime.None;
import dev.fulgur.jinja.runtime.Print;
import dev.fulgur.jinja.runtime.Repr;
import dev.fulgur.jinja.runtime.SafeObject;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// An imported template: its attributes are the names that it assigned, its text what it printed.
final class Module implements SafeObject {

  private final @Nullable String name;
  private final String text;
  private final Map<String, Object> exports;

  Module(@Nullable String name, String text, Map<String, Object> exports) {
    this.name = name;
    this.text = text;
    this.exports = exports;
  }

  Object name() {
    return name == null ? None.NONE : name;
  }

  @Override
  public String text() {
    return text;
  }

  @Override
  public @Nullable Object attribute(Context context, String attribute) {
    return attribute.equals("__name__") ? name() : exports.get(attribute);
  }

  @Override
  public String typeName() {
    return "jinja2.environment.TemplateModule";
  }

  @Override
  public String describe() {
    return name == null
        ? "<TemplateModule memory:" + Print.address(this).substring(6) + ">"
        : "<TemplateModule " + Repr.text(name) + ">";
  }
}
