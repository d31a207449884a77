package dev.fulgur.prompts.vault;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.fulgur.prompts.ChatMessage;
import dev.fulgur.prompts.LabelPlacement;
import dev.fulgur.prompts.Labels.Gate;
import dev.fulgur.prompts.LmdbRegistry;
import dev.fulgur.prompts.PromptException;
import dev.fulgur.prompts.Registry.SaveMode;
import dev.fulgur.prompts.SpecValues;
import dev.fulgur.prompts.TemplateSpec;
import dev.fulgur.prompts.YamlRegistry;
import dev.fulgur.prompts.transfer.TemplateJson;
import dev.fulgur.prompts.transfer.YamlExport;
import dev.fulgur.prompts.vault.Rendered.Included;
import dev.fulgur.prompts.versions.Edit;
import dev.fulgur.prompts.versions.Targets;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Labels, includes, chats and pins, as an application sees them.
final class CompositionTest {
  private final Path folder;
  private final LmdbRegistry registry;
  private final Vault vault;

  CompositionTest(@TempDir Path folder) {
    this.folder = folder;
    registry = LmdbRegistry.open(folder.resolve("db"));
    vault = Vault.of(registry);
  }

  @AfterEach
  void check() {
    assertThat(registry.store().check().problems()).isEmpty();
    vault.close();
  }

  private void save(String id, String version, String template) {
    registry.save(TemplateSpec.of(id, template).withVersion(version));
  }

  private void label(String id, String label, String... versions) {
    Targets targets = Targets.parse(List.of(versions));
    registry.labels().move(new LabelPlacement(id, label, targets), Edit.UNSIGNED, Gate.CLOSED);
  }

  private String render(String reference) {
    return vault.getReference(reference).render(Map.of());
  }

  @Test
  void label_moved_isSeenByTheNextGet() {
    save("a", "1.0.0", "one");
    save("a", "2.0.0", "two");
    label("a", "production", "1.0.0");
    assertThat(render("a@production")).isEqualTo("one");
    TemplateHandle first = vault.getReference("a@production");
    assertThat(vault.get("a@production")).isSameAs(first);
    assertThat(first.label()).isEqualTo("production");
    label("a", "production", "2.0.0");
    assertThat(render("a@production")).isEqualTo("two");
    registry.labels().remove("a", "production", Edit.UNSIGNED);
    assertThatThrownBy(() -> vault.getReference("a@production"))
        .isInstanceOf(PromptException.NotFound.class)
        .hasMessageContaining("No version 'production'");
    save("a@production", "1", "an id of its own");
    assertThat(render("a@production")).isEqualTo("an id of its own");
    registry.delete("a@production");
    label("a", "production", "1.0.0");
    assertThat(render("a@production")).isEqualTo("one");
    registry.delete("a");
    assertThatThrownBy(() -> vault.getReference("a@production"))
        .isInstanceOf(PromptException.NotFound.class);
  }

  @Test
  void label_movedWhileItsVersionIsDeleted_isAlwaysFound() {
    save("a", "0.0.0", "0.0.0");
    label("a", "production", "0.0.0");
    AtomicBoolean ended = new AtomicBoolean();
    CompletableFuture<Integer> reads =
        CompletableFuture.supplyAsync(
            () -> {
              int count = 0;
              for (; !ended.get() || count < 100; count++) {
                TemplateHandle handle = vault.getReference("a@production");
                assertThat(handle.render(Map.of())).isEqualTo(handle.version());
              }
              return count;
            });
    for (int i = 1; i <= 200 && !reads.isDone(); i++) {
      String version = i + ".0.0";
      save("a", version, version);
      label("a", "production", version);
      registry.deleteVersion("a", (i - 1) + ".0.0");
    }
    ended.set(true);
    assertThat(reads.join()).isPositive();
  }

  @Test
  void label_withWeights_isReportedWithTheVersionItChose() {
    save("a", "1.0.0", "one");
    save("a", "2.0.0", "two");
    label("a", "production", "1.0.0=50", "2.0.0=50");
    int second = 0;
    for (int i = 0; i < 200; i++) {
      Rendered rendered = vault.getReference("a@production", "user-" + i).renderResult(Map.of());
      assertThat(rendered.label()).isEqualTo("production");
      assertThat(rendered.text()).isEqualTo(rendered.version().equals("2.0.0") ? "two" : "one");
      assertThat(vault.getReference("a@production", "user-" + i).version())
          .isEqualTo(rendered.version());
      assertThat(rendered.stickyKey()).isEqualTo("user-" + i);
      assertThat(rendered.bucket()).isBetween(0, 9_999);
      assertThat(Objects.requireNonNull(rendered.bucket()) >= 5_000)
          .isEqualTo(rendered.version().equals("2.0.0"));
      second += rendered.version().equals("2.0.0") ? 1 : 0;
    }
    assertThat(second).isBetween(70, 130);
  }

  @Test
  void include_byLabel_isPinnedInTheResult() {
    save("tone", "1.0.0", "kindly");
    save("tone", "2.0.0", "strictly");
    label("tone", "production", "1.0.0");
    save("a", "1", "Answer {% include \"tone@production\" %}, {% include \"tone\" %}.");

    Rendered rendered = vault.get("a").renderResult(Map.of());
    assertThat(rendered.text()).isEqualTo("Answer kindly, strictly.");
    assertThat(rendered.includes())
        .containsExactly(
            new Included("tone@production", "tone", "1.0.0"),
            new Included("tone", "tone", "2.0.0"));
    label("tone", "production", "2.0.0");
    assertThat(render("a")).isEqualTo("Answer strictly, strictly.");
  }

  @Test
  void include_byExpression_isReportedToo() {
    save("b", "1", "B");
    save("a", "1", "{% for n in ['b', 'c'] %}{% include n ignore missing %}{% endfor %}");
    Rendered rendered = vault.get("a").renderResult(Map.of());
    assertThat(rendered.text()).isEqualTo("B");
    assertThat(rendered.includes()).containsExactly(new Included("b", "b", "1"));
  }

  @Test
  void cycle_onSaveOrMove_isRefusedWithItsPath() {
    save("b", "1.0.0", "plain");
    label("b", "production", "1.0.0");
    save("a", "1", "{% include 'b@production' %}");
    assertThatThrownBy(() -> save("c", "1", "{% include 'c' %}"))
        .isInstanceOf(PromptException.IncludeCycle.class)
        .hasMessageContaining("'c' includes itself: c -> c");
    assertThat(registry.find("c")).isNull();

    save("b", "2.0.0", "{% include 'a' %}"); // no cycle: production is 1.0.0
    assertThatThrownBy(() -> label("b", "production", "2.0.0"))
        .isInstanceOfSatisfying(
            PromptException.IncludeCycle.class,
            e -> assertThat(e.path()).containsExactly("b", "a", "b@production"));
    assertThat(render("b")).isEqualTo("plain");
  }

  @Test
  void cycle_thatAFolderHas_isRefusedWhenItIsRendered() throws IOException {
    Path prompts = Files.createDirectory(folder.resolve("prompts"));
    Files.writeString(prompts.resolve("a.yaml"), "{id: a, template: \"{% include 'b' %}\"}");
    Files.writeString(prompts.resolve("b.yaml"), "{id: b, template: \"one\\n{% include 'a' %}\"}");
    try (Vault files = Vault.of(YamlRegistry.open(prompts))) {
      assertThatThrownBy(() -> files.get("a").render(Map.of()))
          .isInstanceOfSatisfying(
              PromptException.IncludeCycle.class, e -> assertThat(e.line()).isEqualTo(2))
          .hasMessageContaining("a -> b -> a, where line 2 of 'b' closes the circle");
    }
  }

  private static final String CHAT =
      """
      id: chat
      version: 1.0.0
      inputs:
        language: {type: string}
        question: {type: string}
      metadata:
        model: {name: small-1, temperature: 0.2}
      template:
        - role: system
          content: You answer in {{ language }}.
        - role: user
          content: |
            {{ question }}
      """;

  @Test
  void chat_isKeptAsTextAndRenderedByMessage() throws IOException {
    TemplateSpec spec = SpecValues.ofYaml(CHAT.getBytes(StandardCharsets.UTF_8), "chat.yaml");
    assertThat(spec.template()).isEqualTo("You answer in {{ language }}.\n\n{{ question }}\n");
    registry.save(spec);

    Rendered rendered =
        vault.get("chat").renderResult(Map.of("language", "Latin", "question", "Quid?"));
    assertThat(rendered.text()).isEqualTo("You answer in Latin.\n\nQuid?");
    assertThat(rendered.messages())
        .containsExactly(
            new ChatMessage("system", "You answer in Latin."), new ChatMessage("user", "Quid?"));
    assertThat(rendered.model()).isEqualTo(Map.of("name", "small-1", "temperature", 0.2));

    Path out = folder.resolve("out");
    YamlExport.write(registry, out, (_, _) -> {});
    String file = Files.readString(out.resolve("chat.yaml"));
    assertThat(file).contains("role: system").doesNotContain("messages:");
    try (YamlRegistry files = YamlRegistry.open(out)) {
      assertThat(files.load("chat")).isEqualTo(spec);
    }
    assertThat(TemplateJson.read(TemplateJson.write(spec), "line")).isEqualTo(spec);
  }

  @Test
  void chat_whoseTextAnotherProgramChanged_isATextAgain() {
    TemplateSpec spec = SpecValues.ofYaml(CHAT.getBytes(StandardCharsets.UTF_8), "chat.yaml");
    registry.save(spec.withTemplate("Just {{ question }}").withVersion("1.1.0"));
    Rendered rendered =
        vault.get("chat").renderResult(Map.of("language", "Latin", "question", "Quid?"));
    assertThat(rendered.text()).isEqualTo("Just Quid?");
    assertThat(rendered.messages()).isEmpty();
  }

  @Test
  void chat_ofAnotherForm_isRefusedWithThePlace() {
    for (String list : List.of("[]", "[x]", "[{role: user}]", "[{role: '', content: x}]")) {
      String yaml = "{id: x, template: " + list + "}";
      assertThatThrownBy(() -> SpecValues.ofYaml(yaml.getBytes(StandardCharsets.UTF_8), "x.yaml"))
          .as(list)
          .isInstanceOf(PromptException.InvalidTemplate.class)
          .hasMessageContaining("template");
    }
  }

  @Test
  void pin_staysWhatItWasWhileLabelsMove() {
    save("tone", "1.0.0", "kindly");
    label("tone", "production", "1.0.0");
    save("a", "1.0.0", "Answer {% include 'tone@production' %}");
    label("a", "production", "1.0.0");
    PinnedTemplates pinned = vault.pin();

    save("tone", "2.0.0", "strictly");
    label("tone", "production", "2.0.0");
    save("a", "2.0.0", "new {% include 'tone@production' %}");
    label("a", "production", "2.0.0");
    save("late", "1.0.0", "later");

    assertThat(render("a@production")).isEqualTo("new strictly");
    for (String reference : List.of("a", "a@production", "a@1.0.0")) {
      assertThat(pinned.get(reference).render(Map.of())).isEqualTo("Answer kindly");
    }
    assertThat(pinned.get("a@production").label()).isEqualTo("production");
    assertThat(pinned.pins()).extracting(Pin::toString).containsExactly("a@1.0.0", "tone@1.0.0");
    assertThatThrownBy(() -> pinned.get("late"))
        .isInstanceOf(PromptException.NotFound.class)
        .hasMessageContaining("the pin of");
  }

  @Test
  void pin_ofABodyThatChangedOrWent_saysSo() {
    save("a", "1.0.0", "one");
    save("b", "1.0.0", "one");
    save("c", "1.0.0", "{% include 'a' %}");
    save("d", "1.0.0", "same");
    PinnedTemplates pinned = vault.pin();
    assertThat(pinned.get("a").render(Map.of())).isEqualTo("one");
    registry.save(TemplateSpec.of("a", "other").withVersion("1.0.0"), SaveMode.REPLACE);
    registry.delete("b");
    assertThatThrownBy(() -> pinned.get("a"))
        .isInstanceOf(PromptException.Outdated.class)
        .hasMessageContaining("'1.0.0' of 'a' was replaced by another body since it was pinned");
    assertThatThrownBy(() -> pinned.get("b"))
        .isInstanceOfSatisfying(
            PromptException.Outdated.class, e -> assertThat(e.deleted()).isTrue());
    assertThatThrownBy(() -> pinned.get("c").render(Map.of()))
        .isInstanceOf(PromptException.Outdated.class);
    assertThat(pinned.get("d").render(Map.of())).isEqualTo("same");
  }
}
