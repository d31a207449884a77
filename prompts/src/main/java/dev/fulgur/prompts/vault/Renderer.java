package dev.fulgur.prompts.vault;

import dev.fulgur.jinja.Analysis;
import dev.fulgur.jinja.JinjaEnvironment;
import dev.fulgur.jinja.JinjaException;
import dev.fulgur.jinja.Limits;
import dev.fulgur.jinja.Template;
import dev.fulgur.jinja.TemplateSource;
import dev.fulgur.jinja.UndefinedKind;
import dev.fulgur.prompts.Registry;
import dev.fulgur.prompts.RenderException;
import dev.fulgur.prompts.TemplateSpec;
import dev.fulgur.prompts.ValidationException;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Renders templates as Python's Jinja2 does with strict undefined names, `trim_blocks`,
/// `lstrip_blocks` and the filters `default` and `yaml` of prompts.
///
/// Immutable, for any number of threads. Values are data: they are never parsed as templates.
public final class Renderer {
  private final JinjaEnvironment jinja;
  private final References references;
  private @Nullable VaultCounters counters;

  private Renderer(JinjaEnvironment jinja, References references) {
    this.jinja = jinja;
    this.references = references;
  }

  /// A renderer whose templates name no others.
  public static Renderer standalone() {
    return new Renderer(environment(Limits.DEFAULT).build(), References.none());
  }

  /// A renderer whose templates may `include`, `import` and `extend` those of a registry, by
  /// references: `other-id`, `other-id@label` or `other-id@version`.
  public static Renderer of(Registry registry) {
    return of(registry, Limits.DEFAULT);
  }

  /// A renderer over a registry, with limits of its own for each render.
  public static Renderer of(Registry registry, Limits limits) {
    return of(References.of(registry), limits);
  }

  static Renderer of(References references, Limits limits) {
    return new Renderer(
        environment(limits).loader(name -> source(name, references)).build(), references);
  }

  /// Inside a render that knows what it includes, each reference means the same throughout.
  private static @Nullable TemplateSource source(String name, References references) {
    TemplateSpec spec =
        Composition.CURRENT.isBound()
            ? Composition.CURRENT.get().get(name)
            : references.find(name, null);
    return source(spec);
  }

  void count(VaultCounters toCount) {
    counters = toCount;
  }

  @Nullable VaultCounters counters() {
    return counters;
  }

  /// What a template includes, found before it is rendered.
  ///
  /// @throws dev.fulgur.prompts.PromptException.IncludeCycle if it would come to include itself
  Composition compose(TemplateSpec spec, @Nullable String stickyKey) {
    return references.compose(spec, stickyKey);
  }

  private static @Nullable TemplateSource source(@Nullable TemplateSpec spec) {
    return spec == null ? null : new TemplateSource(spec.id(), spec.template());
  }

  private static JinjaEnvironment.Builder environment(Limits limits) {
    return JinjaEnvironment.builder()
        .undefined(UndefinedKind.STRICT)
        .trimBlocks(true)
        .lstripBlocks(true)
        .promptFilters()
        .limits(limits);
  }

  /// Compiles a text that is nobody's template.
  ///
  /// @throws JinjaException if it does not parse
  public Template compile(String text) {
    return jinja.compile(text);
  }

  /// Compiles a template.
  ///
  /// @throws RenderException if it does not parse
  public Template compile(TemplateSpec spec) {
    return compilePart(spec, spec.template());
  }

  /// Renders a template that is not kept: coerces the inputs, compiles, renders. Keep a
  /// [TemplateHandle] to render more than once.
  ///
  /// @throws ValidationException that names every input that is missing or wrong
  /// @throws RenderException if the template does not parse or fails
  public String render(TemplateSpec spec, Map<String, ? extends @Nullable Object> inputs) {
    return new TemplateHandle(spec, this, null).render(inputs);
  }

  /// Renders a template that is not kept, and says where all of it came from.
  ///
  /// @param label the label that led to it, or null
  /// @param stickyKey chooses among the versions of weighted labels that it includes, or null
  /// @throws ValidationException that names every input that is missing or wrong
  /// @throws RenderException if the template does not parse or fails
  public Rendered renderResult(
      TemplateSpec spec,
      Map<String, ? extends @Nullable Object> inputs,
      @Nullable String label,
      @Nullable String stickyKey) {
    return new TemplateHandle(spec, this, null).labelled(label, stickyKey).renderResult(inputs);
  }

  /// Compiles a part of a template.
  Template compilePart(TemplateSpec spec, String text) {
    try {
      return jinja.compile(spec.id(), text);
    } catch (JinjaException e) {
      throw new RenderException(spec, e);
    }
  }

  /// Renders a compiled text with inputs as they are given, uncoerced.
  ///
  /// @param inputs may hold the kinds of this module, such as [dev.fulgur.prompts.value.Tuple]
  /// @throws JinjaException if it fails
  public String renderAsGiven(Template template, Map<String, @Nullable Object> inputs) {
    return template.render(TemplateValues.of(inputs));
  }

  /// What a template asks of those who render it.
  ///
  /// @throws RenderException if it does not parse
  public Analysis analyze(TemplateSpec spec) {
    try {
      return jinja.analyze(spec.template());
    } catch (JinjaException e) {
      throw new RenderException(spec, e);
    }
  }
}
