package dev.fulgur.prompts;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.fulgur.prompts.Registry.SaveMode;
import dev.fulgur.prompts.value.OrderedMap;
import dev.fulgur.prompts.value.RandomValues;
import dev.fulgur.prompts.value.Recursion;
import dev.fulgur.prompts.value.SurrogateText;
import dev.fulgur.store.Range;
import dev.fulgur.store.StoreException;
import dev.fulgur.store.StoreOptions;
import java.math.BigInteger;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class LmdbRegistryTest {
  private static final Instant NOW = Instant.parse("2026-02-03T04:05:06.789Z");

  @TempDir Path folder;

  /// Opens the registry of the test, and checks it when the test is done with it.
  private Opened open() {
    return new Opened(
        LmdbRegistry.open(folder, StoreOptions.defaults(), Clock.fixed(NOW, ZoneOffset.UTC)));
  }

  private record Opened(LmdbRegistry registry) implements AutoCloseable {
    @Override
    public void close() {
      assertThat(registry.store().check().problems()).isEmpty();
      registry.close();
    }
  }

  @Test
  void save_newVersion_isTheCurrentOneAndTheOldOneStays() {
    TemplateSpec one = TemplateSpec.of("a", "one");
    TemplateSpec two = one.withTemplate("two").withVersion("0.2.0");
    try (Opened opened = open()) {
      LmdbRegistry registry = opened.registry();
      registry.save(one);
      registry.save(two);
      assertThat(registry.load("a")).isEqualTo(two);
      assertThat(registry.load("a", "0.1.0")).isEqualTo(one);
      assertThat(registry.loadReference("a@0.1.0")).isEqualTo(one);
      assertThat(registry.versions("a")).containsExactly("0.1.0", "0.2.0");
      assertThat(registry.metadata())
          .isEqualTo(new RegistryMetadata(1, Instant.parse("2026-02-03T04:05:06Z")));
      registry.save(one);
      assertThat(registry.load("a")).isEqualTo(one);
      assertThat(registry.load("a", "0.2.0")).isEqualTo(two);
    }
  }

  @Test
  void save_versionWithAnotherBody_isAConflictUnlessReplaced() {
    TemplateSpec one = TemplateSpec.of("a", "one");
    try (Opened opened = open()) {
      LmdbRegistry registry = opened.registry();
      registry.save(one);
      long version = registry.store().version();
      registry.save(one);
      assertThatThrownBy(() -> registry.save(one.withTemplate("two")))
          .isInstanceOf(PromptException.VersionConflict.class)
          .hasMessageContaining("'0.1.0' of 'a'");
      assertThat(registry.load("a")).isEqualTo(one);
      assertThat(registry.store().version()).isLessThanOrEqualTo(version + 1);
      registry.save(one.withTemplate("two"), SaveMode.REPLACE);
      assertThat(registry.load("a", "0.1.0").template()).isEqualTo("two");
    }
  }

  @Test
  void saveAll_oneThatFails_savesNone() {
    try (Opened opened = open()) {
      LmdbRegistry registry = opened.registry();
      registry.save(TemplateSpec.of("a", "one"));
      assertThatThrownBy(
              () ->
                  registry.saveAll(
                      List.of(TemplateSpec.of("b", "new"), TemplateSpec.of("a", "other"))))
          .isInstanceOf(PromptException.VersionConflict.class);
      assertThatThrownBy(
              () ->
                  registry.saveAll(
                      List.of(TemplateSpec.of("b", "new"), TemplateSpec.of("", "no id"))))
          .isInstanceOf(PromptException.NotStorable.class);
      assertThat(registry.ids()).containsExactly("a");
    }
  }

  @Test
  void save_thatCannotBeStored_saysWhyAndWritesNothing() {
    SurrogateText surrogates = SurrogateText.of(new int[] {0xd800});
    try (Opened opened = open()) {
      LmdbRegistry registry = opened.registry();
      refused(registry, TemplateSpec.of("", "x"), "its id is empty");
      refused(registry, TemplateSpec.of("a\0b", "x"), "its id has a NUL character");
      refused(registry, TemplateSpec.of("a\ud800", "x"), "id has the lone surrogate \\ud800");
      refused(registry, TemplateSpec.of("a", "\udc00"), "template has the lone surrogate");
      refused(registry, TemplateSpec.of("k".repeat(512), "x"), "its id takes 512 bytes");
      refused(
          registry,
          TemplateSpec.of("k".repeat(506), "x"),
          "its id and version take 511 bytes together, and the limit is 510");
      refused(registry, with("d", LocalDate.of(2024, 1, 31)), "metadata.d is a date");
      refused(registry, with("s", Set.of("a")), "metadata.s is a set");
      refused(registry, with("t", List.of(surrogates)), "metadata.t[0] has the lone surrogate");
      refused(registry, with("r", Recursion.RECURSION), "metadata.r contains itself");
      refused(
          registry,
          with("i", BigInteger.ONE.shiftLeft(64)),
          "metadata.i is an integer beyond 64 bits");
      assertThat(registry.metadata()).isEqualTo(new RegistryMetadata(0, null));
      registry.save(TemplateSpec.of("k".repeat(505), "x"));
      assertThat(registry.load("k".repeat(505), "0.1.0").template()).isEqualTo("x");
      assertThat(registry.find("k".repeat(600))).isNull();
      assertThat(registry.find("")).isNull();
      assertThat(registry.find("\ud800")).isNull();
      assertThat(registry.find("k", "v".repeat(600))).isNull();
    }
  }

  private static TemplateSpec with(String key, Object value) {
    return new TemplateSpec("a", "1", null, "x", OrderedMap.empty(), Map.of(key, value));
  }

  private static void refused(LmdbRegistry registry, TemplateSpec spec, String reason) {
    assertThatThrownBy(() -> registry.save(spec))
        .isInstanceOfSatisfying(
            PromptException.NotStorable.class, e -> assertThat(e.reason()).contains(reason));
  }

  @Test
  void delete_template_takesItsRowsAndNoOthers() {
    try (Opened opened = open()) {
      LmdbRegistry registry = opened.registry();
      registry.save(TemplateSpec.of("a", "one").withVersion("b:1"));
      registry.save(TemplateSpec.of("a", "one").withVersion("2"));
      registry.save(TemplateSpec.of("a:b", "two").withVersion("1"));
      registry.save(TemplateSpec.of("a:b", "two").withVersion("2"));
      registry.delete("a:b");
      assertThat(registry.load("a", "b:1").template()).isEqualTo("one");
      assertThat(RegistryModel.index(registry))
          .extracting(row -> row.key() + "=" + row.record())
          .containsExactly("a:2=a", "a:b:1=a");
      registry.save(TemplateSpec.of("a:b", "two").withVersion("1"));
      assertThat(registry.deleteAll(List.of("a", "nothing", ""))).isEqualTo(1);
      assertThat(registry.load("a:b", "1").template()).isEqualTo("two");
      assertThat(registry.ids()).containsExactly("a:b");
      assertThatThrownBy(() -> registry.delete("a")).isInstanceOf(PromptException.NotFound.class);
    }
  }

  @Test
  void ids_ofManyTemplates_arePagedBothWays() {
    try (Opened opened = open()) {
      LmdbRegistry registry = opened.registry();
      List<TemplateSpec> specs = new ArrayList<>();
      for (int i = 0; i < 250; i++) {
        specs.add(TemplateSpec.of(String.format("t-%03d", i), "x" + i));
      }
      registry.saveAll(specs);
      List<String> paged = new ArrayList<>();
      Range<String> range = Range.<String>all().reversed();
      for (List<String> page = registry.ids(range, 100);
          !page.isEmpty();
          page = registry.ids(range, 100)) {
        paged.addAll(page);
        range = range.beyond(page.getLast());
      }
      assertThat(paged.reversed()).isEqualTo(registry.ids());
      assertThat(registry.list(Range.prefix("t-01"), 5))
          .extracting(TemplateSpec::template)
          .containsExactly("x10", "x11", "x12", "x13", "x14");
      assertThat(registry.findAll(List.of("t-200", "t-1", "t-003")).keySet())
          .containsExactly("t-200", "t-003");
    }
  }

  @Test
  void open_forReading_writesNothing() {
    try (Opened opened = open()) {
      opened.registry().save(TemplateSpec.of("a", "one"));
    }
    try (LmdbRegistry reader = LmdbRegistry.open(folder, StoreOptions.readOnly())) {
      assertThat(reader.load("a").template()).isEqualTo("one");
      assertThatThrownBy(() -> reader.save(TemplateSpec.of("b", "two")))
          .isInstanceOf(StoreException.ReadOnly.class);
    }
  }

  @Test
  void randomOperations_andReopens_areAsTheModel() {
    RandomValues values = RandomValues.seeded();
    Random random = values.random();
    RegistryModel model = new RegistryModel();
    List<String> colons = List.of("a", "a:b", "a:b:c", "b", ":", "a:");
    List<String> versions = List.of("1", "b:1", "b", "c:1", "b:c", "", ":", "2");
    LmdbRegistry registry = LmdbRegistry.open(folder);
    for (int i = 0; i < 400; i++) {
      int choice = random.nextInt(20);
      TemplateSpec spec = RandomSpecs.next(values, false);
      if (random.nextBoolean()) {
        spec =
            new TemplateSpec(
                colons.get(random.nextInt(colons.size())),
                versions.get(random.nextInt(versions.size())),
                spec.description(),
                spec.template(),
                spec.inputs(),
                spec.metadata());
      }
      if (choice < 14) {
        if (StorableSpec.problem(spec) == null) {
          registry.save(spec, SaveMode.REPLACE);
          model.save(spec);
        }
      } else if (choice < 18 && !model.current.isEmpty()) {
        List<String> ids = new ArrayList<>(model.current.keySet());
        String id = ids.get(random.nextInt(ids.size()));
        registry.delete(id);
        model.delete(id);
      } else if (choice == 19) {
        registry.close();
        registry = LmdbRegistry.open(folder);
      }
      if (i % 20 == 0) {
        model.assertSame(registry, values + ", step " + i);
      }
    }
    model.assertSame(registry, values.toString());
    assertThat(registry.store().check().problems()).isEmpty();
    registry.close();
  }
}
