package dev.fulgur.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.fulgur.store.codec.Keys;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/// What may change between two programs that open one store, and what may not.
@ParameterizedClass
@EnumSource(
    value = Durability.class,
    names = {"DIRECT", "SYNCED"})
final class EvolutionTest {

  @Parameter Durability durability = Durability.DIRECT;

  @TempDir Path folder;

  private StoreOptions options() {
    return StoreOptions.defaults().withDurability(durability);
  }

  private Store open(Schema schema) {
    return Store.open(folder, schema, options());
  }

  private static Table<String, Note> notes() {
    return Table.of("notes", Keys.UTF8, Note.CODEC);
  }

  private void fill(int count) {
    Table<String, Note> notes = notes();
    try (Store store = open(Schema.of("s", notes))) {
      store.write(
          tx -> {
            for (int i = 0; i < count; i++) {
              tx.put(notes, "k" + i, Note.of("title " + i, "t" + i % 7));
            }
          });
    }
  }

  @Test
  void newIndex_isBuiltAtOpenWithProgress() {
    fill(12_000);
    Table<String, Note> notes = notes();
    Index.Many<String, String, Note> byTag = notes.index("by_tag", Keys.UTF8, Note::tags);
    List<StoreOptions.IndexProgress> progress = new ArrayList<>();
    StoreOptions options = options().withProgress(progress::add);
    try (Store store = Store.open(folder, Schema.of("s", notes), options)) {
      assertThat(store.<Long>read(view -> view.count(byTag, Range.only("t3")))).isEqualTo(1_714);
      assertThat(progress).hasSizeGreaterThan(1);
      assertThat(progress.getLast())
          .isEqualTo(new StoreOptions.IndexProgress("by_tag", 12_000, 12_000));
      Stores.assertClean(store);
    }
    progress.clear();
    Store.open(folder, Schema.of("s", notes), options).close();
    assertThat(progress).isEmpty();
  }

  @Test
  void buildThatIsCutShort_goesOnWhereItWas() {
    fill(12_000);
    Table<String, Note> notes = notes();
    Index.Many<String, String, Note> byTag = notes.index("by_tag", Keys.UTF8, Note::tags);
    StoreOptions cut =
        options()
            .withProgress(
                p -> {
                  if (p.done() >= 10_000) {
                    throw new UnsupportedOperationException("cut short");
                  }
                });
    assertThatThrownBy(() -> Store.open(folder, Schema.of("s", notes), cut))
        .hasMessage("cut short");
    List<StoreOptions.IndexProgress> progress = new ArrayList<>();
    StoreOptions options = options().withProgress(progress::add);
    try (Store store = Store.open(folder, Schema.of("s", notes), options)) {
      assertThat(progress).hasSize(2);
      assertThat(store.<Long>read(view -> view.count(byTag, Range.all()))).isEqualTo(12_000);
      Stores.assertClean(store);
    }
  }

  @Test
  void newIndex_inAStoreOpenForReading_isRefusedAtItsUse() {
    fill(10);
    Table<String, Note> notes = notes();
    Index.Many<String, String, Note> byTag = notes.index("by_tag", Keys.UTF8, Note::tags);
    try (Store store = Store.open(folder, Schema.of("s", notes), StoreOptions.readOnly())) {
      assertThat(Stores.count(store, notes)).isEqualTo(10);
      assertThatThrownBy(() -> store.read(view -> view.keys(byTag, Range.all(), 10)))
          .isInstanceOf(StoreException.SchemaMismatch.class)
          .hasMessageContaining("open the store once for writing");
    }
  }

  @Test
  void uniqueIndex_overRecordsThatShareAKey_isRefused() {
    Table<String, Note> plain = notes();
    try (Store store = open(Schema.of("s", plain))) {
      store.write(
          tx -> {
            tx.put(plain, "a", Note.of("same"));
            tx.put(plain, "b", Note.of("same"));
          });
    }
    Table<String, Note> notes = notes();
    Index<String, String, Note> _ = notes.unique("by_title", Keys.UTF8, Note::title);
    assertThatThrownBy(() -> open(Schema.of("s", notes)))
        .isInstanceOf(StoreException.KeyTaken.class);
    Table<String, Note> again = notes();
    try (Store store = open(Schema.of("s", again))) {
      assertThat(Stores.count(store, again)).isEqualTo(2);
      Stores.assertClean(store);
    }
  }

  @Test
  void higherVersionOfACodec_isTakenAndALowerOneRefusedAfterIt() {
    fill(3);
    Table<String, Note> newer = Table.of("notes", Keys.UTF8, new Note.Codec("note", 2));
    open(Schema.of("s", newer)).close();
    assertThatThrownBy(() -> fill(3))
        .isInstanceOf(StoreException.SchemaMismatch.class)
        .hasMessageContaining("newer program")
        .hasMessageStartingWith("The store " + folder);
  }

  @Test
  void otherCodecs_areRefused() {
    fill(3);
    Table<String, Note> otherRecords = Table.of("notes", Keys.UTF8, new Note.Codec("memo", 1));
    assertThatThrownBy(() -> open(Schema.of("s", otherRecords)))
        .isInstanceOf(StoreException.SchemaMismatch.class)
        .hasMessageContaining("note")
        .hasMessageContaining("memo");
    Table<Long, Note> otherKeys = Table.of("notes", Keys.U64, Note.CODEC);
    assertThatThrownBy(() -> open(Schema.of("s", otherKeys)))
        .isInstanceOf(StoreException.SchemaMismatch.class)
        .hasMessageContaining("utf8");
  }

  @Test
  void tableThatIsGone_isRefusedUnlessTheVersionIsRaised() {
    fill(3);
    Table<String, Note> renamed = Table.of("memos", Keys.UTF8, Note.CODEC);
    assertThatThrownBy(() -> open(Schema.of("s", renamed)))
        .isInstanceOf(StoreException.SchemaMismatch.class)
        .hasMessageContaining("notes");
    open(new Schema("s", 2, List.of(renamed))).close();
    assertThatThrownBy(() -> fill(3))
        .isInstanceOf(StoreException.SchemaMismatch.class)
        .hasMessageContaining("Version 2");
    open(Schema.of("another", renamed)).close();
  }

  @Test
  void indexThatIsGoneOrChanged_isRefusedUnlessTheVersionIsRaised() {
    Table<String, Note> notes = notes();
    Index<String, String, Note> _ = notes.index("by_tag", Keys.UTF8, Note::tags);
    try (Store store = open(Schema.of("s", notes))) {
      store.write(tx -> tx.put(notes, "a", Note.of("first", "red")));
    }
    Table<String, Note> without = notes();
    assertThatThrownBy(() -> open(Schema.of("s", without)))
        .isInstanceOf(StoreException.SchemaMismatch.class)
        .hasMessageContaining("by_tag");
    Table<String, Note> changed = notes();
    Index.Unique<String, String, Note> byTag = changed.unique("by_tag", Keys.UTF8, Note::title);
    assertThatThrownBy(() -> open(Schema.of("s", changed)))
        .isInstanceOf(StoreException.SchemaMismatch.class)
        .hasMessageContaining("many");
    try (Store store = open(new Schema("s", 2, List.of(changed)))) {
      assertThat(store.<Boolean>read(view -> view.isBuilt(byTag))).isTrue();
      assertThat(store.<Row<String, Note>>read(view -> view.find(byTag, "first"))).isNotNull();
      Stores.assertClean(store);
    }
    Table<String, Note> again = notes();
    Index.Many<String, String, Note> byTags = again.index("by_tag", Keys.UTF8, Note::tags);
    try (Store store =
        Store.open(folder, new Schema("s", 3, List.of(again)), StoreOptions.readOnly())) {
      assertThat(store.<Boolean>read(view -> view.isBuilt(byTags))).isFalse();
      assertThatThrownBy(() -> store.read(view -> view.first(byTags, "red")))
          .isInstanceOf(StoreException.SchemaMismatch.class)
          .hasMessageContaining("open the store once for writing");
    }
    Table<String, Note> last = notes();
    try (Store store = open(new Schema("s", 3, List.of(last)))) {
      Stores.assertClean(store);
    }
  }

  @Test
  void definitions_thatClash_areRefusedAtOnce() {
    Table<String, Note> notes = notes();
    assertThatThrownBy(() -> Schema.of("s", notes, notes()))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("notes");
    Index<String, String, Note> _ = notes.index("i", Keys.UTF8, Note::tags);
    assertThatThrownBy(() -> notes.index("i", Keys.UTF8, Note::tags))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> Table.of("_schema", Keys.UTF8, Note.CODEC))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> Table.of("", Keys.UTF8, Note.CODEC))
        .isInstanceOf(IllegalArgumentException.class);
    try (Store store = open(Schema.of("s", notes))) {
      Table<String, Note> unknown = Table.of("unknown", Keys.UTF8, Note.CODEC);
      assertThatThrownBy(() -> store.read(view -> view.get(unknown, "a")))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("schema");
    }
  }
}
