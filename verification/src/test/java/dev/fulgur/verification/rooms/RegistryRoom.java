package dev.fulgur.verification.rooms;

import dev.fulgur.prompts.InputSpec;
import dev.fulgur.prompts.LabelPlacement;
import dev.fulgur.prompts.Labels;
import dev.fulgur.prompts.LmdbRegistry;
import dev.fulgur.prompts.PromptException;
import dev.fulgur.prompts.Registry;
import dev.fulgur.prompts.TemplateSpec;
import dev.fulgur.prompts.VersionInfo;
import dev.fulgur.prompts.search.Query;
import dev.fulgur.prompts.versions.Edit;
import dev.fulgur.prompts.versions.LabelMove;
import dev.fulgur.store.Store;
import dev.fulgur.store.StoreOptions;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;

/// A registry that saves, releases, rolls back and deletes.
final class RegistryRoom implements Room {
  private static final int TEMPLATES = 8;
  private static final List<String> LABELS = List.of("production", "canary");
  private static final List<String> WORDS = List.of("ferry", "refund", "lighthouse", "tide");

  private final LmdbRegistry registry;

  RegistryRoom(Path folder, StoreOptions options) {
    registry = LmdbRegistry.open(folder, options);
  }

  @Override
  public void act(long number) {
    Random random = new Random(number);
    Edit edit = new Edit("author " + number % 3, "act " + number);
    try {
      switch (random.nextInt(10)) {
        case 0, 1, 2 -> registry.saveAll(specs(random, number, 1), Registry.SaveMode.KEEP, edit);
        case 3 -> registry.saveAll(specs(random, number, 3), Registry.SaveMode.KEEP, edit);
        case 4, 5 -> release(random, number, edit);
        case 6 -> registry.labels().rollback(id(random), label(random), edit, Labels.Gate.CLOSED);
        case 7 -> registry.labels().remove(id(random), label(random), edit);
        case 8 -> deleteVersion(random);
        default -> registry.delete(id(random));
      }
    } catch (PromptException e) {
      // The room refuses it, and would refuse it again: an act that changes nothing.
      if (e.getMessage() == null) {
        throw e;
      }
    }
  }

  private static String id(Random random) {
    return "team/template-" + random.nextInt(TEMPLATES);
  }

  private static String label(Random random) {
    return LABELS.get(random.nextInt(LABELS.size()));
  }

  private static List<TemplateSpec> specs(Random random, long number, int count) {
    List<TemplateSpec> specs = new ArrayList<>();
    int first = random.nextInt(TEMPLATES);
    for (int i = 0; i < count; i++) {
      String word = WORDS.get(random.nextInt(WORDS.size()));
      specs.add(
          new TemplateSpec(
              "team/template-" + (first + i) % TEMPLATES,
              "1." + number + ".0",
              "About the " + word,
              "The " + word + " of {{ name }}. " + "x".repeat(random.nextInt(600)),
              Map.of("name", InputSpec.REQUIRED_TEXT),
              Map.of("number", number)));
    }
    return specs;
  }

  private void release(Random random, long number, Edit edit) {
    List<LabelPlacement> placements = new ArrayList<>();
    String label = label(random);
    for (String id : registry.ids()) {
      List<String> versions = registry.versions(id);
      if (!versions.isEmpty() && random.nextBoolean()) {
        String version = versions.get(random.nextInt(versions.size()));
        placements.add(LabelPlacement.of(id, label, version));
      }
    }
    if (!placements.isEmpty()) {
      List<LabelMove> _ =
          registry.labels().release("release " + number, placements, edit, Labels.Gate.CLOSED);
    }
  }

  private void deleteVersion(Random random) {
    String id = id(random);
    List<String> versions = registry.versions(id);
    if (!versions.isEmpty()) {
      registry.deleteVersion(id, versions.get(random.nextInt(versions.size())));
    }
  }

  @Override
  public String state() {
    StringBuilder state = new StringBuilder();
    state.append(registry.metadata().count()).append(" templates\n");
    for (String id : registry.ids()) {
      state.append(registry.load(id)).append('\n');
      for (VersionInfo info : registry.versionInfos(id)) {
        state.append(info.version()).append(' ').append(info.hash()).append(' ');
        state.append(info.author()).append(' ').append(info.message()).append(' ');
        state.append(info.current()).append(' ').append(info.labels()).append('\n');
        state.append(registry.load(id, info.version()).template()).append('\n');
      }
    }
    for (int i = 0; i < TEMPLATES; i++) {
      String id = "team/template-" + i;
      registry.labels().of(id).forEach((label, move) -> tell(state, id, label, move));
      registry
          .labels()
          .history(id)
          .forEach((label, moves) -> moves.forEach(move -> tell(state, id, label, move)));
    }
    for (String word : WORDS) {
      List<String> found =
          registry.search(Query.ALL.withText(word)).stream()
              .map(TemplateSpec::id)
              .sorted()
              .toList();
      state.append(word).append(' ').append(found).append('\n');
    }
    return state.toString();
  }

  private static void tell(StringBuilder state, String id, String label, LabelMove move) {
    state.append(id).append('@').append(label).append(' ');
    state.append(move.sequence()).append(' ').append(move.kind()).append(' ');
    state.append(move.targets()).append(' ').append(move.standing()).append(' ');
    state.append(move.author()).append(' ').append(move.message()).append(' ');
    state.append(move.release()).append('\n');
  }

  @Override
  public Store store() {
    return registry.store();
  }
}
