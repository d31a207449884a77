package dev.fulgur.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.NavigableMap;
import java.util.Objects;
import java.util.Random;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/// Random operations and reopens beside a map that should hold the same.
@ParameterizedClass
@EnumSource(Durability.class)
final class ModelTest {

  @Parameter Durability durability = Durability.DIRECT;

  private static final int ROUNDS = Boolean.getBoolean("soak") ? 1_700_000 : 340;
  private static final int STEPS = 100;

  @TempDir Path folder;

  private final Note.Tables t = Note.tables();
  private final Random random = Seeds.random("ModelTest");
  private final List<Counter> counters = List.of(Counter.of("a"), Counter.of("b"));
  private StoreModel model = new StoreModel();

  @Test
  void randomOperations_besideAModel_agree() {
    Store store = open();
    try {
      for (int round = 0; round < ROUNDS; round++) {
        switch (random.nextInt(4)) {
          case 0, 1 -> closure(store);
          case 2 -> interactive(store);
          default -> severalAtOnce(store);
        }
        StoreModel expected = model;
        store.read(
            view -> {
              compare(view, expected);
              return true;
            });
        if (random.nextInt(10) == 0) {
          store.checkpoint();
        }
        if (random.nextInt(10) == 0) {
          Stores.assertClean(store);
          store.close();
          store = open();
        }
      }
      Stores.assertClean(store);
    } finally {
      store.close();
    }
    System.out.println("reliability: model | " + durability + " | " + ROUNDS + " | -");
  }

  private Store open() {
    return Stores.open(folder, t.schema(), durability);
  }

  private void closure(Store store) {
    boolean fails = random.nextInt(4) == 0;
    long seed = random.nextLong();
    StoreModel[] after = new StoreModel[1];
    Runnable write =
        () ->
            store.write(
                tx -> {
                  StoreModel copy = model.copy();
                  change(tx, copy, new Random(seed));
                  after[0] = copy;
                  if (fails) {
                    throw new UnsupportedOperationException("on purpose");
                  }
                });
    if (fails) {
      assertThatThrownBy(write::run).isInstanceOf(UnsupportedOperationException.class);
    } else {
      write.run();
      model = after[0];
    }
  }

  private void interactive(Store store) {
    StoreModel copy = model.copy();
    try (InteractiveTransaction tx = store.begin()) {
      change(tx, copy, random);
      switch (random.nextInt(3)) {
        case 0 -> tx.abort();
        case 1 -> {
          tx.commit();
          model = copy;
        }
        default -> {
          tx.commitAsync().join();
          model = copy;
        }
      }
    }
  }

  private void severalAtOnce(Store store) {
    List<java.util.concurrent.CompletableFuture<?>> futures = new ArrayList<>();
    for (int i = 0; i < 1 + random.nextInt(8); i++) {
      long key = random.nextInt(50);
      String value = "async " + random.nextInt();
      boolean fails = random.nextInt(3) == 0;
      futures.add(
          store.writeAsync(
              tx -> {
                tx.put(t.plain(), key, value);
                if (fails) {
                  throw new UnsupportedOperationException("on purpose");
                }
              }));
      if (!fails) {
        model.plain.put(key, value);
      }
    }
    for (var future : futures) {
      future.handle((_, _) -> true).join();
    }
  }

  private void change(Transaction tx, StoreModel model, Random random) {
    for (int step = random.nextInt(2 * STEPS + 1); step > 0; step--) {
      switch (random.nextInt(14)) {
        case 0, 1, 2, 3, 4 -> put(tx, model, random);
        case 5 -> {
          String key = key(random);
          assertThat(tx.delete(t.notes(), key)).isEqualTo(model.notes.remove(key) != null);
        }
        case 6 -> insert(tx, model, random);
        case 7 -> update(tx, model, random);
        case 8 -> {
          long key = random.nextInt(50);
          String value = "v".repeat(random.nextInt(3_000));
          tx.put(t.plain(), key, value);
          model.plain.put(key, value);
        }
        case 9 -> {
          long from = random.nextInt(50);
          long to = from + random.nextInt(20);
          NavigableMap<Long, String> range = model.plain.subMap(from, true, to, false);
          assertThat(tx.deleteRange(t.plain(), Range.between(from, to))).isEqualTo(range.size());
          range.clear();
        }
        case 10 -> {
          Counter counter = counters.get(random.nextInt(2));
          long delta = random.nextInt(100) - 50L;
          long sum = model.counters.getOrDefault(counter, 0L) + delta;
          if (random.nextBoolean()) {
            tx.add(counter, delta);
          } else {
            assertThat(tx.addAndGet(counter, delta)).isEqualTo(sum);
          }
          model.counters.put(counter, sum);
        }
        case 11 -> {
          if (random.nextInt(10) == 0) {
            assertThat(tx.clear(t.notes())).isEqualTo(model.notes.size());
            model.notes.clear();
          }
        }
        case 12 -> {
          if (random.nextInt(5) == 0) {
            compare(tx, model);
          }
        }
        default -> {
          String prefix = key(random).substring(0, 1);
          List<String> keys =
              model.notes.keySet().stream().filter(k -> k.startsWith(prefix)).toList();
          if (random.nextInt(5) == 0) {
            assertThat(tx.deleteRange(t.notes(), Range.prefix(prefix))).isEqualTo(keys.size());
            keys.forEach(model.notes::remove);
          } else {
            assertThat(tx.keys(t.notes(), Range.prefix(prefix), 1_000)).isEqualTo(keys);
          }
        }
      }
    }
  }

  private void put(Transaction tx, StoreModel model, Random random) {
    String key = key(random);
    Note note = note(random);
    if (model.isTaken(note.title(), key)) {
      assertThatThrownBy(() -> tx.put(t.notes(), key, note))
          .isInstanceOf(StoreException.KeyTaken.class);
    } else {
      tx.put(t.notes(), key, note);
      model.notes.put(key, note);
    }
  }

  private void insert(Transaction tx, StoreModel model, Random random) {
    String key = key(random);
    Note note = note(random);
    if (model.notes.containsKey(key) || model.isTaken(note.title(), key)) {
      assertThatThrownBy(() -> tx.insert(t.notes(), key, note))
          .isInstanceOf(StoreException.KeyTaken.class);
    } else {
      tx.insert(t.notes(), key, note);
      model.notes.put(key, note);
    }
  }

  private void update(Transaction tx, StoreModel model, Random random) {
    String key = key(random);
    long rank = random.nextInt(1_000) - 500L;
    Note note = model.notes.get(key);
    if (note == null) {
      assertThatThrownBy(() -> tx.update(t.notes(), key, n -> n))
          .isInstanceOf(StoreException.KeyMissing.class);
    } else {
      assertThat(tx.update(t.notes(), key, n -> n.withRank(rank))).isEqualTo(note.withRank(rank));
      model.notes.put(key, note.withRank(rank));
    }
  }

  private void compare(View view, StoreModel model) {
    assertThat(view.count(t.notes())).isEqualTo(model.notes.size());
    assertThat(view.count(t.plain())).isEqualTo(model.plain.size());
    assertThat(view.keys(t.notes(), Range.all(), 10_000))
        .containsExactlyElementsOf(model.notes.keySet());
    assertThat(view.scan(t.plain(), Range.<Long>all().reversed(), 10_000))
        .containsExactlyElementsOf(
            model.plain.descendingMap().entrySet().stream()
                .map(e -> new Row<>(e.getKey(), e.getValue()))
                .toList());
    for (Counter counter : counters) {
      assertThat(view.get(counter)).isEqualTo(model.counters.getOrDefault(counter, 0L));
    }
    String from = key(random);
    List<Row<String, Note>> tail =
        model.notes.tailMap(from, false).entrySet().stream()
            .limit(7)
            .map(e -> new Row<>(e.getKey(), e.getValue()))
            .toList();
    assertThat(view.scan(t.notes(), Range.after(from), 7)).isEqualTo(tail);
    List<String> head = new ArrayList<>(model.notes.headMap(from, true).descendingKeySet());
    assertThat(view.keys(t.notes(), Range.upTo(from).reversed(), 10_000)).isEqualTo(head);
    compareIndexes(view, model);
  }

  private void compareIndexes(View view, StoreModel model) {
    List<StoreModel.TagEntry> all = model.byTag();
    assertThat(view.count(t.byTag(), Range.all())).isEqualTo(all.size());
    for (String tag : new TreeSet<>(List.of(tag(random), tag(random), "none"))) {
      List<String> tagged = model.withTag(tag);
      assertThat(view.keys(t.byTag(), Range.only(tag), 10_000)).isEqualTo(tagged);
      assertThat(view.first(t.byTag(), tag))
          .isEqualTo(tagged.isEmpty() ? null : model.notes.get(tagged.getFirst()));
      Comparator<Note> longest = Comparator.comparingInt(note -> -note.body().length());
      assertThat(view.first(t.byTag(), tag, longest))
          .isEqualTo(tagged.stream().map(model.notes::get).min(longest).orElse(null));
    }
    List<StoreModel.TagEntry> shown = new ArrayList<>();
    for (IndexRow<String, String, Note> row : view.scan(t.byTag(), Range.all(), 10_000)) {
      shown.add(new StoreModel.TagEntry(row.indexKey(), row.key()));
      assertThat(row.record()).isEqualTo(model.notes.get(row.key()));
    }
    assertThat(shown).containsExactlyInAnyOrderElementsOf(all);
    String prefix = tag(random);
    prefix = prefix.substring(0, random.nextInt(prefix.length() + 1));
    long under = 0;
    for (StoreModel.TagEntry entry : all) {
      under += entry.tag().startsWith(prefix) ? 1 : 0;
    }
    assertThat(view.count(t.byTag(), Range.prefix(prefix)))
        .as("prefix %s", prefix)
        .isEqualTo(under);
    String bound = tag(random);
    assertThat(view.count(t.byTag(), Range.from(bound)))
        .isEqualTo(
            all.stream().filter(e -> StoreModel.CODE_POINTS.compare(e.tag(), bound) >= 0).count());
    assertThat(view.count(t.byTag(), Range.before(bound).reversed()))
        .isEqualTo(
            all.stream().filter(e -> StoreModel.CODE_POINTS.compare(e.tag(), bound) < 0).count());
    pagesOfTags(view, shown);
    for (var entry : model.notes.entrySet()) {
      String title = entry.getValue().title();
      if (!title.isEmpty() && random.nextInt(5) == 0) {
        assertThat(view.find(t.byTitle(), title))
            .isEqualTo(new Row<>(entry.getKey(), entry.getValue()));
        assertThat(view.first(t.byTitle(), title)).isEqualTo(entry.getValue());
        assertThat(view.first(t.byTitle(), title + "?")).isNull();
      }
    }
    List<CoveredRow<Long, String, Note.Title>> covered =
        view.covered(t.byRank(), Range.all(), 10_000);
    assertThat(covered).hasSize(model.notes.size());
    for (CoveredRow<Long, String, Note.Title> row : covered) {
      Note note = Objects.requireNonNull(model.notes.get(row.key()), row.key());
      assertThat(row.indexKey()).isEqualTo(note.rank());
      assertThat(row.value().text()).isEqualTo(note.title());
    }
    assertThat(covered).isSortedAccordingTo((a, b) -> Long.compare(a.indexKey(), b.indexKey()));
    if (!covered.isEmpty()) {
      int at = random.nextInt(covered.size());
      CoveredRow<Long, String, Note.Title> row = covered.get(at);
      assertThat(view.coveredAfter(t.byRank(), Range.all(), row.indexKey(), row.key(), 10_000))
          .isEqualTo(covered.subList(at + 1, covered.size()));
      Note first = Objects.requireNonNull(view.first(t.byRank(), row.indexKey()));
      assertThat(first.rank()).isEqualTo(row.indexKey());
    }
  }

  /// Pages that begin behind the last entry add up to the whole, both ways.
  private void pagesOfTags(View view, List<StoreModel.TagEntry> shown) {
    boolean down = random.nextBoolean();
    Range<String> range = down ? Range.<String>all().reversed() : Range.all();
    List<StoreModel.TagEntry> paged = new ArrayList<>();
    List<IndexRow<String, String, Note>> page = view.scan(t.byTag(), range, 5);
    while (!page.isEmpty()) {
      page.forEach(r -> paged.add(new StoreModel.TagEntry(r.indexKey(), r.key())));
      IndexRow<String, String, Note> last = page.getLast();
      page = view.scanAfter(t.byTag(), range, last.indexKey(), last.key(), 5);
    }
    List<StoreModel.TagEntry> expected = new ArrayList<>(shown);
    if (down) {
      Collections.reverse(expected);
    }
    assertThat(paged).isEqualTo(expected);
  }

  private static String key(Random random) {
    String key = "" + (char) ('a' + random.nextInt(5)) + random.nextInt(30);
    return switch (random.nextInt(12)) {
      case 0 -> key + "\u0000x";
      case 1 -> key + "é".repeat(random.nextInt(200));
      case 2 -> (key + "k".repeat(511)).substring(0, 511);
      default -> key;
    };
  }

  private static String tag(Random random) {
    String tag = "t" + random.nextInt(8);
    return switch (random.nextInt(10)) {
      case 0 -> tag + "\u0000\u0001";
      case 1 -> tag + "l".repeat(196 + random.nextInt(4)) + random.nextInt(3);
      case 2 -> tag + "L".repeat(600) + random.nextInt(3);
      case 3 -> tag + "\u0001".repeat(90 + random.nextInt(20)) + random.nextInt(2);
      case 4 -> tag.substring(0, 1);
      default -> tag;
    };
  }

  private static Note note(Random random) {
    List<String> tags = new ArrayList<>();
    for (int i = random.nextInt(4); i > 0; i--) {
      tags.add(tag(random));
    }
    String title =
        switch (random.nextInt(6)) {
          case 0 -> "";
          case 1 -> "long title ".repeat(60) + random.nextInt(20);
          default -> "title " + random.nextInt(60);
        };
    return new Note(
        title, tags, random.nextInt(20) - 10, "b".repeat(random.nextInt(20) == 0 ? 9_000 : 40));
  }
}
