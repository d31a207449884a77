package dev.fulgur.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.fulgur.lmdb.Dbi;
import dev.fulgur.lmdb.Env;
import dev.fulgur.lmdb.EnvOptions;
import dev.fulgur.lmdb.WriteTxn;
import dev.fulgur.store.codec.Keys;
import dev.fulgur.store.codec.RecordWriter;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/// What another program, or the same of another version, finds in a store that was killed with
/// commits in its log only.
final class LoggedEvolutionTest extends LoggedFolder {
  private static Table<String, Note> notes(Compression compression) {
    return Table.of("notes", Keys.UTF8, Note.CODEC, compression);
  }

  private Store open(String name, Table<?, ?> table, int version) {
    return Store.open(at(name), new Schema("s", version, List.of(table)), OPTIONS);
  }

  private static void fill(Store store, Table<String, Note> notes, int from, int to) {
    for (int i = from; i < to; i++) {
      String key = "k" + i;
      Note note = Note.of("title " + i, "t" + i % 3).withBody("some body ".repeat(20));
      store.write(tx -> tx.put(notes, key, note));
    }
  }

  @Test
  void newIndex_overCommitsThatOnlyTheLogHas_isBuiltOverAllOfThem() throws IOException {
    Table<String, Note> before = notes(Compression.NONE);
    try (Store store = open("store", before, 1)) {
      fill(store, before, 0, 30);
      store.checkpoint();
      fill(store, before, 20, 60);
      killed("store", "image");
    }
    Table<String, Note> after = notes(Compression.NONE);
    Index.Many<String, String, Note> byTag = after.index("by_tag", Keys.UTF8, Note::tags);
    try (Store store = open("image", after, 1)) {
      assertThat(health(store).recovery().committed()).isEqualTo(40);
      assertThat(store.<Long>read(view -> view.count(byTag, Range.only("t0")))).isEqualTo(20);
      Stores.assertClean(store);
    }
  }

  @Test
  void indexThatIsGone_isSaidWhileTheLogStillHasItsEntries() throws IOException {
    Table<String, Note> before = notes(Compression.NONE);
    Index<String, String, Note> _ = before.index("by_tag", Keys.UTF8, Note::tags);
    try (Store store = open("store", before, 1)) {
      fill(store, before, 0, 3);
      killed("store", "image");
    }
    Table<String, Note> after = notes(Compression.NONE);
    assertThatThrownBy(() -> open("image", after, 2))
        .isInstanceOf(StoreException.SchemaMismatch.class)
        .hasMessageContainingAll("by_tag", "with the program that wrote them");
    open("image", before, 1).close();
    try (Store store = open("image", after, 2)) {
      assertThat(Stores.count(store, after)).isEqualTo(3);
      Stores.assertClean(store);
    }
  }

  @Test
  void compressedRecords_withTheirDictionaryInTheLogOnly_areBroughtIn() throws IOException {
    Table<String, Note> notes = notes(Compression.ZSTD);
    try (Store store = open("store", notes, 1)) {
      fill(store, notes, 0, 100);
      byte[] dictionary = store.read(view -> view.trainDictionary(notes, 1 << 10));
      store.write(tx -> tx.useDictionary(notes, dictionary));
      fill(store, notes, 50, 150);
      killed("store", "image");
    }
    try (Store store = open("image", notes, 1)) {
      assertThat(health(store).recovery().committed()).isEqualTo(201);
      fill(store, notes, 150, 160);
      assertThat(Stores.count(store, notes)).isEqualTo(160);
      assertThat(store.<Note>read(view -> view.get(notes, "k149")).title()).isEqualTo("title 149");
      Stores.assertClean(store);
    }
  }

  @Test
  void foreignWrite_toAClosedStore_isReconciledWhenItIsOpened() {
    Table<String, Note> notes = Table.shared("notes", Keys.UTF8, Note.CODEC, 4);
    Index.Many<String, String, Note> byTag = notes.index("by_tag", Keys.UTF8, Note::tags);
    Schema schema = Schema.of("s", notes);
    List<Long> reconciled = new ArrayList<>();
    StoreOptions options =
        OPTIONS.withReconciler(
            (tx, lastOwn) -> {
              reconciled.add(lastOwn);
              tx.add(Counter.of("reconciled"), 1);
            });
    try (Store store = Store.open(at("store"), schema, options)) {
      fill(store, notes, 0, 4);
    }
    assertThat(reconciled).isEmpty();
    try (Env env = Env.open(at("store"), EnvOptions.DEFAULT);
        WriteTxn txn = env.beginWrite()) {
      Dbi dbi = txn.openDbi("notes");
      RecordWriter out = new RecordWriter();
      out.writeMapHeader(4);
      out.writeText("title");
      out.writeText("of another");
      out.writeText("tags");
      out.writeArrayHeader(1);
      out.writeText("t9");
      out.writeText("rank");
      out.writeLong(1);
      out.writeText("body");
      out.writeText("");
      txn.put(dbi, "k1".getBytes(StandardCharsets.UTF_8), out.toByteArray());
      txn.delete(dbi, "k2".getBytes(StandardCharsets.UTF_8));
      txn.commit();
    }
    for (int i = 0; i < 2; i++) {
      try (Store store = Store.open(at("store"), schema, options)) {
        assertThat(reconciled).hasSize(1);
        assertThat(store.<Boolean>read(View::writtenByOthers)).isFalse();
        assertThat(store.<List<String>>read(view -> view.keys(byTag, Range.all(), 10)))
            .containsExactly("k0", "k3", "k1");
        assertThat(store.<Long>read(view -> view.get(Counter.of("reconciled")))).isEqualTo(1);
        Stores.assertClean(store);
      }
    }
  }
}
