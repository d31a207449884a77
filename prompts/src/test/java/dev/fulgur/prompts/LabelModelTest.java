package dev.fulgur.prompts;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.fulgur.prompts.LabelModel.Name;
import dev.fulgur.prompts.Labels.Gate;
import dev.fulgur.prompts.value.OrderedMap;
import dev.fulgur.prompts.value.TaggedJson;
import dev.fulgur.prompts.versions.Edit;
import dev.fulgur.prompts.versions.Targets;
import dev.fulgur.prompts.versions.Targets.Share;
import dev.fulgur.store.StoreOptions;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Random versions, labels, weights, guards, releases, rollbacks, replacements and deletions on one
/// database beside a model, over sequences that each have templates of their own. The clock jumps,
/// back too. What is current is searched for as well. In some sequences, where Python is installed,
/// another program writes.
final class LabelModelTest {
  private static final Edit SOMEONE = new Edit("someone", null);
  private static final List<String> LABELS = List.of("production", "staging");
  private static final int MOST_OPERATIONS = 8;
  private static final int BODIES = 5;
  private static final int SEQUENCES_PER_FOREIGN = 100;

  @TempDir Path folder;
  private final JumpingClock clock = new JumpingClock();
  private final Set<String> guarded = new HashSet<>();

  private static final class JumpingClock extends Clock {
    private long millis = 1_700_000_000_000L;

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
      return Instant.ofEpochMilli(millis);
    }
  }

  @Test
  void randomOperations_agreeWithTheModel() {
    long seed = Long.getLong("seed", System.nanoTime());
    int sequences = Boolean.getBoolean("soak") ? 100_000 : 1_000;
    System.out.println("-Dseed=" + seed);
    Random random = new Random(seed);
    @Nullable Python python = Python.find("lmdb", "msgpack");
    LmdbRegistry registry = open();
    try {
      for (int i = 0; i < sequences; i++) {
        LabelModel model = new LabelModel("s" + i + "/", guarded);
        String what = "-Dseed=" + seed + ", sequence " + i;
        int operations = 3 + random.nextInt(MOST_OPERATIONS - 2);
        for (int step = 0; step < operations; step++) {
          clock.millis += random.nextInt(100) - 20;
          operate(registry, model, random, what + ", step " + step);
        }
        if (python != null && i % SEQUENCES_PER_FOREIGN == 0) {
          writeByOthers(python, registry, model, random);
        }
        model.assertSame(registry, what);
        if (random.nextInt(200) == 0) {
          registry.close();
          registry = open();
        }
      }
      assertThat(registry.store().check().problems()).as("-Dseed=" + seed).isEmpty();
    } finally {
      registry.close();
    }
  }

  private LmdbRegistry open() {
    return LmdbRegistry.open(folder.resolve("db"), StoreOptions.defaults(), clock);
  }

  private void operate(LmdbRegistry registry, LabelModel model, Random random, String what) {
    Labels labels = registry.labels();
    String id = model.prefix() + random.nextInt(2);
    Name name = new Name(id, LABELS.get(random.nextInt(2)));
    List<String> versions = List.copyOf(model.versions.getOrDefault(id, Map.of()).keySet());
    switch (versions.isEmpty() ? 0 : random.nextInt(14)) {
      case 0, 1, 2 -> save(registry, model, spec(id, random), what);
      case 3, 4, 5, 6 -> {
        Targets targets = targets(versions, random);
        Gate gate = random.nextInt(4) == 0 ? Gate.FORCED : Gate.CLOSED;
        if (gate == Gate.CLOSED && model.refuses(name, targets)) {
          assertThatThrownBy(
                  () -> labels.move(new LabelPlacement(id, name.label(), targets), SOMEONE, gate))
              .as(what)
              .isInstanceOf(LabelException.Refused.class);
        } else {
          labels.move(new LabelPlacement(id, name.label(), targets), SOMEONE, gate);
          model.move(name, targets, clock.millis);
        }
      }
      case 7, 8 -> rollback(labels, model, name, what);
      case 9 -> {
        if (model.targets(name) != null) {
          labels.remove(id, name.label(), SOMEONE);
          model.remove(name, clock.millis);
        } else {
          assertThatThrownBy(() -> labels.remove(id, name.label(), SOMEONE))
              .as(what)
              .isInstanceOf(LabelException.Missing.class);
        }
      }
      case 10 -> release(labels, model, random, what);
      case 11 -> replace(registry, model, spec(id, random), random.nextBoolean(), what);
      case 12 -> {
        boolean guard = random.nextBoolean();
        assertThat(labels.guard(name.label(), guard, SOMEONE))
            .as(what)
            .isEqualTo(guard ? guarded.add(name.label()) : guarded.remove(name.label()));
        assertThat(labels.guarded()).as(what).containsExactlyInAnyOrderElementsOf(guarded);
      }
      default -> {
        String version = versions.get(random.nextInt(versions.size()));
        if (random.nextInt(4) == 0) {
          registry.delete(id);
          model.delete(id, clock.millis);
        } else if (!version.equals(model.current.get(id))) {
          registry.deleteVersion(id, version);
          model.deleteVersion(id, version, clock.millis);
        }
      }
    }
  }

  /// One of few versions and few bodies. One of the bodies asks for more than the others.
  private static TemplateSpec spec(String id, Random random) {
    int body = random.nextInt(BODIES);
    TemplateSpec spec =
        TemplateSpec.of(id, LabelModel.word(body)).withVersion("1." + random.nextInt(4));
    return body < BODIES - 1
        ? spec
        : new TemplateSpec(
            id,
            spec.version(),
            null,
            spec.template(),
            OrderedMap.copyOf(Map.of("more", InputSpec.REQUIRED_TEXT)),
            spec.metadata());
  }

  private static void save(
      LmdbRegistry registry, LabelModel model, TemplateSpec spec, String what) {
    TemplateSpec known = model.versions.getOrDefault(spec.id(), Map.of()).get(spec.version());
    if (known == null || known.equals(spec)) {
      registry.save(spec);
      model.save(spec);
    } else {
      assertThatThrownBy(() -> registry.save(spec))
          .as(what)
          .isInstanceOf(PromptException.VersionConflict.class);
    }
  }

  /// Replaces one version, or all of them.
  private void replace(
      LmdbRegistry registry, LabelModel model, TemplateSpec spec, boolean all, String what) {
    if (all) {
      registry.replaceAll(List.of(spec));
      model.replaceAll(spec, clock.millis);
    } else if (model.refusesReplacement(spec)) {
      assertThatThrownBy(() -> registry.save(spec, Registry.SaveMode.REPLACE))
          .as(what)
          .isInstanceOf(LabelException.Refused.class);
    } else {
      registry.save(spec, Registry.SaveMode.REPLACE);
      model.save(spec);
    }
  }

  private void writeByOthers(
      Python python, LmdbRegistry registry, LabelModel model, Random random) {
    List<String> writes = new ArrayList<>();
    for (String id : List.copyOf(model.versions.keySet())) {
      if (random.nextInt(3) == 0) {
        writes.add(TaggedJson.write(List.of("delete", id)));
        model.delete(id, clock.millis);
      } else {
        TemplateSpec spec = TemplateSpec.of(id, LabelModel.word(random.nextInt(BODIES - 1)));
        TemplateSpec theirs = spec.withVersion("1." + random.nextInt(6));
        writes.add(TaggedJson.write(List.of("save", SpecJson.fields(theirs))));
        model.save(theirs);
      }
    }
    python.run("lmdb_layout.py", writes, folder.resolve("db").toString(), "quiet");
    registry.adopt();
  }

  private void rollback(Labels labels, LabelModel model, Name name, String what) {
    Targets to = model.before(name);
    if (to == null || !model.hasAll(name.id(), to) || model.refuses(name, to)) {
      assertThatThrownBy(() -> labels.rollback(name.id(), name.label(), SOMEONE, Gate.CLOSED))
          .as(what)
          .isInstanceOf(PromptException.class);
      return;
    }
    labels.rollback(name.id(), name.label(), SOMEONE, Gate.CLOSED);
    model.rollback(name, clock.millis);
  }

  private void release(Labels labels, LabelModel model, Random random, String what) {
    List<LabelPlacement> placements = new ArrayList<>();
    model.versions.forEach(
        (id, bodies) ->
            LABELS.forEach(
                label -> {
                  if (!bodies.isEmpty()) {
                    placements.add(
                        new LabelPlacement(
                            id, label, targets(List.copyOf(bodies.keySet()), random)));
                  }
                }));
    boolean refused =
        placements.stream()
            .anyMatch(each -> model.refuses(new Name(each.id(), each.label()), each.targets()));
    if (refused) {
      assertThatThrownBy(() -> labels.release("r", placements, SOMEONE, Gate.CLOSED))
          .as(what)
          .isInstanceOf(LabelException.Refused.class);
      return;
    }
    labels.release("r", placements, SOMEONE, Gate.CLOSED);
    for (LabelPlacement placement : placements) {
      model.move(new Name(placement.id(), placement.label()), placement.targets(), clock.millis);
    }
  }

  private static Targets targets(List<String> versions, Random random) {
    String first = versions.get(random.nextInt(versions.size()));
    String second = versions.get(random.nextInt(versions.size()));
    int percent = 1 + random.nextInt(99);
    return first.equals(second)
        ? Targets.only(first)
        : new Targets(List.of(new Share(first, percent), new Share(second, 100 - percent)));
  }
}
