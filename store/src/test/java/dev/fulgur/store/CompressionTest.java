package dev.fulgur.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.fulgur.lmdb.Dbi;
import dev.fulgur.lmdb.Env;
import dev.fulgur.lmdb.EnvOptions;
import dev.fulgur.lmdb.WriteTxn;
import dev.fulgur.store.codec.Keys;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/// Tables whose records are compressed.
@ParameterizedClass
@EnumSource(
    value = Durability.class,
    names = {"DIRECT", "SYNCED"})
final class CompressionTest {

  @Parameter Durability durability = Durability.DIRECT;

  private static final String[] WORDS = {
    "summarize", "the", "ticket", "of", "a", "customer", "for", "support", "in", "words"
  };

  @TempDir Path folder;

  /// One table, as a program of one version of it knows it.
  private record Notes(
      Table<String, Note> table, Index.Many<String, String, Note> byTag, Schema schema) {
    static Notes with(Compression compression) {
      Table<String, Note> table = Table.of("notes", Keys.UTF8, Note.CODEC, compression);
      return new Notes(
          table, table.index("notes_by_tag", Keys.UTF8, Note::tags), Schema.of("test", table));
    }

    Store open(Path folder, Durability durability) {
      return Store.open(folder, schema, StoreOptions.defaults().withDurability(durability));
    }
  }

  private static Note note(Random random, int words) {
    StringBuilder body = new StringBuilder();
    for (int i = 0; i < words; i++) {
      body.append(WORDS[random.nextInt(WORDS.length)]).append(' ');
    }
    return Note.of("note " + random.nextInt(), "tag" + random.nextInt(5)).withBody(body.toString());
  }

  private static Map<String, Note> fill(Store store, Notes notes, Random random, int count) {
    Map<String, Note> all = new HashMap<>();
    for (int i = 0; i < count; i++) {
      all.put("note-" + i, note(random, 10 + random.nextInt(60)));
    }
    store.write(tx -> all.forEach((key, note) -> tx.put(notes.table(), key, note)));
    return all;
  }

  private static void assertHolds(Store store, Notes notes, Map<String, Note> wanted) {
    store.read(
        view -> {
          wanted.forEach((key, note) -> assertThat(view.get(notes.table(), key)).isEqualTo(note));
          for (Row<String, Note> row : view.scan(notes.table(), Range.all(), wanted.size())) {
            assertThat(row.record()).isEqualTo(wanted.get(row.key()));
          }
          assertThat(view.count(notes.byTag(), Range.all())).isEqualTo(wanted.size());
          return true;
        });
    Stores.assertClean(store);
  }

  private static long storedBytes(Store store, Notes notes) {
    return store.read(
        view -> {
          long bytes = 0;
          try (Cursor<String, Note> cursor = view.cursor(notes.table(), Range.all())) {
            while (cursor.next()) {
              bytes += cursor.sizeBytes();
            }
          }
          return bytes;
        });
  }

  @Test
  void compressed_records_areSmallerAndTheSame() {
    Notes notes = Notes.with(Compression.ZSTD);
    Notes plain = Notes.with(Compression.NONE);
    try (Store small = notes.open(folder.resolve("small"), durability);
        Store large = plain.open(folder.resolve("large"), durability)) {
      Map<String, Note> all = fill(small, notes, new Random(7), 500);
      assertHolds(small, notes, all);
      assertThat(fill(large, plain, new Random(7), 500)).isEqualTo(all);
      assertThat(storedBytes(small, notes)).isLessThan(storedBytes(large, plain) * 3 / 4);
    }
  }

  @Test
  void useDictionary_fromThenOn_makesRecordsSmallerStill() {
    Notes notes = Notes.with(Compression.ZSTD);
    Map<String, Note> all;
    try (Store store = notes.open(folder, durability)) {
      all = fill(store, notes, new Random(7), 1_000);
      long before = storedBytes(store, notes);
      byte[] dictionary = store.read(view -> view.trainDictionary(notes.table(), 8 << 10));
      store.write(tx -> tx.useDictionary(notes.table(), dictionary));
      assertHolds(store, notes, all);
      assertThat(storedBytes(store, notes)).isEqualTo(before);
      store.write(tx -> all.forEach((key, note) -> tx.put(notes.table(), key, note)));
      assertThat(storedBytes(store, notes)).isLessThan(before * 3 / 4);
      assertHolds(store, notes, all);
    }
    try (Store store = notes.open(folder, durability)) {
      assertHolds(store, notes, all);
      byte[] second = store.read(view -> view.trainDictionary(notes.table(), 4 << 10));
      store.write(
          tx -> {
            tx.useDictionary(notes.table(), second);
            Note changed = note(new Random(9), 30);
            tx.put(notes.table(), "note-3", changed);
            all.put("note-3", changed);
          });
      assertHolds(store, notes, all);
    }
  }

  @Test
  void useDictionary_inATransactionThatThrows_isNotUsed() {
    Notes notes = Notes.with(Compression.ZSTD);
    try (Store store = notes.open(folder, durability)) {
      Map<String, Note> all = fill(store, notes, new Random(7), 500);
      long before = storedBytes(store, notes);
      byte[] dictionary = store.read(view -> view.trainDictionary(notes.table(), 8 << 10));
      assertThatThrownBy(
              () ->
                  store.write(
                      tx -> {
                        tx.useDictionary(notes.table(), dictionary);
                        tx.put(notes.table(), "note-1", note(new Random(1), 50));
                        throw new IllegalArgumentException("given up");
                      }))
          .hasMessage("given up");
      store.write(tx -> all.forEach((key, note) -> tx.put(notes.table(), key, note)));
      assertThat(storedBytes(store, notes)).isEqualTo(before);
      assertHolds(store, notes, all);
    }
  }

  @Test
  void compression_switchedOnAndOff_readsWhatIsThere() {
    Map<String, Note> all;
    Notes plain = Notes.with(Compression.NONE);
    try (Store store = plain.open(folder, durability)) {
      all = fill(store, plain, new Random(7), 300);
    }
    Notes packed = Notes.with(Compression.ZSTD.withLevel(9).withThresholdBytes(64));
    try (Store store = packed.open(folder, durability)) {
      assertHolds(store, packed, all);
      byte[] dictionary = store.read(view -> view.trainDictionary(packed.table(), 4 << 10));
      store.write(
          tx -> {
            tx.useDictionary(packed.table(), dictionary);
            Note changed = note(new Random(3), 80);
            tx.put(packed.table(), "note-7", changed);
            all.put("note-7", changed);
          });
      assertHolds(store, packed, all);
    }
    try (Store store = plain.open(folder, durability)) {
      assertHolds(store, plain, all);
    }
  }

  @Test
  void interactiveTransaction_onACompressedTable_readsItsOwnWrites() {
    Notes notes = Notes.with(Compression.ZSTD);
    try (Store store = notes.open(folder, durability)) {
      fill(store, notes, new Random(7), 200);
      Note changed = note(new Random(4), 90);
      byte[] dictionary = store.read(view -> view.trainDictionary(notes.table(), 4 << 10));
      try (InteractiveTransaction tx = store.begin()) {
        tx.useDictionary(notes.table(), dictionary);
        tx.put(notes.table(), "note-1", changed);
        assertThat(tx.get(notes.table(), "note-1")).isEqualTo(changed);
        tx.commit();
      }
      assertThat(store.<Note>read(view -> view.get(notes.table(), "note-1"))).isEqualTo(changed);
      Stores.assertClean(store);
    }
  }

  @Test
  void reads_byManyThreads_areRight() throws Exception {
    Notes notes = Notes.with(Compression.ZSTD);
    try (Store store = notes.open(folder, durability);
        ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      Map<String, Note> all = fill(store, notes, new Random(7), 300);
      byte[] dictionary = store.read(view -> view.trainDictionary(notes.table(), 4 << 10));
      store.write(tx -> tx.useDictionary(notes.table(), dictionary));
      store.write(
          tx -> {
            for (int i = 0; i < 150; i++) {
              tx.put(notes.table(), "note-" + i, Objects.requireNonNull(all.get("note-" + i)));
            }
          });
      Future<?>[] readers = new Future<?>[40];
      for (int t = 0; t < readers.length; t++) {
        int first = t * 7;
        readers[t] =
            threads.submit(
                () -> {
                  for (int i = 0; i < 300; i++) {
                    String key = "note-" + (first + i) % 300;
                    Note found = store.read(view -> view.get(notes.table(), key));
                    assertThat(found).isEqualTo(all.get(key));
                  }
                });
      }
      for (Future<?> reader : readers) {
        reader.get();
      }
      Stores.assertClean(store);
    }
  }

  @Test
  void damagedRecord_isNamedByReadsAndChecks() {
    Notes notes = Notes.with(Compression.ZSTD);
    try (Store store = notes.open(folder, durability)) {
      fill(store, notes, new Random(7), 50);
    }
    change("notes", "note-9", bytes -> bytes[bytes.length / 2] ^= 0x10);
    try (Store store = notes.open(folder, durability)) {
      assertThatThrownBy(() -> store.read(view -> view.get(notes.table(), "note-9")))
          .isInstanceOf(StoreException.CorruptRecord.class)
          .hasMessageContaining("note-9");
      CheckReport report = store.check();
      assertThat(report.problems()).anyMatch(problem -> problem.contains("note-9"));
      store.write(tx -> tx.put(notes.table(), "note-9", note(new Random(1), 20)));
      Stores.assertClean(store);
    }
  }

  @Test
  void damagedDictionary_isNamedByReadsAndWrites() {
    Notes notes = Notes.with(Compression.ZSTD);
    try (Store store = notes.open(folder, durability)) {
      Map<String, Note> all = fill(store, notes, new Random(7), 200);
      byte[] dictionary = store.read(view -> view.trainDictionary(notes.table(), 4 << 10));
      store.write(tx -> tx.useDictionary(notes.table(), dictionary));
      store.write(tx -> tx.put(notes.table(), "note-1", Objects.requireNonNull(all.get("note-1"))));
    }
    change("_schema", "dictionary notes", bytes -> bytes[bytes.length - 1] ^= 1);
    try (Store store = notes.open(folder, durability)) {
      assertThat(store.<Note>read(view -> view.get(notes.table(), "note-1"))).isNotNull();
      assertThatThrownBy(
              () -> store.write(tx -> tx.put(notes.table(), "x", note(new Random(1), 50))))
          .isInstanceOf(StoreException.CorruptRecord.class)
          .hasMessageContaining("dictionary notes");
      byte[] anew = store.read(view -> view.trainDictionary(notes.table(), 4 << 10));
      store.write(tx -> tx.useDictionary(notes.table(), anew));
      store.write(tx -> tx.put(notes.table(), "x", note(new Random(1), 50)));
      Stores.assertClean(store);
    }
  }

  @Test
  void dictionaries_whereTheyCannotBe_areRefused() {
    Note.Tables t = Note.tables();
    try (Store store =
        Store.open(folder, t.schema(), StoreOptions.defaults().withDurability(durability))) {
      assertThatThrownBy(() -> store.write(tx -> tx.useDictionary(t.notes(), new byte[100])))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("not compressed");
      assertThatThrownBy(() -> store.read(view -> view.trainDictionary(t.plain(), 4 << 10)))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("never compressed");
      assertThatThrownBy(() -> store.read(view -> view.trainDictionary(t.notes(), 4 << 10)))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("0 records");
      assertThatThrownBy(() -> store.read(view -> view.trainDictionary(t.notes(), 5)))
          .isInstanceOf(IllegalArgumentException.class);
      Stores.assertClean(store);
    }
    assertThatThrownBy(() -> new Compression(23, 0)).isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> new Compression(1, -1)).isInstanceOf(IllegalArgumentException.class);
  }

  private interface Damage {
    void to(byte[] bytes);
  }

  private void change(String table, String key, Damage damage) {
    byte[] keyBytes = key.getBytes(StandardCharsets.UTF_8);
    try (Env env = Env.open(folder, EnvOptions.DEFAULT);
        WriteTxn tx = env.beginWrite()) {
      Dbi dbi = tx.openDbi(table);
      byte[] value = Objects.requireNonNull(tx.get(dbi, keyBytes), key);
      damage.to(value);
      tx.put(dbi, keyBytes, value);
      tx.commit();
    }
  }
}
