package dev.fulgur.prompts;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.fulgur.prompts.PromptTables.ConflictKey;
import dev.fulgur.prompts.search.Query;
import dev.fulgur.prompts.value.RandomValues;
import dev.fulgur.prompts.value.TaggedJson;
import dev.fulgur.prompts.versions.Edit;
import dev.fulgur.prompts.versions.LabelMove;
import dev.fulgur.store.Range;
import dev.fulgur.store.Row;
import dev.fulgur.store.StoreException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A program that knows the original three sub-databases only, in turn with ours: Python, with the
/// lmdb and msgpack that the original uses.
final class ForeignWritersTest {
  @TempDir Path folder;
  private @Nullable Python installed;

  @BeforeEach
  void findPython() {
    installed = Python.with("lmdb", "msgpack");
  }

  /// What such a program sees after its writes.
  private record Seen(List<?> templates, Map<String, String> index, Map<?, ?> metadata) {}

  private Seen python(boolean writemap, String... operations) {
    Python python = Objects.requireNonNull(installed);
    List<String> lines =
        python.run(
            "lmdb_layout.py",
            List.of(operations),
            folder.toString(),
            writemap ? "writemap" : "no writemap");
    Map<String, String> index = new LinkedHashMap<>();
    for (Object row : Oracle.list(TaggedJson.read(lines.get(1)))) {
      index.put(String.valueOf(Oracle.list(row).get(0)), String.valueOf(Oracle.list(row).get(1)));
    }
    return new Seen(
        Oracle.list(TaggedJson.read(lines.get(0))),
        index,
        Oracle.map(TaggedJson.read(lines.get(2))));
  }

  private static String save(TemplateSpec spec) {
    return TaggedJson.write(List.of("save", SpecJson.fields(spec)));
  }

  private static String delete(String id) {
    return TaggedJson.write(List.of("delete", id));
  }

  @Test
  void python_readsWhatOursWrote() {
    List<TemplateSpec> specs = new ArrayList<>();
    Map<?, ?> files = Oracle.map(Oracle.object("truth.json.gz").get("files"));
    for (Object file : files.values()) {
      Object id = Oracle.map(file).get("id");
      if (id instanceof String text && text.startsWith("tpl-00")) {
        ParsedTemplate parsed = SpecParser.parse(Oracle.map(file).get("data"), text);
        if (parsed.unstorable() == null) {
          specs.add(parsed.spec());
        }
      }
    }
    assertThat(specs).hasSizeGreaterThan(50);
    try (LmdbRegistry registry = LmdbRegistry.open(folder)) {
      registry.saveAll(specs);
      registry.save(specs.getFirst().withVersion("another"));
    }
    Seen seen = python(true);
    specs.sort((a, b) -> ByteOrder.BYTES.compare(a.id(), b.id()));
    assertThat(seen.templates()).hasSameSizeAs(specs);
    for (int i = 0; i < specs.size(); i++) {
      TemplateSpec spec = specs.get(i);
      Map<?, ?> row = Oracle.map(seen.templates().get(i));
      TemplateSpec expected =
          "another".equals(row.get("version")) ? spec.withVersion("another") : spec;
      assertThat(TaggedJson.write(row)).isEqualTo(TaggedJson.write(SpecJson.fields(expected)));
      assertThat(seen.index()).containsEntry(spec.id() + ":" + spec.version(), spec.id());
    }
    assertThat(seen.metadata().get("count")).isEqualTo((long) specs.size());
  }

  @Test
  void save_byPythonBetweenTwoOfOurs_isSeenAndTakenOver() {
    TemplateSpec a1 = TemplateSpec.of("a", "ours").withVersion("1");
    TemplateSpec a2 = TemplateSpec.of("a", "theirs").withVersion("2");
    TemplateSpec d = TemplateSpec.of("d", "ours").withVersion("1");
    TemplateSpec e = TemplateSpec.of("e", "ours");
    try (LmdbRegistry registry = LmdbRegistry.open(folder)) {
      registry.saveAll(List.of(a1, TemplateSpec.of("c", "ours"), d));
    }
    python(
        true,
        save(a2),
        save(TemplateSpec.of("b", "theirs")),
        delete("c"),
        save(d.withTemplate("theirs")));
    try (LmdbRegistry registry = LmdbRegistry.open(folder)) {
      assertThat(registry.ids()).containsExactly("a", "b", "d");
      assertThat(registry.metadata().count()).isEqualTo(3);
      assertThat(registry.load("a")).isEqualTo(a2);
      assertThat(registry.load("a", "1")).isEqualTo(a1);
      assertThat(registry.load("a", "2")).isEqualTo(a2);
      assertThat(registry.versions("a")).containsExactly("1", "2");
      assertThat(registry.load("d", "1").template()).isEqualTo("theirs");
      assertThat(registry.find("c", "0.1.0")).isNull();

      registry.save(e);

      assertThat(registry.load("a", "2")).isEqualTo(a2);
      assertThat(registry.load("a", "1")).isEqualTo(a1);
      assertThat(registry.load("d", "1").template()).isEqualTo("theirs");
      List<Row<ConflictKey, VersionRecord>> conflicts =
          registry.read(view -> view.scan(PromptTables.CONFLICTS, Range.all(), 9));
      assertThat(conflicts).hasSize(1);
      assertThat(conflicts.getFirst().key().version()).isEqualTo(new VersionKey("d", "1"));
      assertThat(conflicts.getFirst().record().spec()).isEqualTo(d);
      RegistryModel model = new RegistryModel();
      List.of(a1, a2, TemplateSpec.of("b", "theirs"), d.withTemplate("theirs"), e)
          .forEach(model::save);
      model.assertSame(registry, "taken over");
      assertThat(registry.store().check().problems()).isEmpty();
    }
  }

  @Test
  void save_byPythonWhileOursIsOpen_isSeenAtTheNextRead() {
    try (LmdbRegistry registry = LmdbRegistry.open(folder)) {
      registry.save(TemplateSpec.of("a", "ours").withVersion("1"));
      python(false, save(TemplateSpec.of("a", "theirs").withVersion("2")));
      assertThat(registry.load("a").template()).isEqualTo("theirs");
      registry.save(TemplateSpec.of("b", "ours"));
      python(false, save(TemplateSpec.of("b", "theirs").withVersion("3")), delete("a"));
      registry.save(TemplateSpec.of("c", "ours"));
      assertThat(registry.ids()).containsExactly("b", "c");
      assertThat(registry.load("b", "0.1.0").template()).isEqualTo("ours");
      assertThat(registry.load("b", "3").template()).isEqualTo("theirs");
      assertThat(registry.find("a", "1")).isNull();
      assertThat(RegistryModel.index(registry))
          .extracting(Row::key)
          .containsExactly("b:0.1.0", "b:3", "c:0.1.0");
      assertThat(registry.store().check().problems()).isEmpty();
    }
  }

  @Test
  void writes_byPython_areSeenByLabelsSearchAndVersionsAtOnceAndTakenOver() {
    Edit edit = new Edit("someone", null);
    TemplateSpec a2 = TemplateSpec.of("a", "their Kiwi").withVersion("2");
    TemplateSpec b = TemplateSpec.of("b", "their mango").withVersion("1");
    TemplateSpec fresh = TemplateSpec.of("fresh", "their mango").withVersion("7");
    try (LmdbRegistry registry = LmdbRegistry.open(folder)) {
      List<TemplateSpec> many = new ArrayList<>();
      for (int i = 0; i < 300; i++) {
        many.add(TemplateSpec.of("many-" + i, "plum"));
      }
      registry.saveAll(many);
      for (String id : List.of("a", "b", "gone")) {
        registry.save(TemplateSpec.of(id, "our kiwi").withVersion("1"));
        registry.labels().move(LabelPlacement.of(id, "production", "1"), edit, Labels.Gate.CLOSED);
      }
      assertThat(found(registry, "kiwi")).containsExactly("a", "b", "gone");
      assertThat(registry.load("b@production").template()).isEqualTo("our kiwi");

      python(false, save(a2), save(b), save(fresh), delete("gone"));

      for (boolean takenOver : new boolean[] {false, true}) {
        if (takenOver) {
          registry.adopt();
        }
        assertThat(registry.load("a@production").template()).isEqualTo("our kiwi");
        assertThat(registry.load("b@production")).isEqualTo(b);
        assertThat(registry.findReference("gone@production", null)).isNull();
        assertThat(registry.labels().of("gone")).isEmpty();
        assertThat(registry.labels().find("gone", "production")).isNull();
        assertThat(registry.labels().list(Range.all(), 9))
            .extracting(row -> row.key().id())
            .containsExactly("a", "b");
        assertThat(found(registry, "kiwi")).containsExactly("a");
        assertThat(found(registry, "mango")).containsExactly("b", "fresh");
        assertThat(registry.versions("a")).containsExactly("1", "2");
        assertThat(registry.versionInfos("fresh"))
            .extracting(VersionInfo::version)
            .containsExactly("7");
        assertThat(registry.versions("gone")).isEmpty();
      }
      assertThat(registry.labels().history("gone", "production", 1).getFirst().kind())
          .isEqualTo(LabelMove.Kind.REMOVE);
      assertThat(registry.store().check().problems()).isEmpty();
    }
    assertThat(python(true).templates()).hasSize(303);
  }

  private static List<String> found(LmdbRegistry registry, String word) {
    return registry.search(Query.ALL.withText(word)).stream().map(TemplateSpec::id).toList();
  }

  @Test
  void database_ofPythonAlone_hasVersionsLabelsAndSearchWithOurFirstWrite() {
    TemplateSpec theirs = TemplateSpec.of("a", "their kiwi").withVersion("3");
    python(true, save(TemplateSpec.of("a", "older").withVersion("2")), save(theirs));
    try (LmdbRegistry registry = LmdbRegistry.open(folder)) {
      assertThat(registry.versionInfos("a"))
          .singleElement()
          .satisfies(
              info -> {
                assertThat(info.version()).isEqualTo("3");
                assertThat(info.savedAt()).isNull();
                assertThat(info.current()).isTrue();
              });
      assertThat(found(registry, "kiwi")).containsExactly("a");
      registry
          .labels()
          .move(
              LabelPlacement.of("a", "production", "3"),
              new Edit("someone", null),
              Labels.Gate.CLOSED);
      assertThat(registry.load("a@production")).isEqualTo(theirs);
      assertThat(registry.versions("a")).containsExactly("3");
      assertThat(registry.store().check().problems()).isEmpty();
    }
    assertThat(python(true).templates()).hasSize(1);
  }

  @Test
  void writes_byBothInTurn_areNeverLost() {
    RandomValues values = RandomValues.seeded();
    Random random = values.random();
    RegistryModel model = new RegistryModel();
    for (int turn = 0; turn < 6; turn++) {
      List<String> theirs = new ArrayList<>();
      for (int i = 0; i < 4; i++) {
        TemplateSpec spec =
            TemplateSpec.of("t" + random.nextInt(6), "theirs " + turn + i)
                .withVersion(turn + "." + i);
        theirs.add(save(spec));
        model.save(spec);
      }
      String gone = model.current.firstKey();
      theirs.add(delete(gone));
      model.delete(gone);
      Seen seen = python(true, theirs.toArray(String[]::new));
      assertThat(seen.templates()).as("%s", values).hasSize(model.current.size());
      try (LmdbRegistry registry = LmdbRegistry.open(folder)) {
        model.current.forEach(
            (id, spec) -> assertThat(registry.load(id)).as("%s", values).isEqualTo(spec));
        for (int i = 0; i < 4; i++) {
          TemplateSpec spec =
              TemplateSpec.of("t" + random.nextInt(6), "ours " + turn + i)
                  .withVersion("o" + turn + "." + i);
          registry.save(spec);
          model.save(spec);
        }
        assertThat(registry.ids()).containsExactlyElementsOf(model.current.keySet());
        model.current.forEach(
            (id, spec) -> assertThat(registry.load(id)).as("%s", values).isEqualTo(spec));
        assertThat(registry.store().check().problems()).isEmpty();
      }
    }
  }

  @Test
  void load_damagedRecord_isReportedAndMayBeReplacedOnPurpose() {
    TemplateSpec a = TemplateSpec.of("a", "one");
    try (LmdbRegistry registry = LmdbRegistry.open(folder)) {
      registry.saveAll(List.of(a, TemplateSpec.of("b", "two")));
    }
    Objects.requireNonNull(installed)
        .run(
            "lmdb_layout.py",
            List.of(TaggedJson.write(List.of("damage", "a"))),
            folder.toString(),
            "quiet");
    try (LmdbRegistry registry = LmdbRegistry.open(folder)) {
      assertThatThrownBy(() -> registry.load("a"))
          .isInstanceOf(StoreException.CorruptRecord.class)
          .hasMessageContaining("damaged");
      assertThat(registry.load("b").template()).isEqualTo("two");
      assertThat(registry.ids()).containsExactly("a", "b");
      assertThat(registry.store().check().problems()).hasSize(2);
      registry.save(TemplateSpec.of("c", "three"));
      assertThatThrownBy(() -> registry.save(a)).isInstanceOf(StoreException.CorruptRecord.class);
      registry.save(a, Registry.SaveMode.REPLACE);
      assertThat(registry.load("a")).isEqualTo(a);
      assertThat(registry.load("a", "0.1.0")).isEqualTo(a);
      assertThat(registry.store().check().problems()).isEmpty();
    }
  }
}
