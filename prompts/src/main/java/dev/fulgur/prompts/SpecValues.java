package dev.fulgur.prompts;

import dev.fulgur.prompts.value.TaggedJson;
import dev.fulgur.prompts.yaml.Yaml;
import dev.fulgur.prompts.yaml.YamlException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Templates read from a text, as a file of a folder would be.
public final class SpecValues {

  private SpecValues() {}

  /// The template that the bytes of a YAML file say.
  ///
  /// @param source what to call the file in errors
  /// @throws PromptException.InvalidTemplate if it is no template
  /// @throws PromptException.NotStorable if it is one that no database can keep
  public static TemplateSpec ofYaml(byte[] bytes, String source) {
    Object root;
    try {
      root = Yaml.read(bytes);
    } catch (YamlException e) {
      throw new PromptException.InvalidTemplate(source, List.of(String.valueOf(e.getMessage())), e);
    }
    return of(root, source);
  }

  /// The template that a JSON text says; see [TaggedJson].
  ///
  /// @param source what to call the text in errors
  /// @throws PromptException.InvalidTemplate if it is no template
  /// @throws PromptException.NotStorable if it is one that no database can keep
  public static TemplateSpec ofJson(String text, String source) {
    Object root;
    try {
      root = TaggedJson.read(text);
    } catch (IllegalArgumentException e) {
      throw new PromptException.InvalidTemplate(source, List.of(String.valueOf(e.getMessage())), e);
    }
    return of(root, source);
  }

  /// The template that a value says, as [Yaml] and [TaggedJson] read them. Only its inputs and text
  /// need to be good: it may be one that no database can keep.
  ///
  /// @param source what to call the value in errors
  /// @throws PromptException.InvalidTemplate if it is no template
  public static TemplateSpec ofValue(@Nullable Object value, String source) {
    return SpecParser.parse(value, source).spec();
  }

  private static TemplateSpec of(@Nullable Object root, String source) {
    ParsedTemplate parsed = SpecParser.parse(root, source);
    if (parsed.unstorable() != null) {
      throw new PromptException.NotStorable(parsed.spec().id(), parsed.unstorable());
    }
    return parsed.spec();
  }
}
