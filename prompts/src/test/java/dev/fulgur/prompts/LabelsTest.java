package dev.fulgur.prompts;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.fulgur.prompts.Labels.Gate;
import dev.fulgur.prompts.Registry.SaveMode;
import dev.fulgur.prompts.versions.Edit;
import dev.fulgur.prompts.versions.LabelMove;
import dev.fulgur.prompts.versions.SemanticVersion;
import dev.fulgur.prompts.versions.Targets;
import dev.fulgur.store.StoreOptions;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Versions, labels and their history, in a database.
final class LabelsTest {
  private static final Edit ADA = new Edit("Ada <ada@example.org>", "better tone");
  private static final Instant START = Instant.parse("2026-03-02T09:00:00Z");

  private final HandSetClock clock = new HandSetClock();
  private final LmdbRegistry registry;
  private final Labels labels;

  LabelsTest(@TempDir Path folder) {
    registry = LmdbRegistry.open(folder.resolve("db"), StoreOptions.defaults(), clock);
    labels = registry.labels();
  }

  @AfterEach
  void check() {
    assertThat(registry.store().check().problems()).isEmpty();
    registry.close();
  }

  /// A clock that stands until it is set.
  private static final class HandSetClock extends Clock {
    private Instant now = START;

    @Override
    public ZoneId getZone() {
      return ZoneOffset.UTC;
    }

    @Override
    public Clock withZone(ZoneId zone) {
      return this;
    }

    @Override
    public Instant instant() {
      return now;
    }
  }

  private void tick() {
    clock.now = clock.now.plus(Duration.ofMinutes(1));
  }

  private void save(String id, String... versions) {
    for (String version : versions) {
      tick();
      registry.save(TemplateSpec.of(id, "body of " + version).withVersion(version));
    }
  }

  private LabelMove move(String id, String label, String version) {
    tick();
    return labels.move(LabelPlacement.of(id, label, version), ADA, Gate.CLOSED);
  }

  private static TemplateSpec withInputs(String version, Map<String, InputSpec> inputs) {
    TemplateSpec spec = TemplateSpec.of("a", "x").withVersion(version);
    return new TemplateSpec(spec.id(), version, null, spec.template(), inputs, spec.metadata());
  }

  @Test
  void versions_areInTheOrderOfTheirNumbersWithWhoAndWhen() {
    save("a", "1.10.0", "1.9.0", "draft");
    tick();
    registry.saveAll(
        List.of(TemplateSpec.of("a", "signed").withVersion("1.11.0")), SaveMode.KEEP, ADA);
    move("a", "production", "1.9.0");

    assertThat(registry.versions("a")).containsExactly("1.9.0", "1.10.0", "1.11.0", "draft");
    VersionInfo signed = registry.versionInfos("a").get(2);
    assertThat(signed.author()).isEqualTo("Ada <ada@example.org>");
    assertThat(signed.message()).isEqualTo("better tone");
    assertThat(signed.savedAt()).isEqualTo(START.plus(Duration.ofMinutes(4)));
    assertThat(signed.current()).isTrue();
    assertThat(signed.hash())
        .isEqualTo(ContentHash.of(TemplateSpec.of("other", "signed").withVersion("7")))
        .hasSize(64);
    assertThat(registry.versionInfos("a").getFirst().labels()).containsExactly("production");
    assertThat(registry.load("a", "1.9.0").template()).isEqualTo("body of 1.9.0");
    assertThat(registry.versionInfos("nobody")).isEmpty();
  }

  @Test
  void bump_givesTheNextVersionTheSameBody() {
    save("a", "1.2.3");
    TemplateSpec next = registry.bump("a", SemanticVersion.Part.MINOR, ADA);
    assertThat(next.version()).isEqualTo("1.3.0");
    assertThat(registry.load("a")).isEqualTo(next);
    assertThat(registry.load("a", "1.2.3").template()).isEqualTo("body of 1.2.3");
    save("b", "spring");
    assertThatThrownBy(() -> registry.bump("b", SemanticVersion.Part.PATCH, ADA))
        .isInstanceOf(PromptException.Unsupported.class)
        .hasMessageContaining("'spring'");
  }

  @Test
  void load_byReference_triesIdThenLabelThenVersion() {
    save("a", "1.0.0", "1.1.0");
    save("a@odd", "1.0.0");
    move("a", "production", "1.0.0");
    assertThat(registry.load("a@production").version()).isEqualTo("1.0.0");
    assertThat(registry.load("a@1.1.0").version()).isEqualTo("1.1.0");
    assertThat(registry.load("a@odd").id()).isEqualTo("a@odd");
    save("a", "production");
    assertThat(registry.loadReference("a@production").version()).isEqualTo("1.0.0");
    assertThat(registry.load("a", "production").version()).isEqualTo("production");
    assertThatThrownBy(() -> registry.load("a@canary"))
        .isInstanceOf(PromptException.NotFound.class)
        .hasMessageContaining("No version 'canary' of a template 'a'");
    assertThatThrownBy(() -> registry.load("nobody@production"))
        .isInstanceOf(PromptException.NotFound.class)
        .hasMessageContaining("No template 'nobody@production'");
  }

  @Test
  void move_isKeptInTheHistoryWithWhoAndWhy() {
    save("a", "1.0.0", "1.1.0");
    move("a", "production", "1.0.0");
    move("a", "production", "1.1.0");
    LabelMove again = move("a", "production", "1.1.0"); // stands already
    assertThat(again.sequence()).isEqualTo(2);

    List<LabelMove> history = labels.history("a", "production", 10);
    assertThat(history).hasSize(2);
    assertThat(history.getFirst())
        .isEqualTo(
            new LabelMove(
                2,
                LabelMove.Kind.MOVE,
                Targets.only("1.1.0"),
                2,
                START.plus(Duration.ofMinutes(4)).toEpochMilli(),
                ADA.author(),
                ADA.message(),
                null));
    assertThat(labels.of("a")).containsOnlyKeys("production");
    assertThat(labels.history("a")).containsOnlyKeys("production");
  }

  @Test
  void remove_isSeenByTheNextReadAndKeepsTheHistory() {
    save("a", "1.0.0");
    move("a", "production", "1.0.0");
    labels.remove("a", "production", ADA);
    assertThat(labels.find("a", "production")).isNull();
    assertThatThrownBy(() -> registry.load("a@production"))
        .isInstanceOf(PromptException.NotFound.class);
    assertThatThrownBy(() -> labels.load("a", "production", null))
        .isInstanceOf(LabelException.Missing.class);
    assertThatThrownBy(() -> labels.remove("a", "production", ADA))
        .isInstanceOf(LabelException.Missing.class);
    assertThat(labels.history("a", "production", 10))
        .extracting(LabelMove::kind)
        .containsExactly(LabelMove.Kind.REMOVE, LabelMove.Kind.MOVE);
    move("a", "production", "1.0.0");
    assertThat(labels.history("a", "production", 1).getFirst().sequence()).isEqualTo(3);
  }

  @Test
  void rollback_doneAgain_goesBackFurther() {
    save("a", "1.0.0", "1.1.0", "1.2.0");
    move("a", "production", "1.0.0");
    move("a", "production", "1.1.0");
    move("a", "production", "1.2.0");
    assertThat(labels.rollback("a", "production", ADA, Gate.CLOSED).targets())
        .isEqualTo(Targets.only("1.1.0"));
    assertThat(labels.rollback("a", "production", ADA, Gate.CLOSED).targets())
        .isEqualTo(Targets.only("1.0.0"));
    assertThatThrownBy(() -> labels.rollback("a", "production", ADA, Gate.CLOSED))
        .isInstanceOf(LabelException.NothingBefore.class)
        .hasMessageContaining("named no other version before");
    assertThat(registry.load("a@production").version()).isEqualTo("1.0.0");
    move("a", "production", "1.1.0");
    assertThat(labels.rollback("a", "production", ADA, Gate.CLOSED).targets())
        .isEqualTo(Targets.only("1.0.0"));
  }

  @Test
  void rollback_ofARemovedLabel_bringsItBack() {
    save("a", "1.0.0", "1.1.0");
    move("a", "production", "1.0.0");
    move("a", "production", "1.1.0");
    labels.remove("a", "production", ADA);
    labels.rollback("a", "production", ADA, Gate.CLOSED);
    assertThat(registry.load("a@production").version()).isEqualTo("1.1.0");
    labels.rollback("a", "production", ADA, Gate.CLOSED);
    assertThat(registry.load("a@production").version()).isEqualTo("1.0.0");
    assertThatThrownBy(() -> labels.rollback("a", "never", ADA, Gate.CLOSED))
        .isInstanceOf(LabelException.Missing.class);
    assertThatThrownBy(() -> labels.rollback("", "production", ADA, Gate.CLOSED))
        .isInstanceOf(LabelException.Missing.class);
  }

  @Test
  void asOf_saysWhatTheLabelSaidThen() {
    save("a", "1.0.0", "1.1.0");
    move("a", "production", "1.0.0");
    Instant first = clock.now;
    move("a", "production", "1.1.0");
    tick();
    labels.remove("a", "production", ADA);
    Instant removed = clock.now;
    assertThat(labels.asOf("a", "production", first.minusMillis(1))).isNull();
    assertThat(labels.loadAsOf("a", "production", first, null).version()).isEqualTo("1.0.0");
    assertThat(labels.loadAsOf("a", "production", removed.minusMillis(1), null).version())
        .isEqualTo("1.1.0");
    assertThatThrownBy(() -> labels.loadAsOf("a", "production", removed, null))
        .isInstanceOf(LabelException.Missing.class)
        .hasMessageContaining(removed.toString());
  }

  @Test
  void asOf_withAClockThatWentBack_followsTheMoves() {
    save("a", "1.0.0", "1.1.0", "1.2.0");
    move("a", "production", "1.0.0");
    Instant before = clock.now;
    clock.now = START.plus(Duration.ofDays(365));
    move("a", "production", "1.1.0");
    clock.now = before;
    move("a", "production", "1.2.0");
    Instant after = clock.now;
    assertThat(registry.load("a@production").version()).isEqualTo("1.2.0");
    assertThat(labels.loadAsOf("a", "production", after, null).version()).isEqualTo("1.2.0");
    assertThat(labels.loadAsOf("a", "production", before, null).version()).isEqualTo("1.0.0");
    Instant late = START.plus(Duration.ofDays(500));
    assertThat(labels.loadAsOf("a", "production", late, null).version()).isEqualTo("1.2.0");
    assertThat(labels.history("a", "production", 9))
        .extracting(LabelMove::sequence)
        .containsExactly(3L, 2L, 1L);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "", "1.0.0", "v2", "7", "a b", "a@b", "a=b", "a,b", "-x", "a\nb", "\u00a0", "\ud83d"
      })
  void label_ofAnotherForm_isRefused(String label) {
    save("a", "1.0.0");
    assertThatThrownBy(() -> move("a", label, "1.0.0"))
        .isInstanceOf(LabelException.Invalid.class)
        .hasMessageContaining("cannot be set: it ");
    assertThat(labels.of("a")).isEmpty();
  }

  @Test
  void move_toWhatIsNotThere_isRefused() {
    save("a", "1.0.0");
    assertThatThrownBy(() -> move("a", "production", "9.9.9"))
        .isInstanceOf(PromptException.NotFound.class)
        .hasMessageContaining("No version '9.9.9' of a template 'a'");
    assertThatThrownBy(() -> move("nobody", "production", "1.0.0"))
        .isInstanceOf(PromptException.NotFound.class)
        .hasMessageContaining("No template 'nobody'");
    assertThatThrownBy(() -> move("a", "production", "x".repeat(600)))
        .isInstanceOf(PromptException.NotFound.class);
    assertThatThrownBy(() -> move("a".repeat(500), "production", "1"))
        .isInstanceOf(LabelException.Invalid.class);
    save("a", "beta");
    assertThatThrownBy(() -> move("a", "beta", "1.0.0"))
        .isInstanceOf(LabelException.Invalid.class)
        .hasMessageContaining("has a version of this name");
    assertThat(labels.history("a")).isEmpty();
  }

  @Test
  void gate_ofAGuardedLabel_refusesWhatBreaksCallers() {
    InputSpec text = InputSpec.REQUIRED_TEXT;
    registry.save(withInputs("1.0.0", Map.of("x", text)));
    registry.save(withInputs("1.1.0", Map.of("x", text, "y", text)));
    registry.save(
        withInputs("1.2.0", Map.of("x", text, "y", new InputSpec(InputType.STRING, true, "d"))));
    registry.save(withInputs("2.0.0", Map.of("x", new InputSpec(InputType.NUMBER, true, null))));
    assertThat(labels.guard("production", true, ADA)).isTrue();
    assertThat(labels.guard("production", true, ADA)).isFalse();
    assertThat(labels.guarded()).containsExactly("production");
    move("a", "production", "1.0.0");

    assertThatThrownBy(() -> move("a", "production", "1.1.0"))
        .isInstanceOfSatisfying(
            LabelException.Refused.class,
            e ->
                assertThat(e.breaks())
                    .containsExactly("the input 'y' is new, required and has no default"));
    assertThatThrownBy(() -> move("a", "production", "2.0.0"))
        .hasMessageContaining("the input 'x' is number where it was string");
    assertThatThrownBy(
            () ->
                labels.move(
                    new LabelPlacement(
                        "a", "production", Targets.parse(List.of("1.0.0=90,1.1.0=10"))),
                    ADA,
                    Gate.CLOSED))
        .isInstanceOf(LabelException.Refused.class);
    assertThat(registry.load("a@production").version()).isEqualTo("1.0.0");

    labels.remove("a", "production", ADA); // and setting it anew is no way around
    assertThatThrownBy(() -> move("a", "production", "2.0.0"))
        .isInstanceOf(LabelException.Refused.class);
    move("a", "production", "1.2.0");
    move("a", "staging", "2.0.0"); // not guarded
    labels.move(LabelPlacement.of("a", "production", "2.0.0"), ADA, Gate.FORCED);
    assertThat(registry.load("a@production").version()).isEqualTo("2.0.0");
    assertThat(labels.guard("production", false, ADA)).isTrue();
    move("a", "production", "1.0.0");
  }

  @Test
  void replace_ofAVersionUnderAGuardedLabel_goesThroughTheGate() {
    registry.save(withInputs("1.0.0", Map.of()));
    move("a", "production", "1.0.0");
    labels.guard("production", true, ADA);
    TemplateSpec breaking = withInputs("1.0.0", Map.of("y", InputSpec.REQUIRED_TEXT));
    assertThatThrownBy(() -> registry.save(breaking, SaveMode.REPLACE))
        .isInstanceOf(LabelException.Refused.class);
    registry.save(withInputs("1.0.0", Map.of()).withTemplate("other"), SaveMode.REPLACE);
    assertThat(registry.load("a@production").template()).isEqualTo("other");
  }

  @Test
  void weights_areKeptAndSticky() {
    save("a", "1.4.0", "1.5.0");
    labels.move(
        new LabelPlacement("a", "production", Targets.parse(List.of("1.4.0=90", "1.5.0=10"))),
        ADA,
        Gate.CLOSED);
    int fresh = 0;
    for (int i = 0; i < 1_000; i++) {
      String version = registry.loadReference("a@production", "user-" + i).version();
      assertThat(labels.load("a", "production", "user-" + i).version()).isEqualTo(version);
      fresh += version.equals("1.5.0") ? 1 : 0;
    }
    assertThat(fresh).isBetween(60, 140);
    assertThat(registry.load("a@production").version()).isEqualTo("1.4.0");
  }

  @Test
  void release_isSeenWholeOrNotAtAll() {
    List<LabelPlacement> placements = new ArrayList<>();
    for (int i = 0; i < 50; i++) {
      save("t" + i, "1.0.0");
      placements.add(LabelPlacement.of("t" + i, "production", "1.0.0"));
    }
    List<LabelPlacement> broken = new ArrayList<>(placements);
    broken.add(LabelPlacement.of("t0", "staging", "7.0.0"));
    assertThatThrownBy(() -> labels.release("spring", broken, ADA, Gate.CLOSED))
        .isInstanceOf(PromptException.NotFound.class);
    assertThat(labels.of("t0")).isEmpty();
    broken.set(50, placements.getFirst());
    assertThatThrownBy(() -> labels.release("spring", broken, ADA, Gate.CLOSED))
        .isInstanceOf(LabelException.Invalid.class)
        .hasMessageContaining("twice");

    long before = registry.store().version();
    assertThat(labels.release("spring", placements, ADA, Gate.CLOSED)).hasSize(50);
    assertThat(registry.store().version()).isEqualTo(before + 1);
    assertThat(labels.find("t49", "production"))
        .isNotNull()
        .matches(m -> "spring".equals(m.release()));
    assertThat(labels.moveCount()).isEqualTo(50);
  }

  @Test
  void delete_takesLabelsAndKeepsTheirHistory() {
    save("a", "1.0.0", "1.1.0");
    move("a", "production", "1.0.0");
    move("a", "staging", "1.1.0");
    registry.deleteVersion("a", "1.0.0");
    assertThat(labels.of("a")).containsOnlyKeys("staging");
    assertThatThrownBy(() -> registry.deleteVersion("a", "1.1.0"))
        .isInstanceOf(PromptException.Unsupported.class);
    assertThatThrownBy(() -> registry.deleteVersion("a", "1.0.0"))
        .isInstanceOf(PromptException.NotFound.class);
    registry.delete("a");
    assertThat(labels.of("a")).isEmpty();
    assertThat(labels.history("a", "staging", 9).getFirst().kind())
        .isEqualTo(LabelMove.Kind.REMOVE);
    save("a", "2.0.0");
    assertThatThrownBy(() -> registry.load("a@staging"))
        .isInstanceOf(PromptException.NotFound.class);
  }

  @Test
  void replaceAll_keepsLabelsWhoseVersionsComeBack() {
    save("a", "1.0.0", "1.1.0");
    move("a", "production", "1.1.0");
    move("a", "old", "1.0.0");
    registry.replaceAll(List.of(TemplateSpec.of("a", "new").withVersion("1.1.0")));
    assertThat(labels.of("a")).containsOnlyKeys("production");
    assertThat(registry.load("a@production").template()).isEqualTo("new");
  }
}
