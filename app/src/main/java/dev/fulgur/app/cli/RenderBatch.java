package dev.fulgur.app.cli;

import dev.fulgur.app.terminal.Utf8Lines;
import dev.fulgur.jinja.JinjaException;
import dev.fulgur.prompts.PromptException;
import dev.fulgur.prompts.Registry;
import dev.fulgur.prompts.RenderException;
import dev.fulgur.prompts.SpecValues;
import dev.fulgur.prompts.ValidationException;
import dev.fulgur.prompts.value.TaggedJson;
import dev.fulgur.prompts.vault.Renderer;
import dev.fulgur.store.StoreException;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// Renders the lines of a batch, each answered by one line.
///
/// | line | is rendered |
/// |---|---|
/// | `{"name","id","inputs"}` | from the registry, with inputs coerced |
/// | `{"name","spec","inputs"}` | from the line, with inputs coerced |
/// | `{"name","template","inputs"}` | from the line, with inputs as they are given |
///
/// `error` is the class that Python raises: `UndefinedError`, `TemplateSyntaxError`, `TypeError`;
/// `ValidationError` for inputs and specs, `TemplateNotFound` for ids. `line` is null where there
/// is none. The tags of [TaggedJson] may stand in inputs.
final class RenderBatch implements AutoCloseable {

  private final Supplier<Registry> opening;
  private final Renderer standalone = Renderer.standalone();
  private @Nullable Registry registry;
  private @Nullable Renderer overRegistry;

  /// @param opening opens the registry when the first line needs it
  RenderBatch(Supplier<Registry> opening) {
    this.opening = opening;
  }

  /// Answers every line, and says whether each could be understood.
  boolean run(InputStream in, PrintStream out) throws IOException {
    Utf8Lines lines = Utf8Lines.of(in);
    boolean isGood = true;
    while (lines.next()) {
      if (!lines.isBlank()) {
        Map<String, @Nullable Object> answer = new LinkedHashMap<>();
        isGood &= answer(lines, answer);
        out.println(TaggedJson.write(answer));
      }
    }
    return isGood;
  }

  private boolean answer(Utf8Lines lines, Map<String, @Nullable Object> answer) {
    long number = lines.number();
    Object value;
    try {
      value = TaggedJson.read(lines.text());
    } catch (IllegalArgumentException e) {
      return misunderstood(answer, number, "is no JSON: " + e.getMessage());
    }
    if (!(value instanceof Map<?, ?> job)) {
      return misunderstood(answer, number, "is no object");
    }
    answer.put("name", job.get("name"));
    Map<String, @Nullable Object> inputs = inputs(job.get("inputs"));
    if (inputs == null) {
      return misunderstood(answer, number, "has inputs that are no object");
    }
    try {
      String output = render(job, inputs);
      if (output == null) {
        return misunderstood(answer, number, "has no template, spec or id");
      }
      answer.put("output", output);
    } catch (RenderException e) {
      failed(answer, e.pythonClass(), e.reason(), e.line());
    } catch (JinjaException e) {
      failed(answer, e.pythonClass(), e.reason(), e.line());
    } catch (PromptException.NotFound e) {
      failed(answer, "TemplateNotFound", e.getMessage(), 0);
    } catch (ValidationException
        | PromptException.InvalidTemplate
        | PromptException.NotStorable e) {
      failed(answer, "ValidationError", e.getMessage(), 0);
    } catch (PromptException.IncludeCycle e) {
      failed(answer, "RecursionError", e.getMessage(), e.line());
    } catch (PromptException | StoreException e) {
      failed(answer, e.getClass().getSimpleName(), e.getMessage(), 0);
    } catch (RuntimeException | StackOverflowError e) {
      // A mistake of ours in one line leaves the others their answers.
      failed(answer, "InternalError", "this is a bug in fulgur, please report it: " + e, 0);
      return false;
    }
    return true;
  }

  private @Nullable String render(Map<?, ?> job, Map<String, @Nullable Object> inputs) {
    if (job.get("template") instanceof String text) {
      return standalone.renderAsGiven(standalone.compile(text), inputs);
    }
    if (job.get("spec") != null) {
      return standalone.render(SpecValues.ofValue(job.get("spec"), "spec"), inputs);
    }
    if (job.get("id") instanceof String id) {
      if (registry == null) {
        registry = opening.get();
      }
      if (overRegistry == null) {
        overRegistry = Renderer.of(registry);
      }
      return overRegistry.render(registry.loadReference(id), inputs);
    }
    return null;
  }

  /// The value as inputs, none for null; or null if it is no object.
  static @Nullable Map<String, @Nullable Object> inputs(@Nullable Object value) {
    Map<String, @Nullable Object> inputs = new LinkedHashMap<>();
    if (value == null) {
      return inputs;
    }
    if (!(value instanceof Map<?, ?> map)) {
      return null;
    }
    for (Map.Entry<?, ?> entry : map.entrySet()) {
      inputs.put(String.valueOf(entry.getKey()), entry.getValue());
    }
    return inputs;
  }

  private static boolean misunderstood(
      Map<String, @Nullable Object> answer, long number, String problem) {
    answer.putIfAbsent("name", null);
    failed(answer, "ValueError", "line " + number + " of the batch " + problem, 0);
    return false;
  }

  private static void failed(
      Map<String, @Nullable Object> answer, String error, @Nullable String message, int line) {
    answer.put("error", error);
    answer.put("message", message);
    answer.put("line", line == 0 ? null : (Object) line);
  }

  @Override
  public void close() {
    if (registry != null) {
      registry.close();
    }
  }
}
