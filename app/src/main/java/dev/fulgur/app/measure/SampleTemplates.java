package dev.fulgur.app.measure;

import dev.fulgur.prompts.InputSpec;
import dev.fulgur.prompts.InputType;
import dev.fulgur.prompts.TemplateSpec;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.jspecify.annotations.Nullable;

/// Made templates of the size that prompts usually have, about 600 bytes as a record.
final class SampleTemplates {

  private static final String TEXT =
      """
      You are an assistant for the {{ product }} team. Answer the question below in {{ tone }} tone.

      {% if context %}Use only this context, and say so where it is silent:
      {{ context }}
      {% endif %}
      Question: {{ question }}

      Answer in at most {{ words }} words, and name your sources.
      """;

  private SampleTemplates() {}

  static String id(int number) {
    return "team-%02d/prompt-%07d".formatted(number % 20, number);
  }

  static TemplateSpec of(int number) {
    Map<String, InputSpec> inputs = new LinkedHashMap<>();
    inputs.put("question", InputSpec.REQUIRED_TEXT);
    inputs.put("product", new InputSpec(InputType.STRING, false, "Fulgur"));
    inputs.put("tone", new InputSpec(InputType.STRING, false, "friendly"));
    inputs.put("context", new InputSpec(InputType.STRING, false, ""));
    inputs.put("words", new InputSpec(InputType.NUMBER, false, 120L));
    Map<String, @Nullable Object> metadata = new LinkedHashMap<>();
    metadata.put("owner", "team-" + number % 20);
    metadata.put("tags", List.of("answer", "v" + number % 7));
    return new TemplateSpec(
        id(number),
        "1.0." + number % 10,
        "Answers a question, number " + number,
        TEXT,
        inputs,
        metadata);
  }

  static List<TemplateSpec> some(int count) {
    List<TemplateSpec> templates = new ArrayList<>(count);
    for (int i = 0; i < count; i++) {
      templates.add(of(i));
    }
    return templates;
  }

  /// Writes `count` templates as YAML files, one each, named after their numbers.
  static void write(Path folder, int count) throws IOException {
    Files.createDirectories(folder);
    for (int i = 0; i < count; i++) {
      TemplateSpec spec = of(i);
      StringBuilder yaml = new StringBuilder();
      yaml.append("id: ").append(spec.id()).append('\n');
      yaml.append("version: ").append(spec.version()).append('\n');
      yaml.append("description: Answers a question, number ").append(i).append('\n');
      yaml.append("inputs:\n");
      spec.inputs()
          .forEach(
              (name, input) -> {
                yaml.append("  ").append(name).append(":\n");
                yaml.append("    type: ").append(input.type().label()).append('\n');
                yaml.append("    required: ").append(input.required()).append('\n');
                if (input.defaultValue() != null) {
                  yaml.append("    default: ")
                      .append(
                          input.defaultValue() instanceof Long n
                              ? n.toString()
                              : "'" + input.defaultValue() + "'")
                      .append('\n');
                }
              });
      yaml.append("metadata:\n  owner: team-").append(i % 20).append('\n');
      yaml.append("  tags: [answer, v").append(i % 7).append("]\n");
      yaml.append("template: |\n");
      TEXT.lines().forEach(line -> yaml.append(line.isEmpty() ? "" : "  " + line).append('\n'));
      Files.writeString(folder.resolve("prompt-%07d.yaml".formatted(i)), yaml);
    }
  }

  /// `count` ids out of the first `templates`, the same for the same seed.
  static String[] lookups(int templates, int count, long seed) {
    Random random = new Random(seed);
    String[] ids = new String[count];
    for (int i = 0; i < count; i++) {
      ids[i] = id(random.nextInt(templates));
    }
    return ids;
  }
}
