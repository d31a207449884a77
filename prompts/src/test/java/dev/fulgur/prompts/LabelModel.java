package dev.fulgur.prompts;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fulgur.prompts.search.Query;
import dev.fulgur.prompts.versions.LabelMove;
import dev.fulgur.prompts.versions.Targets;
import dev.fulgur.store.Range;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// What the labels of a registry should say, in memory and in the plainest way: the oracle of the
/// model test.
final class LabelModel {
  /// A label of a template.
  record Name(String id, String label) {}

  /// A move, as the history should have it.
  record Step(long at, @Nullable Targets targets) {}

  final Map<String, Map<String, TemplateSpec>> versions = new TreeMap<>();
  final Map<String, String> current = new TreeMap<>();
  final Map<Name, List<Step>> history = new LinkedHashMap<>();

  /// What can be gone back to, the newest last: a stack for each label.
  private final Map<Name, List<Targets>> stacks = new LinkedHashMap<>();

  private final String prefix;
  private final Set<String> guarded;

  /// @param prefix what the ids of its templates begin with
  /// @param guarded the labels that are guarded, which others change
  LabelModel(String prefix, Set<String> guarded) {
    this.prefix = prefix;
    this.guarded = guarded;
  }

  /// The text of one of the bodies, a word of its own.
  static String word(int body) {
    return "word" + body;
  }

  /// Whether a guarded label may not take targets.
  boolean refuses(Name name, Targets after) {
    Targets before =
        history.getOrDefault(name, List.of()).reversed().stream()
            .map(Step::targets)
            .filter(Objects::nonNull)
            .findFirst()
            .orElse(null);
    return guarded.contains(name.label()) && before != null && breaks(name.id(), before, after);
  }

  private boolean breaks(String id, Targets before, Targets after) {
    Map<String, TemplateSpec> bodies = versions.getOrDefault(id, Map.of());
    return after.versions().stream()
        .filter(version -> !before.names(version))
        .anyMatch(
            version ->
                before.versions().stream()
                    .anyMatch(known -> breaks(bodies.get(known), bodies.get(version))));
  }

  private static boolean breaks(@Nullable TemplateSpec before, @Nullable TemplateSpec after) {
    return before != null
        && after != null
        && !before.inputs().keySet().containsAll(after.inputs().keySet());
  }

  /// Whether the new body of a version breaks the callers of a guarded label.
  boolean refusesReplacement(TemplateSpec spec) {
    TemplateSpec before = versions.getOrDefault(spec.id(), Map.of()).get(spec.version());
    return breaks(before, spec)
        && history.keySet().stream()
            .anyMatch(
                name -> {
                  Targets targets = targets(name);
                  return name.id().equals(spec.id())
                      && guarded.contains(name.label())
                      && targets != null
                      && targets.names(spec.version());
                });
  }

  void replaceAll(TemplateSpec spec, long at) {
    versions.remove(spec.id());
    save(spec);
    for (Name name : List.copyOf(history.keySet())) {
      Targets targets = targets(name);
      if (name.id().equals(spec.id()) && targets != null && !hasAll(spec.id(), targets)) {
        remove(name, at);
      }
    }
  }

  String prefix() {
    return prefix;
  }

  @Nullable Targets targets(Name name) {
    List<Step> steps = history.getOrDefault(name, List.of());
    return steps.isEmpty() ? null : steps.getLast().targets();
  }

  void save(TemplateSpec spec) {
    versions.computeIfAbsent(spec.id(), _ -> new TreeMap<>()).put(spec.version(), spec);
    current.put(spec.id(), spec.version());
  }

  boolean hasAll(String id, Targets targets) {
    return versions.getOrDefault(id, Map.of()).keySet().containsAll(targets.versions());
  }

  void move(Name name, Targets targets, long at) {
    if (!targets.equals(targets(name))) {
      history.computeIfAbsent(name, _ -> new ArrayList<>()).add(new Step(at, targets));
      stacks.computeIfAbsent(name, _ -> new ArrayList<>()).add(targets);
    }
  }

  /// What a rollback goes back to, or null.
  @Nullable Targets before(Name name) {
    List<Targets> stack = stacks.getOrDefault(name, List.of());
    if (targets(name) == null) {
      return stack.isEmpty() ? null : stack.getLast();
    }
    for (int i = stack.size() - 2; i >= 0; i--) {
      if (!stack.get(i).equals(stack.getLast())) {
        return stack.get(i);
      }
    }
    return null;
  }

  void rollback(Name name, long at) {
    Targets to = Objects.requireNonNull(before(name));
    List<Targets> stack = Objects.requireNonNull(stacks.get(name));
    while (targets(name) != null && !stack.getLast().equals(to)) {
      stack.removeLast();
    }
    Objects.requireNonNull(history.get(name)).add(new Step(at, to));
  }

  void remove(Name name, long at) {
    Objects.requireNonNull(history.get(name)).add(new Step(at, null));
  }

  void deleteVersion(String id, String version, long at) {
    Objects.requireNonNull(versions.get(id)).remove(version);
    for (Name name : List.copyOf(history.keySet())) {
      Targets targets = targets(name);
      if (name.id().equals(id) && targets != null && targets.names(version)) {
        remove(name, at);
      }
    }
  }

  void delete(String id, long at) {
    versions.remove(id);
    current.remove(id);
    for (Name name : List.copyOf(history.keySet())) {
      if (name.id().equals(id) && targets(name) != null) {
        remove(name, at);
      }
    }
  }

  private TemplateSpec load(String id) {
    Map<String, TemplateSpec> bodies = Objects.requireNonNull(versions.get(id));
    return Objects.requireNonNull(bodies.get(Objects.requireNonNull(current.get(id))));
  }

  /// Compares all that there is with what the registry says.
  void assertSame(LmdbRegistry registry, String what) {
    assertThat(registry.ids(Range.prefix(prefix), 10))
        .as(what)
        .containsExactlyElementsOf(current.keySet());
    versions.forEach(
        (id, bodies) -> {
          assertThat(registry.load(id)).as(what).isEqualTo(bodies.get(current.get(id)));
          assertThat(registry.versions(id))
              .as(what)
              .containsExactlyInAnyOrderElementsOf(bodies.keySet());
        });
    for (int body = 0; body < 5; body++) {
      String word = word(body);
      assertThat(registry.search(Query.ALL.withText(word).withPrefix(prefix)))
          .as("%s: search of %s", what, word)
          .extracting(TemplateSpec::id)
          .containsExactlyElementsOf(
              current.keySet().stream().filter(id -> load(id).template().equals(word)).toList());
    }
    Labels labels = registry.labels();
    history.forEach(
        (name, steps) -> {
          List<LabelMove> moves = labels.history(name.id(), name.label(), 1_000).reversed();
          assertThat(moves.stream().map(move -> new Step(move.at(), move.targets())).toList())
              .as("%s: history of %s", what, name)
              .isEqualTo(steps);
          for (int i = 0; i < moves.size(); i++) {
            assertThat(moves.get(i).sequence()).as(what).isEqualTo(i + 1L);
          }
          LabelMove stands = labels.find(name.id(), name.label());
          Targets targets = targets(name);
          assertThat(stands == null ? null : stands.targets()).as(what).isEqualTo(targets);
          TemplateSpec loaded =
              registry.findReference(name.id() + "@" + name.label(), "key-" + steps.size());
          if (targets == null) {
            assertThat(loaded).as(what).isNull();
          } else {
            String salt = name.id() + "@" + name.label();
            assertThat(loaded)
                .as(what)
                .isEqualTo(
                    Objects.requireNonNull(versions.get(name.id()))
                        .get(targets.pick("key-" + steps.size(), salt)));
          }
          for (Step step : steps) {
            assertAsOf(labels, name, step.at(), what);
            assertAsOf(labels, name, step.at() - 1, what);
          }
        });
  }

  private void assertAsOf(Labels labels, Name name, long at, String what) {
    Targets then = null;
    for (Step step : history.getOrDefault(name, List.of())) {
      if (step.at() <= at) {
        then = step.targets();
      }
    }
    LabelMove found = labels.asOf(name.id(), name.label(), Instant.ofEpochMilli(at));
    assertThat(found == null ? null : found.targets())
        .as("%s: %s as of %s", what, name, at)
        .isEqualTo(then);
  }
}
