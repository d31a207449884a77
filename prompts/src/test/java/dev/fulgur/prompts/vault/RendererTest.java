package dev.fulgur.prompts.vault;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.fulgur.prompts.InputSpec;
import dev.fulgur.prompts.LmdbRegistry;
import dev.fulgur.prompts.Oracle;
import dev.fulgur.prompts.PromptException;
import dev.fulgur.prompts.RenderException;
import dev.fulgur.prompts.SpecValues;
import dev.fulgur.prompts.TemplateSpec;
import dev.fulgur.prompts.ValidationException;
import dev.fulgur.prompts.value.OrderedMap;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

final class RendererTest {

  private final Renderer renderer = Renderer.standalone();

  @TestFactory
  List<DynamicTest> render_casesOfTheOriginal_areAsThere() {
    return Oracle.lines("handle_cases.jsonl.gz").stream()
        .map(
            sample ->
                DynamicTest.dynamicTest(String.valueOf(sample.get("name")), () -> check(sample)))
        .toList();
  }

  private void check(Map<?, ?> sample) {
    Map<String, @Nullable Object> inputs = new LinkedHashMap<>();
    Oracle.map(sample.get("inputs")).forEach((key, value) -> inputs.put((String) key, value));
    if (sample.containsKey("expected")) {
      assertThat(renderer.render(SpecValues.ofValue(sample.get("spec"), "case"), inputs))
          .isEqualTo(sample.get("expected"));
    } else if ("RenderError".equals(sample.get("error"))) {
      TemplateSpec spec = SpecValues.ofValue(sample.get("spec"), "case");
      assertThatThrownBy(() -> renderer.render(spec, inputs))
          .isInstanceOfSatisfying(
              RenderException.class,
              e -> {
                assertThat(e.pythonClass()).isEqualTo(sample.get("cause"));
                assertThat(e.reason()).startsWith((String) sample.get("message"));
                assertThat(e.line()).isEqualTo(1);
              });
    } else {
      assertThatThrownBy(
              () -> renderer.render(SpecValues.ofValue(sample.get("spec"), "case"), inputs))
          .isInstanceOfAny(ValidationException.class, PromptException.InvalidTemplate.class);
    }
  }

  @Test
  void render_failureInALaterLine_saysWhichTemplateAndWhere() {
    TemplateSpec spec = TemplateSpec.of("letter", "Dear\n{{ nobody }},");
    assertThatThrownBy(() -> renderer.render(spec, Map.of()))
        .isInstanceOfSatisfying(
            RenderException.class,
            e -> {
              assertThat(e.id()).isEqualTo("letter");
              assertThat(e.line()).isEqualTo(2);
              assertThat(e.column()).isPositive();
            })
        .hasMessageContaining("'letter'")
        .hasMessageContaining("line 2");
  }

  @Test
  void render_valuesThatLookLikeTemplates_arePrinted() {
    TemplateSpec spec = withInput("echo", "{{ x }}");
    assertThat(renderer.render(spec, Map.of("x", "{{ x }}{% for %}")))
        .isEqualTo("{{ x }}{% for %}");
  }

  @Test
  void render_endlessWork_endsWithinItsLimitsAndTheNextOneGoesOn() {
    for (String greedy :
        List.of(
            "{{ 'a' * 10**9 }}",
            "{% for i in range(10**9) %}{% endfor %}",
            "{% macro m() %}{{ m() }}{% endmacro %}{{ m() }}")) {
      assertThatThrownBy(() -> renderer.render(TemplateSpec.of("greedy", greedy), Map.of()))
          .isInstanceOfSatisfying(RenderException.class, e -> assertThat(e.line()).isEqualTo(1));
    }
    assertThat(renderer.render(TemplateSpec.of("modest", "{{ 1 + 1 }}"), Map.of())).isEqualTo("2");
  }

  @Test
  void include_ofTheRegistry_rendersItsCurrentVersion(@TempDir Path folder) {
    try (LmdbRegistry registry = LmdbRegistry.open(folder.resolve("db"))) {
      registry.save(TemplateSpec.of("part", "one"));
      Renderer including = Renderer.of(registry);
      TemplateHandle whole =
          new TemplateHandle(TemplateSpec.of("whole", "{% include 'part' %}!"), including, null);
      assertThat(whole.render(Map.of())).isEqualTo("one!");
      registry.save(TemplateSpec.of("part", "two").withVersion("2"));
      assertThat(whole.render(Map.of())).isEqualTo("two!");
      assertThatThrownBy(
              () ->
                  including.render(TemplateSpec.of("lost", "\n{% include 'nowhere' %}"), Map.of()))
          .isInstanceOfSatisfying(
              RenderException.class,
              e -> assertThat(e.pythonClass()).isEqualTo("TemplateNotFound"));
      TemplateSpec circle = TemplateSpec.of("circle", "{% include 'circle' %}");
      registry.replaceAll(List.of(circle)); // which takes what others wrote
      assertThatThrownBy(() -> including.render(registry.load("circle"), Map.of()))
          .isInstanceOf(PromptException.IncludeCycle.class);
      registry.save(TemplateSpec.of("computed", "{% set n = 'computed' %}{% include n %}"));
      assertThatThrownBy(() -> including.render(registry.load("computed"), Map.of()))
          .isInstanceOf(RenderException.class);
    }
  }

  @Test
  void execute_answers_whatTheModelDoesAndTellsOfTheCall() {
    List<CallRecord> calls = new ArrayList<>();
    TemplateHandle handle =
        new TemplateHandle(withInput("ask", "Q: {{ x }}"), renderer, calls::add);
    assertThat(handle.run(prompt -> prompt + "?", Map.of("x", 7))).isEqualTo("Q: 7?");
    assertThat(calls)
        .singleElement()
        .satisfies(
            call -> {
              assertThat(call.id()).isEqualTo("ask");
              assertThat(call.inputs()).containsEntry("x", "7");
              assertThat(call.answer().text()).isEqualTo("Q: 7?");
            });
  }

  private static TemplateSpec withInput(String id, String template) {
    var inputs = new OrderedMap.Builder<String, InputSpec>(1);
    inputs.put("x", InputSpec.REQUIRED_TEXT);
    return new TemplateSpec(id, "1", null, template, inputs.build(), OrderedMap.empty());
  }
}
