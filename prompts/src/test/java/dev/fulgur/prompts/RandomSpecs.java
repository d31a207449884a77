package dev.fulgur.prompts;

import dev.fulgur.prompts.value.RandomValues;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.jspecify.annotations.Nullable;

/// Random valid templates.
final class RandomSpecs {
  private static final List<InputType> TYPES = List.of(InputType.values());

  private RandomSpecs() {}

  /// @param anything whether metadata may hold what cannot be stored
  static TemplateSpec next(RandomValues values, boolean anything) {
    Random random = values.random();
    Map<String, InputSpec> inputs = new LinkedHashMap<>();
    int count = random.nextInt(12);
    for (int i = 0; i < count; i++) {
      InputType type = TYPES.get(random.nextInt(TYPES.size()));
      Object fitting = random.nextBoolean() ? null : fitting(values, type);
      inputs.put(values.text() + i, new InputSpec(type, random.nextBoolean(), fitting));
    }
    Map<String, @Nullable Object> metadata = new LinkedHashMap<>(values.metadata(4));
    if (anything && random.nextBoolean()) {
      metadata.put("any", values.value(3, true));
    }
    return new TemplateSpec(
        "id-" + random.nextInt(60) + values.text().replace("\0", ""),
        values.text(),
        random.nextBoolean() ? null : values.text(),
        values.text(),
        inputs,
        metadata);
  }

  private static Object fitting(RandomValues values, InputType type) {
    Random random = values.random();
    return switch (type) {
      case STRING -> values.text();
      case NUMBER -> random.nextBoolean() ? random.nextLong() : random.nextGaussian();
      case BOOLEAN -> random.nextBoolean();
      case STRINGS -> {
        List<String> texts = new ArrayList<>();
        while (random.nextInt(3) > 0) {
          texts.add(values.text());
        }
        yield texts;
      }
      case OBJECT -> values.metadata(3);
    };
  }

  /// Everything that a template says, in order.
  static List<@Nullable Object> tree(TemplateSpec spec) {
    List<@Nullable Object> tree = new ArrayList<>();
    tree.add(spec.id());
    tree.add(spec.version());
    tree.add(spec.description());
    tree.add(spec.template());
    spec.inputs()
        .forEach(
            (name, input) -> {
              tree.add(name);
              tree.add(input.type().label());
              tree.add(input.required());
              tree.add(input.defaultValue());
            });
    tree.add(spec.metadata());
    return tree;
  }
}
