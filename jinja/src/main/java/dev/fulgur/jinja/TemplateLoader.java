package dev.fulgur.jinja;

import org.jspecify.annotations.Nullable;

/// Where `include`, `import`, `extends` and [JinjaEnvironment#template] find templates by name.
///
/// Called by every thread that renders, each time that a template is named: a loader decides how
/// fresh its answers are. A text that is the same as the last time is not compiled again.
@FunctionalInterface
public interface TemplateLoader {

  /// The text of the template of this name, or null when there is none.
  @Nullable TemplateSource load(String name);
}
