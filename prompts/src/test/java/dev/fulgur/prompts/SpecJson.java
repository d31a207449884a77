package dev.fulgur.prompts;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fulgur.prompts.value.SurrogateText;
import dev.fulgur.prompts.value.TaggedJson;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Compares templates with the form that they have in the oracle.
final class SpecJson {
  private SpecJson() {}

  static void assertSame(String what, TemplateSpec spec, Map<?, ?> expected) throws Exception {
    Object template = expected.get("template");
    if (template instanceof SurrogateText text) {
      assertThat(spec.template()).as(what).isEqualTo(text.joined());
    } else if (template instanceof Map<?, ?> tag) {
      Map<?, ?> cut = Oracle.map(tag.get("$longstr"));
      byte[] utf8 = spec.template().getBytes(StandardCharsets.UTF_8);
      String hash = HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(utf8));
      assertThat(hash).as(what).isEqualTo(cut.get("utf8_sha256"));
    } else {
      assertThat(spec.template()).as(what).isEqualTo(template);
    }
    Map<Object, @Nullable Object> rest = new LinkedHashMap<>(expected);
    rest.remove("template");
    assertThat(TaggedJson.write(withoutTemplate(spec))).as(what).isEqualTo(TaggedJson.write(rest));
  }

  /// A template as the original's fields.
  static Map<String, @Nullable Object> fields(TemplateSpec spec) {
    Map<String, @Nullable Object> fields = new LinkedHashMap<>();
    fields.put("id", spec.id());
    fields.put("version", spec.version());
    fields.put("description", spec.description());
    fields.put("template", spec.template());
    Map<String, Object> inputs = new LinkedHashMap<>();
    spec.inputs()
        .forEach(
            (name, input) -> {
              Map<String, @Nullable Object> form = new LinkedHashMap<>();
              form.put("type", input.type().label());
              form.put("required", input.required());
              form.put("default", input.defaultValue());
              inputs.put(name, form);
            });
    fields.put("inputs", inputs);
    fields.put("metadata", spec.metadata());
    return fields;
  }

  private static Map<String, @Nullable Object> withoutTemplate(TemplateSpec spec) {
    Map<String, @Nullable Object> fields = fields(spec);
    fields.remove("template");
    return fields;
  }
}
