package dev.fulgur.prompts.vault;

import dev.fulgur.jinja.JinjaException;
import dev.fulgur.jinja.Template;
import dev.fulgur.prompts.ChatMessage;
import dev.fulgur.prompts.ChatMessages;
import dev.fulgur.prompts.Includes;
import dev.fulgur.prompts.InputSpec;
import dev.fulgur.prompts.PromptException;
import dev.fulgur.prompts.RenderException;
import dev.fulgur.prompts.TemplateSpec;
import dev.fulgur.prompts.ValidationException;
import dev.fulgur.prompts.versions.Targets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// One version of a template, ready to render. It stays as it was loaded: ask the [Vault] again for
/// what is current. Compiled at its first render. For any number of threads.
public final class TemplateHandle {
  private final TemplateSpec spec;
  private final Renderer renderer;
  private final @Nullable Consumer<CallRecord> calls;
  private final @Nullable String label;
  private final @Nullable String stickyKey;
  private final boolean mayInclude;
  private final Compiled compiled;

  /// What is made of the text at its first use; the same for every label that leads to it.
  private static final class Compiled {
    volatile @Nullable Template template;
    volatile @Nullable List<Part> chat;
  }

  /// A message that is ready to render.
  private record Part(String role, Template content) {}

  /// @param calls told of every call of a model, or null
  TemplateHandle(TemplateSpec spec, Renderer renderer, @Nullable Consumer<CallRecord> calls) {
    this.spec = spec;
    this.renderer = renderer;
    this.calls = calls;
    this.label = null;
    this.stickyKey = null;
    this.mayInclude = Includes.mayHave(spec.template());
    this.compiled = new Compiled();
  }

  private TemplateHandle(TemplateHandle same, @Nullable String label, @Nullable String stickyKey) {
    this.spec = same.spec;
    this.renderer = same.renderer;
    this.calls = same.calls;
    this.label = label;
    this.stickyKey = stickyKey;
    this.mayInclude = same.mayInclude;
    this.compiled = same.compiled;
  }

  /// This one, as a label led to it.
  ///
  /// @param key what chose among its versions, and chooses in what it includes; or null
  TemplateHandle labelled(@Nullable String byLabel, @Nullable String key) {
    return byLabel == null && key == null ? this : new TemplateHandle(this, byLabel, key);
  }

  /// Whether both are of one body that was loaded once.
  boolean sharesTextWith(TemplateHandle other) {
    return compiled == other.compiled;
  }

  /// The template.
  public TemplateSpec spec() {
    return spec;
  }

  /// The id of the template.
  public String id() {
    return spec.id();
  }

  /// The version of the template.
  public String version() {
    return spec.version();
  }

  /// The label that led to this version, or null if it was asked for otherwise.
  public @Nullable String label() {
    return label;
  }

  /// What the template takes, by name, in the order of declaration.
  public Map<String, InputSpec> inputs() {
    return spec.inputs();
  }

  /// Renders with inputs, which are coerced to what the template declares; see [InputCoercion].
  ///
  /// @throws ValidationException that names every input that is missing or wrong
  /// @throws RenderException if the template does not parse or fails
  public String render(Map<String, ? extends @Nullable Object> inputs) {
    return renderCoerced(InputCoercion.coerce(spec, inputs));
  }

  private String renderCoerced(Map<String, @Nullable Object> inputs) {
    VaultCounters counters = renderer.counters();
    if (counters != null) {
      counters.renders.increment();
    }
    if (mayInclude) {
      return renderComposed(inputs, renderer.compose(spec, stickyKey), template());
    }
    return renderPart(template(), TemplateValues.of(inputs));
  }

  private String renderComposed(
      Map<String, @Nullable Object> inputs, Composition composition, Template part) {
    return ScopedValue.where(Composition.CURRENT, composition)
        .call(() -> renderPart(part, TemplateValues.of(inputs)));
  }

  private String renderPart(Template part, Map<String, @Nullable Object> values) {
    try {
      return part.render(values);
    } catch (JinjaException e) {
      throw new RenderException(spec, e);
    }
  }

  /// Renders, and says where all of it came from: the version, the label that led to it, the
  /// versions of what it includes, all from one snapshot, and the model that its metadata name. A
  /// chat is rendered message by message as well.
  ///
  /// @throws ValidationException that names every input that is missing or wrong
  /// @throws PromptException.IncludeCycle if it would come to include itself
  /// @throws RenderException if the template does not parse or fails
  public Rendered renderResult(Map<String, ? extends @Nullable Object> inputs) {
    Map<String, @Nullable Object> coerced = InputCoercion.coerce(spec, inputs);
    Composition composition = mayInclude ? renderer.compose(spec, stickyKey) : null;
    VaultCounters counters = renderer.counters();
    if (counters != null) {
      counters.renders.increment();
    }
    String text = render(coerced, composition, template());
    List<ChatMessage> messages = new ArrayList<>();
    for (Part part : chat()) {
      messages.add(new ChatMessage(part.role, render(coerced, composition, part.content)));
    }
    return new Rendered(
        text,
        spec.id(),
        spec.version(),
        label,
        stickyKey,
        label == null || stickyKey == null ? null : Targets.bucket(stickyKey, spec.id(), label),
        composition == null ? List.of() : composition.includes(),
        messages,
        model());
  }

  private String render(
      Map<String, @Nullable Object> inputs, @Nullable Composition composition, Template part) {
    return composition == null
        ? renderPart(part, TemplateValues.of(inputs))
        : renderComposed(inputs, composition, part);
  }

  private List<Part> chat() {
    List<Part> known = compiled.chat;
    if (known == null) {
      List<Part> parts = new ArrayList<>();
      for (ChatMessage message : ChatMessages.of(spec)) {
        parts.add(new Part(message.role(), renderer.compilePart(spec, message.content())));
      }
      known = List.copyOf(parts);
      compiled.chat = known;
    }
    return known;
  }

  /// What the metadata say of the model under `model`: settings as they stand there, a text as its
  /// `name`; nothing if they say nothing.
  public Map<String, @Nullable Object> model() {
    return switch (spec.metadata().get("model")) {
      case String name -> Map.of("name", name);
      case Map<?, ?> settings -> {
        Map<String, @Nullable Object> model = new LinkedHashMap<>();
        settings.forEach((name, value) -> model.put(String.valueOf(name), value));
        yield model;
      }
      case null, default -> Map.of();
    };
  }

  private Template template() {
    Template known = compiled.template;
    if (known == null) {
      known = renderer.compile(spec); // racing threads compile the same
      compiled.template = known;
    }
    return known;
  }

  /// Renders, hands the prompt to `model`, and answers what that does. Recorded where the vault
  /// logs calls. What `model` throws is passed on, unrecorded.
  ///
  /// @throws ValidationException that names every input that is missing or wrong
  /// @throws RenderException if the template does not parse or fails
  public String run(
      Function<? super String, String> model, Map<String, ? extends @Nullable Object> inputs) {
    return execute(prompt -> Answer.of(model.apply(prompt)), inputs).text();
  }

  /// Like [#run], for a model of which more is known than its text.
  public Answer execute(
      Function<? super String, Answer> model, Map<String, ? extends @Nullable Object> inputs) {
    Map<String, @Nullable Object> coerced = InputCoercion.coerce(spec, inputs);
    String prompt = renderCoerced(coerced);
    Instant time = Instant.now();
    long start = System.nanoTime();
    Answer answer = model.apply(prompt);
    if (calls != null) {
      Duration latency = Duration.ofNanos(System.nanoTime() - start);
      calls.accept(new CallRecord(spec.id(), spec.version(), coerced, answer, latency, time));
    }
    return answer;
  }

  @Override
  public String toString() {
    return spec.id() + "@" + spec.version();
  }
}
