package dev.fulgur.bench;

import dev.fulgur.prompts.LabelPlacement;
import dev.fulgur.prompts.Labels;
import dev.fulgur.prompts.LmdbRegistry;
import dev.fulgur.prompts.TemplateSpec;
import dev.fulgur.prompts.search.Query;
import dev.fulgur.prompts.versions.Edit;
import dev.fulgur.store.Range;
import dev.fulgur.store.Store;
import dev.fulgur.store.StoreOptions;
import dev.fulgur.store.scenario.Mark;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import java.util.SplittableRandom;

/// What [GrowthGroup] measures of tables and of labels at one size.
final class GrowthOpenings {
  private static final int PORTION = 1_000;
  private static final int PAGE = 100;

  private GrowthOpenings() {}

  /// A table with an index: gets, pages, and commits.
  static AutoCloseable store(Path folder, int size, Turns turns) {
    Store store = Store.open(folder, Mark.SCHEMA, StoreOptions.defaults());
    for (long from = 0; from < size; from += PORTION) {
      long first = from;
      long last = Math.min(from + PORTION, size);
      store.write(
          tx -> {
            for (long number = first; number < last; number++) {
              tx.put(Mark.LEFT, number, Mark.of(number));
            }
          });
    }
    SplittableRandom random = new SplittableRandom(1);
    turns
        .add(
            "get",
            ops -> {
              long sum = 0;
              for (int i = 0; i < ops; i++) {
                long key = random.nextInt(size);
                Mark found = store.read(view -> view.get(Mark.LEFT, key));
                sum += Objects.requireNonNull(found).number();
              }
              return sum;
            })
        .add(
            "page of 100 records",
            ops -> {
              long sum = 0;
              for (int i = 0; i < ops; i++) {
                long key = random.nextInt(size);
                sum += store.<Integer>read(v -> v.scan(Mark.LEFT, Range.from(key), PAGE).size());
              }
              return sum;
            })
        .addWaiting(
            "synced commit of 10 records",
            ops -> {
              for (int i = 0; i < ops; i++) {
                store.write(
                    tx -> {
                      for (int row = 0; row < 10; row++) {
                        long key = random.nextInt(size);
                        tx.put(Mark.LEFT, key, Mark.of(key + row));
                      }
                    });
              }
              return ops;
            });
    return store;
  }

  /// Templates with a label each and an index of words.
  static AutoCloseable labels(Path folder, int size, Turns turns) {
    LmdbRegistry registry = LmdbRegistry.open(folder);
    Random words = new Random(2);
    for (int from = 0; from < size; from += PORTION) {
      List<TemplateSpec> specs = new ArrayList<>();
      List<LabelPlacement> placements = new ArrayList<>();
      for (int i = from; i < Math.min(from + PORTION, size); i++) {
        TemplateSpec spec = TemplateSpec.of(LabelsGroup.id(i), LabelsGroup.text(words, 90));
        specs.add(spec);
        placements.add(LabelPlacement.of(spec.id(), "production", spec.version()));
      }
      registry.saveAll(specs);
      registry.labels().release("release " + from, placements, Edit.UNSIGNED, Labels.Gate.CLOSED);
    }
    SplittableRandom random = new SplittableRandom(1);
    Query frequent = Query.ALL.withText("w0").limit(20);
    Query two = Query.ALL.withText("w3 w40").limit(20);
    turns
        .add(
            "load by label",
            ops -> {
              long sum = 0;
              for (int i = 0; i < ops; i++) {
                String id = LabelsGroup.id(random.nextInt(size));
                sum += registry.load(id + "@production").template().length();
              }
              return sum;
            })
        .add("search of a frequent word, first 20", ops -> search(registry, frequent, ops))
        .add("search of two words, first 20", ops -> search(registry, two, ops));
    return registry;
  }

  private static long search(LmdbRegistry registry, Query query, int ops) {
    long sum = 0;
    for (int i = 0; i < ops; i++) {
      sum += registry.search(query).size();
    }
    return sum;
  }
}
