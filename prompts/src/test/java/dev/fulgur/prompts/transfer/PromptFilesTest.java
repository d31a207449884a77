package dev.fulgur.prompts.transfer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.fulgur.prompts.InputSpec;
import dev.fulgur.prompts.InputType;
import dev.fulgur.prompts.LmdbRegistry;
import dev.fulgur.prompts.Registry.SaveMode;
import dev.fulgur.prompts.TemplateFailure;
import dev.fulgur.prompts.TemplateSpec;
import dev.fulgur.prompts.value.TaggedJson;
import dev.fulgur.prompts.vault.Renderer;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class PromptFilesTest {

  private static TemplateSpec read(String name, String text) {
    return PromptFiles.read(text.getBytes(StandardCharsets.UTF_8), "x", name);
  }

  private static InputSpec input(TemplateSpec spec, String name) {
    return Objects.requireNonNull(spec.inputs().get(name), name);
  }

  @Test
  void prompty_withRolesAndSample_becomesAChat() {
    TemplateSpec spec =
        read(
            "basic.prompty",
            """
            ---
            name: Basic
            description: Answers.
            authors: [ada]
            model:
              api: chat
              configuration: {type: azure_openai, azure_deployment: "${env:NAME}"}
              parameters: {max_tokens: 30}
            sample:
              question: Who?
              history: [{role: user, content: hi}]
              tags: [a, b]
              n: 3
            ---
            system:
            You answer {{question}}.

            # a heading stays

            user:
            {{question}}
            {% for item in history %}{{item.content}}{% endfor %}
            """);
    assertThat(spec.id()).isEqualTo("x");
    assertThat(spec.description()).isEqualTo("Answers.");
    assertThat(input(spec, "question").type()).isEqualTo(InputType.STRING);
    assertThat(input(spec, "tags").type()).isEqualTo(InputType.STRINGS);
    assertThat(input(spec, "n").type()).isEqualTo(InputType.NUMBER);
    assertThat(TaggedJson.write(spec.metadata().get("model"))).contains("${env:NAME}");
    assertThat(TaggedJson.write(spec.metadata().get("messages")))
        .startsWith(
            "[{\"role\":\"system\",\"content\":\"You answer {{question}}.\\n\\n# a heading stays\"}")
        .contains("\"role\":\"user\"");
    assertThat(spec.template()).contains("# a heading stays");
  }

  @Test
  void prompty_withoutRoles_isAText() {
    TemplateSpec spec = read("t.prompty", "---\nversion: 2\n---\nHello {{name}}\n");
    assertThat(spec.template()).isEqualTo("Hello {{name}}");
    assertThat(spec.version()).isEqualTo("2");
    assertThat(spec.metadata()).isEmpty();
    assertThatThrownBy(() -> read("t.prompty", "---\ntemplate: mustache\n---\nx"))
        .hasMessageContaining("only Jinja2");
    assertThatThrownBy(() -> read("t.prompty", "---\nname: x\n")).hasMessageContaining("no second");
  }

  @Test
  void dotprompt_withSchemaAndBlocks_rendersAsHandlebarsWould() {
    TemplateSpec spec =
        read(
            "menu.prompt",
            """
            ---
            model: googleai/gemini-1.5-flash
            config:
              temperature: 0.4
            input:
              schema:
                theme?: string, the theme
                items(array): string
                loud?: boolean
                count: integer
              default:
                theme: sea
            output: {format: json}
            ---
            {{role "system"}}
            {{!-- not shown --}}You cook for {{theme}}.
            {{role "user"}}
            {{#each items}}{{@index}}={{this}}{{#if @last}}{{else}},{{/if}}{{/each}}
            {{#unless loud}}quiet{{/unless}} {{{count}}} {% raw
            """);
    assertThat(spec.inputs().keySet()).containsExactly("theme", "items", "loud", "count");
    assertThat(input(spec, "theme").required()).isFalse();
    assertThat(input(spec, "theme").defaultValue()).isEqualTo("sea");
    assertThat(input(spec, "items").type()).isEqualTo(InputType.STRINGS);
    assertThat(TaggedJson.write(spec.metadata().get("model")))
        .isEqualTo("{\"name\":\"googleai/gemini-1.5-flash\",\"temperature\":0.4}");
    String text =
        Renderer.standalone()
            .render(spec, Map.of("items", List.of("a", "b"), "count", 2L, "loud", false));
    assertThat(text).contains("You cook for sea.").contains("0=a,1=b").contains("quiet 2 {% raw");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{{media url=photo}}",
        "{{#with x}}{{/with}}",
        "{{helper a b}}",
        "{{#if x}}",
        "{{/each}}",
        "{{history}} {{#each x}}{{@key}}{{/each}}"
      })
  void dotprompt_withWhatHasNoCounterpart_isRefused(String body) {
    assertThatThrownBy(() -> read("a.prompt", body)).isInstanceOf(IllegalArgumentException.class);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{{a.b}} | {{ a.b }}",
        "{{#each xs}}{{name}}{{../top}}{{/each}} | {% for item1 in xs %}{{ item1.name }}{{ top }}{% endfor %}",
        "{{#each xs}}{{#each this.ys}}{{.}}{{/each}}{{/each}} | {% for item1 in xs %}{% for item2 in item1.ys %}{{ item2 }}{% endfor %}{% endfor %}",
        "{{>shared/tone}} | {% include \"shared/tone\" %}"
      })
  void dotprompt_paths_areThoseOfTheirBlocks(String body, String expected) {
    assertThat(read("a.prompt", body).template()).isEqualTo(expected);
  }

  @Test
  void folder_withAllKinds_isTakenWithItsFailures(@TempDir Path folder) throws IOException {
    Files.createDirectories(folder.resolve("chat"));
    Files.writeString(folder.resolve("chat/a.prompty"), "---\n---\nsystem:\nx\n");
    Files.writeString(folder.resolve("chat/b.prompt"), "{{x}}");
    Files.writeString(folder.resolve("bad.prompt"), "{{media url=x}}");
    List<TemplateFailure> failures = new ArrayList<>();
    try (LmdbRegistry registry = LmdbRegistry.open(folder.resolve("db"))) {
      assertThat(PromptFolder.save(folder, registry, SaveMode.KEEP, failures)).isEqualTo(2);
      assertThat(registry.ids()).containsExactly("chat/a", "chat/b");
    }
    assertThat(failures).extracting(TemplateFailure::path).containsExactly("bad.prompt");
  }

  @Test
  void yaml_outAndInAndOut_isTheSameBytes(@TempDir Path folder) throws IOException {
    Path prompts = Files.createDirectory(folder.resolve("prompts"));
    String handmade = "# by hand\nid: 'a/b'\ntemplate: |\n  Hello {{ x }}\n\n";
    Files.writeString(prompts.resolve("mine.yaml"), handmade);
    Path out = folder.resolve("out");
    Path again = folder.resolve("again");
    try (LmdbRegistry registry = LmdbRegistry.open(folder.resolve("db"))) {
      TemplateSave.folder(prompts, registry, SaveMode.KEEP, new ArrayList<>(), (_, _) -> {});
      YamlExport.write(registry, prompts, (_, _) -> {});
      YamlExport.write(registry, out, (_, _) -> {});
    }
    assertThat(prompts.resolve("mine.yaml")).hasContent(handmade);
    try (LmdbRegistry registry = LmdbRegistry.open(folder.resolve("db2"))) {
      TemplateSave.folder(out, registry, SaveMode.KEEP, new ArrayList<>(), (_, _) -> {});
      YamlExport.write(registry, again, (_, _) -> {});
    }
    assertThat(Files.readAllBytes(again.resolve("a%2Fb.yaml")))
        .isEqualTo(Files.readAllBytes(out.resolve("a%2Fb.yaml")));
  }
}
