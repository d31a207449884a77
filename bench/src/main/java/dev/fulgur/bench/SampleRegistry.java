package dev.fulgur.bench;

import dev.fulgur.prompts.InputSpec;
import dev.fulgur.prompts.InputType;
import dev.fulgur.prompts.LmdbRegistry;
import dev.fulgur.prompts.Registry;
import dev.fulgur.prompts.TemplateSpec;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Made templates of one size: their records have 609 bytes as the original writes them, and 10
/// more for the checksum.
final class SampleRegistry {
  static final int RECORD_BYTES = 609;

  private static final int AT_ONCE = 10_000;
  private static final String TEXT =
      """
      You are an assistant for the {{ product }} team. Answer the question below in {{ tone }} tone.

      {% if context %}Use only this context, and say so where it is silent:
      {{ context }}
      {% endif %}
      Question: {{ question }}

      Answer in at most {{ words }} words, and name your sources. No hedging.
      """;

  private SampleRegistry() {}

  static String id(int number) {
    return "team-%02d/prompt-%07d".formatted(number % 20, number);
  }

  static TemplateSpec of(int number) {
    Map<String, InputSpec> inputs = new LinkedHashMap<>();
    inputs.put("question", InputSpec.REQUIRED_TEXT);
    inputs.put("product", new InputSpec(InputType.STRING, false, "Fulgur"));
    inputs.put("tone", new InputSpec(InputType.STRING, false, "friendly"));
    inputs.put("words", new InputSpec(InputType.NUMBER, false, 120L));
    Map<String, @Nullable Object> metadata = new LinkedHashMap<>();
    metadata.put("owner", "team-%02d".formatted(number % 20));
    metadata.put("tags", List.of("answer", "v" + number % 7));
    return new TemplateSpec(
        id(number),
        "1.0." + number % 10,
        "Answers a question, number %07d".formatted(number),
        TEXT,
        inputs,
        metadata);
  }

  static List<TemplateSpec> range(int from, int to) {
    List<TemplateSpec> templates = new ArrayList<>(to - from);
    for (int i = from; i < to; i++) {
      templates.add(of(i));
    }
    return templates;
  }

  /// Writes a database of `count` templates.
  static void write(Path folder, int count) {
    try (Registry registry = LmdbRegistry.open(folder)) {
      for (int from = 0; from < count; from += AT_ONCE) {
        registry.saveAll(range(from, Math.min(count, from + AT_ONCE)));
      }
    }
  }
}
