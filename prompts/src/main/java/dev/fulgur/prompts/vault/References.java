package dev.fulgur.prompts.vault;

import dev.fulgur.prompts.HybridRegistry;
import dev.fulgur.prompts.Includes;
import dev.fulgur.prompts.LmdbRegistry;
import dev.fulgur.prompts.Registry;
import dev.fulgur.prompts.TemplateSpec;
import org.jspecify.annotations.Nullable;

/// How a renderer finds what templates include.
interface References {

  /// The template of a reference, or null.
  ///
  /// @param stickyKey chooses among the versions of a weighted label, or null
  @Nullable TemplateSpec find(String reference, @Nullable String stickyKey);

  /// Everything that a template names, from one snapshot where there are such.
  ///
  /// @throws dev.fulgur.prompts.PromptException.IncludeCycle if it would come to include itself
  default Composition compose(TemplateSpec root, @Nullable String stickyKey) {
    return new Composition(
        Includes.of(root, reference -> find(reference, stickyKey)),
        reference -> find(reference, stickyKey));
  }

  /// No templates.
  static References none() {
    return (_, _) -> null;
  }

  /// Those of a registry.
  static References of(Registry registry) {
    return switch (registry) {
      case LmdbRegistry database -> new OfDatabase(database, database);
      case HybridRegistry hybrid -> new OfDatabase(hybrid.database(), hybrid);
      default -> registry::findReference;
    };
  }

  /// Those of a database, and of the registry that it belongs to.
  record OfDatabase(LmdbRegistry database, Registry whole) implements References {
    @Override
    public @Nullable TemplateSpec find(String reference, @Nullable String stickyKey) {
      return whole.findReference(reference, stickyKey);
    }

    @Override
    public Composition compose(TemplateSpec root, @Nullable String stickyKey) {
      return database
          .store()
          .read(
              view ->
                  new Composition(
                      Includes.of(
                          root,
                          reference -> LmdbRegistry.findReference(view, reference, stickyKey)),
                      reference -> find(reference, stickyKey)));
    }
  }
}
