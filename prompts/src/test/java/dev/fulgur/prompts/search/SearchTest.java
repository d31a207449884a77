package dev.fulgur.prompts.search;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fulgur.prompts.LmdbRegistry;
import dev.fulgur.prompts.Registry.SaveMode;
import dev.fulgur.prompts.TemplateSpec;
import dev.fulgur.prompts.value.OrderedMap;
import dev.fulgur.store.Range;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class SearchTest {
  private static final List<String> WORDS =
      List.of("refund", "Order", "mail", "zürich", "the", "of", "answer", "tone", "x1", "y42");

  private final LmdbRegistry registry;

  SearchTest(@TempDir Path folder) {
    registry = LmdbRegistry.open(folder.resolve("db"));
  }

  @AfterEach
  void check() {
    assertThat(registry.store().check().problems()).isEmpty();
    registry.close();
  }

  private static TemplateSpec spec(String id, String text, Map<String, ?> metadata) {
    TemplateSpec plain = TemplateSpec.of(id, text);
    return new TemplateSpec(
        id, plain.version(), null, text, plain.inputs(), OrderedMap.copyOf(metadata));
  }

  private List<String> ids(Query query) {
    return registry.search(query).stream().map(TemplateSpec::id).toList();
  }

  @Test
  void search_byEachKindOfTerm_findsWhatHasAllOfThem() {
    registry.save(
        spec(
            "mail/refund",
            "Dear {{ name }}, your Refund is on its way to Zürich.",
            Map.of("tags", List.of("billing", "mail"), "owner", "support", "level", 3L)));
    registry.save(spec("mail/other", "Dear {{ name }}, no refunds.", Map.of("tag", "mail")));
    registry.save(spec("chat/refund", "{% if refund %}yes{% endif %}", Map.of()));

    assertThat(ids(Query.ALL.withText("REFUND"))).containsExactly("chat/refund", "mail/refund");
    assertThat(ids(Query.ALL.withText("refund dear"))).containsExactly("mail/refund");
    assertThat(ids(Query.ALL.withText("zürich"))).containsExactly("mail/refund");
    assertThat(ids(Query.ALL.withText("refun"))).isEmpty();
    assertThat(ids(Query.ALL.withTag("mail"))).containsExactly("mail/other", "mail/refund");
    assertThat(ids(Query.ALL.withTag("Mail"))).isEmpty();
    assertThat(ids(Query.ALL.withVariable("refund"))).containsExactly("chat/refund");
    assertThat(ids(Query.ALL.withField("level", "3"))).containsExactly("mail/refund");
    assertThat(ids(Query.ALL.withField("owner", "support").withVariable("name").withTag("billing")))
        .containsExactly("mail/refund");
    assertThat(ids(Query.ALL.withText("refund").withPrefix("mail/")))
        .containsExactly("mail/refund");
    assertThat(ids(Query.ALL.withText("refund").limit(1))).containsExactly("chat/refund");
    assertThat(ids(Query.ALL.withText("refund").after("chat/refund")))
        .containsExactly("mail/refund");
    assertThat(ids(Query.ALL.withText("refund").limit(0))).isEmpty();
    assertThat(ids(Query.ALL.limit(2))).containsExactly("chat/refund", "mail/other");
  }

  @Test
  void search_afterRandomWrites_agreesWithALookAtEach() {
    long seed = Long.getLong("seed", System.nanoTime());
    System.out.println("-Dseed=" + seed);
    Random random = new Random(seed);
    TreeMap<String, TemplateSpec> model = new TreeMap<>();
    for (int i = 0; i < 300; i++) {
      TemplateSpec first = spec("first/" + i, text(random), Map.of("tags", List.of("t0")));
      registry.save(first);
      model.put(first.id(), first);
    }
    assertThat(ids(Query.ALL.withTag("t0"))).as("the search that builds the index").hasSize(300);
    int rounds = Boolean.getBoolean("soak") ? 400 : 40;
    for (int round = 0; round < rounds; round++) {
      List<TemplateSpec> saved = new ArrayList<>();
      int count = random.nextInt(10) == 0 ? 700 : random.nextInt(60);
      for (int i = 0; i < count; i++) {
        String id = "dir" + random.nextInt(3) + "/" + random.nextInt(1_500);
        saved.add(spec(id, text(random), Map.of("tags", List.of("t" + random.nextInt(4)))));
      }
      if (random.nextInt(5) == 0) {
        registry.replaceAll(saved);
      } else {
        registry.saveAll(saved, SaveMode.REPLACE);
      }
      saved.forEach(each -> model.put(each.id(), each));
      List<String> gone = model.keySet().stream().filter(_ -> random.nextInt(40) == 0).toList();
      registry.deleteAll(gone);
      gone.forEach(model::remove);
      for (int i = 0; i < 10; i++) {
        Query query = query(random);
        assertThat(ids(query))
            .as("-Dseed=%s, round %s, %s", seed, round, query)
            .isEqualTo(
                model.values().stream()
                    .filter(each -> matches(each, query))
                    .limit(query.limit())
                    .map(TemplateSpec::id)
                    .toList());
      }
    }
    assertIndexIsExact(model, "-Dseed=" + seed);
  }

  /// Every row of the blocks and of what is pending says what the templates say.
  private void assertIndexIsExact(Map<String, TemplateSpec> model, String what) {
    Map<Integer, TreeMap<String, Boolean>> expected = new TreeMap<>();
    model.forEach(
        (id, each) -> {
          for (int term : Terms.of(each, _ -> List.of())) {
            expected.computeIfAbsent(term, _ -> new TreeMap<>()).put(id, true);
          }
        });
    Map<Integer, TreeMap<String, Boolean>> found = new TreeMap<>();
    registry
        .store()
        .<Boolean>read(
            view -> {
              for (var row : view.scan(SearchTables.BLOCKS, Range.all(), Integer.MAX_VALUE)) {
                assertThat(row.record().rest()).as(what).hasSizeLessThan(Block.MAX_BYTES + 1);
                for (String id : row.record().ids(row.key().first())) {
                  Boolean before =
                      found.computeIfAbsent(row.key().term(), _ -> new TreeMap<>()).put(id, true);
                  assertThat(before).as(what + ": twice " + id).isNull();
                }
              }
              for (var row : view.scan(SearchTables.PENDING, Range.all(), Integer.MAX_VALUE)) {
                for (int term : row.record().gone()) {
                  found.getOrDefault(term, new TreeMap<>()).remove(row.key());
                }
                for (int term : row.record().terms()) {
                  found.computeIfAbsent(term, _ -> new TreeMap<>()).put(row.key(), true);
                }
              }
              return true;
            });
    found.values().removeIf(TreeMap::isEmpty);
    assertThat(found).as(what).isEqualTo(expected);
  }

  private static String text(Random random) {
    StringBuilder text = new StringBuilder();
    for (int i = random.nextInt(8); i >= 0; i--) {
      text.append(WORDS.get(random.nextInt(WORDS.size()))).append(i % 2 == 0 ? " " : ", ");
    }
    return text.toString();
  }

  private static Query query(Random random) {
    Query query = Query.ALL.limit(random.nextBoolean() ? 20 : Integer.MAX_VALUE);
    for (int i = random.nextInt(3); i > 0; i--) {
      query = query.withText(WORDS.get(random.nextInt(WORDS.size())));
    }
    if (random.nextInt(3) == 0) {
      query = query.withTag("t" + random.nextInt(5));
    }
    if (random.nextInt(3) == 0) {
      query = query.withPrefix("dir" + random.nextInt(4));
    }
    return random.nextInt(3) == 0
        ? query.after("dir" + random.nextInt(3) + "/" + random.nextInt(1_500))
        : query;
  }

  private static boolean matches(TemplateSpec spec, Query query) {
    return (query.prefix() == null || spec.id().startsWith(query.prefix()))
        && (query.after() == null || spec.id().compareTo(query.after()) > 0)
        && query.words().stream()
            .allMatch(
                word ->
                    List.of(spec.template().toLowerCase(Locale.ROOT).split("[ ,]+", -1))
                        .contains(word))
        && query.tags().stream().allMatch(tag -> List.of(tag).equals(spec.metadata().get("tags")));
  }

  @Test
  void block_ofLongAndStrangeIds_isReadAsWritten() {
    List<String> ids = new ArrayList<>();
    for (int i = 0; i < 400; i++) {
      ids.add("日本/".repeat(i % 30) + "\u0001" + "x".repeat(i % 200) + i);
    }
    ids.sort(dev.fulgur.prompts.ByteOrder.BYTES);
    List<String> read = new ArrayList<>();
    for (int at = 0; at < ids.size(); ) {
      String first = ids.get(at);
      Block.Packed packed = Block.pack(ids.subList(at, ids.size()), ids.size() - at);
      at += packed.count();
      var out = new dev.fulgur.store.codec.RecordWriter();
      Block.CODEC.write(packed.block(), out);
      out.seal(java.lang.foreign.MemorySegment.ofArray(new byte[] {1}));
      var in =
          new dev.fulgur.store.codec.RecordReader()
              .load(
                  java.lang.foreign.MemorySegment.ofArray(new byte[] {1}),
                  java.lang.foreign.MemorySegment.ofArray(out.toByteArray()));
      read.addAll(Block.CODEC.read(in).ids(first));
    }
    assertThat(read).isEqualTo(ids);
  }
}
