package dev.fulgur.prompts.transfer;

import dev.fulgur.prompts.InputSpec;
import dev.fulgur.prompts.SpecValues;
import dev.fulgur.prompts.TemplateSpec;
import dev.fulgur.prompts.value.TaggedJson;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// A template as one line of JSON, with the tags of [TaggedJson] for what JSON cannot say:
///
/// ```
/// {"id": text, "version": text, "description": text or null, "template": text,
///  "inputs": {name: {"type": text, "required": bool, "default": any}, ..}, "metadata": {text: any, ..}}
/// ```
public final class TemplateJson {

  private TemplateJson() {}

  /// The line of a template, without a line end.
  public static String write(TemplateSpec spec) {
    Map<String, @Nullable Object> object = new LinkedHashMap<>();
    object.put("id", spec.id());
    object.put("version", spec.version());
    object.put("description", spec.description());
    object.put("template", spec.template());
    Map<String, @Nullable Object> inputs = new LinkedHashMap<>();
    for (Map.Entry<String, InputSpec> input : spec.inputs().entrySet()) {
      Map<String, @Nullable Object> fields = new LinkedHashMap<>();
      fields.put("type", input.getValue().type().label());
      fields.put("required", input.getValue().required());
      fields.put("default", input.getValue().defaultValue());
      inputs.put(input.getKey(), fields);
    }
    object.put("inputs", inputs);
    object.put("metadata", spec.metadata());
    return TaggedJson.write(object);
  }

  /// The template of a line.
  ///
  /// @param source what to call the line in errors
  /// @throws dev.fulgur.prompts.PromptException.InvalidTemplate if it is no JSON, or no template
  public static TemplateSpec read(String line, String source) {
    return SpecValues.ofJson(line, source);
  }
}
