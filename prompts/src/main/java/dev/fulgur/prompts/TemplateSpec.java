package dev.fulgur.prompts;

import dev.fulgur.prompts.value.OrderedMap;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// A prompt template: one version of it, whole.
///
/// @param id what it is called; not empty where it is stored
/// @param version which version this is, any text
/// @param description what it is for, or null
/// @param template the text, in Jinja2
/// @param inputs what it takes, by name, in the order of declaration
/// @param metadata anything that its authors note, in order. Values are null, [Boolean], [Long],
///   [java.math.BigInteger], [Double], [String], [dev.fulgur.prompts.value.Bytes], [java.util.List]
///   and [java.util.Map] of such, and from YAML the other kinds that [dev.fulgur.prompts.yaml.Yaml]
///   reads. Not to be changed
public record TemplateSpec(
    String id,
    String version,
    @Nullable String description,
    String template,
    Map<String, InputSpec> inputs,
    Map<String, @Nullable Object> metadata) {

  /// The version of a template that names none.
  public static final String DEFAULT_VERSION = "0.1.0";

  /// Copies the maps.
  public TemplateSpec {
    Objects.requireNonNull(id, "id");
    Objects.requireNonNull(version, "version");
    Objects.requireNonNull(template, "template");
    inputs = OrderedMap.copyOf(inputs);
    metadata = OrderedMap.copyOf(metadata);
  }

  /// A template with the default version and nothing but a text.
  public static TemplateSpec of(String id, String template) {
    return new TemplateSpec(
        id, DEFAULT_VERSION, null, template, OrderedMap.empty(), OrderedMap.empty());
  }

  /// This template as another version.
  public TemplateSpec withVersion(String version) {
    return new TemplateSpec(id, version, description, template, inputs, metadata);
  }

  /// This template with another text.
  public TemplateSpec withTemplate(String template) {
    return new TemplateSpec(id, version, description, template, inputs, metadata);
  }
}
