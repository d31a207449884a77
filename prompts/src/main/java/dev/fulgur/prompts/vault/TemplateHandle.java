package dev.fulgur.prompts.vault;

import dev.fulgur.jinja.JinjaException;
import dev.fulgur.jinja.Template;
import dev.fulgur.prompts.InputSpec;
import dev.fulgur.prompts.RenderException;
import dev.fulgur.prompts.TemplateSpec;
import dev.fulgur.prompts.ValidationException;
import java.time.Duration;
import java.time.Instant;
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
  private volatile @Nullable Template compiled;

  /// @param calls told of every call of a model, or null
  TemplateHandle(TemplateSpec spec, Renderer renderer, @Nullable Consumer<CallRecord> calls) {
    this.spec = spec;
    this.renderer = renderer;
    this.calls = calls;
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
    try {
      return template().render(TemplateValues.of(inputs));
    } catch (JinjaException e) {
      throw new RenderException(spec, e);
    }
  }

  private Template template() {
    Template known = compiled;
    if (known == null) {
      known = renderer.compile(spec); // racing threads compile the same
      compiled = known;
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
