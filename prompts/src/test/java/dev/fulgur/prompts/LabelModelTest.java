package dev.fulgur.prompts;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.fulgur.prompts.LabelModel.Name;
import dev.fulgur.prompts.Labels.Gate;
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
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Random versions, labels, releases, rollbacks and deletions on one database beside a model, over
/// sequences that each have templates of their own. The clock jumps, back too.
final class LabelModelTest {
  private static final Edit SOMEONE = new Edit("someone", null);
  private static final List<String> LABELS = List.of("production", "staging");
  private static final int OPERATIONS = 6;

  @TempDir Path folder;
  private final JumpingClock clock = new JumpingClock();

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
    LmdbRegistry registry = open();
    try {
      for (int i = 0; i < sequences; i++) {
        LabelModel model = new LabelModel("s" + i + "/");
        String what = "-Dseed=" + seed + ", sequence " + i;
        for (int step = 0; step < OPERATIONS; step++) {
          clock.millis += random.nextInt(100) - 20;
          operate(registry, model, random, what + ", step " + step);
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
    switch (versions.isEmpty() ? 0 : random.nextInt(10)) {
      case 0, 1, 2 -> {
        TemplateSpec spec =
            TemplateSpec.of(id, "body " + random.nextInt(5)).withVersion("1." + random.nextInt(4));
        TemplateSpec known = model.versions.getOrDefault(id, Map.of()).get(spec.version());
        if (known == null || known.equals(spec)) {
          registry.save(spec);
          model.save(spec);
        } else {
          assertThatThrownBy(() -> registry.save(spec))
              .as(what)
              .isInstanceOf(PromptException.VersionConflict.class);
        }
      }
      case 3, 4, 5 -> {
        Targets targets = targets(versions, random);
        labels.move(new LabelPlacement(id, name.label(), targets), SOMEONE, Gate.CLOSED);
        model.move(name, targets, clock.millis);
      }
      case 6 -> rollback(labels, model, name, what);
      case 7 -> {
        if (model.targets(name) != null) {
          labels.remove(id, name.label(), SOMEONE);
          model.remove(name, clock.millis);
        } else {
          assertThatThrownBy(() -> labels.remove(id, name.label(), SOMEONE))
              .as(what)
              .isInstanceOf(LabelException.Missing.class);
        }
      }
      case 8 -> release(labels, model, random);
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

  private void rollback(Labels labels, LabelModel model, Name name, String what) {
    Targets to = model.before(name);
    if (to == null || !model.hasAll(name.id(), to)) {
      assertThatThrownBy(() -> labels.rollback(name.id(), name.label(), SOMEONE, Gate.CLOSED))
          .as(what)
          .isInstanceOf(PromptException.class);
      return;
    }
    labels.rollback(name.id(), name.label(), SOMEONE, Gate.CLOSED);
    model.rollback(name, clock.millis);
  }

  private void release(Labels labels, LabelModel model, Random random) {
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
