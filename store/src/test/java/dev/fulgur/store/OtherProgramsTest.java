package dev.fulgur.store;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fulgur.lmdb.Dbi;
import dev.fulgur.lmdb.Env;
import dev.fulgur.lmdb.EnvOptions;
import dev.fulgur.lmdb.WriteTxn;
import dev.fulgur.store.codec.Keys;
import dev.fulgur.store.codec.RecordWriter;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BiConsumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Programs that write beside this library: those that know nothing of it, and other processes of
/// it.
final class OtherProgramsTest {

  @TempDir Path folder;

  private final Table<String, Note> notes = Table.shared("notes", Keys.UTF8, Note.CODEC, 4);
  private final Index.Many<String, String, Note> byTag =
      notes.index("by_tag", Keys.UTF8, Note::tags);
  private final Schema schema = Schema.of("s", notes);

  /// What a program does that knows the table and nothing else.
  private void foreign(BiConsumer<WriteTxn, Dbi> writing) {
    try (Env env = Env.open(folder, EnvOptions.DEFAULT);
        WriteTxn txn = env.beginWrite()) {
      writing.accept(txn, txn.openDbi("notes", dev.fulgur.lmdb.DbiFlag.CREATE));
      txn.commit();
    }
  }

  private static void put(WriteTxn txn, Dbi dbi, String key, Note note) {
    RecordWriter out = new RecordWriter();
    out.writeMapHeader(4);
    out.writeText("title");
    out.writeText(note.title());
    out.writeText("tags");
    out.writeArrayHeader(note.tags().size());
    note.tags().forEach(out::writeText);
    out.writeText("rank");
    out.writeLong(note.rank());
    out.writeText("body");
    out.writeText(note.body());
    txn.put(dbi, key.getBytes(StandardCharsets.UTF_8), out.toByteArray());
  }

  @Test
  void foreignWrite_isSeenAndReconciledAtTheNextWrite() {
    List<Long> reconciled = new ArrayList<>();
    StoreOptions options =
        StoreOptions.defaults()
            .withReconciler(
                (tx, lastOwnVersion) -> {
                  reconciled.add(lastOwnVersion);
                  tx.add(Counter.of("reconciled"), 1);
                });
    long own;
    try (Store store = Store.open(folder, schema, options)) {
      store.write(
          tx -> {
            tx.put(notes, "a", Note.of("first", "red"));
            tx.put(notes, "b", Note.of("second", "red"));
          });
      own = store.version();
      assertThat(reconciled).isEmpty();
    }
    foreign(
        (txn, dbi) -> {
          put(txn, dbi, "a", Note.of("changed", "blue"));
          put(txn, dbi, "c", Note.of("third", "red"));
          txn.delete(dbi, "b".getBytes(StandardCharsets.UTF_8));
        });
    try (Store store = Store.open(folder, schema, options)) {
      assertThat(store.<Boolean>read(View::writtenByOthers)).isTrue();
      assertThat(store.<Note>read(view -> view.get(notes, "a")))
          .isEqualTo(Note.of("changed", "blue"));
      assertThat(store.<List<String>>read(view -> view.keys(byTag, Range.only("red"), 10)))
          .as("entries that lead to another record, or none, are passed over")
          .isEmpty();
      assertThat(reconciled).isEmpty();
      store.write(tx -> tx.put(notes, "d", Note.of("fourth", "red")));
      assertThat(reconciled).containsExactly(own);
      assertThat(store.<Boolean>read(View::writtenByOthers)).isFalse();
      assertThat(store.<List<String>>read(view -> view.keys(byTag, Range.only("red"), 10)))
          .containsExactly("c", "d");
      store.write(tx -> tx.delete(notes, "d"));
      assertThat(reconciled).hasSize(1);
      assertThat(store.<Long>read(view -> view.get(Counter.of("reconciled")))).isEqualTo(1);
      Stores.assertClean(store);
    }
  }

  @Test
  void foreignStore_isTakenOverWithItsRecordsIndexed() {
    foreign(
        (txn, dbi) -> {
          put(txn, dbi, "a", Note.of("first", "red"));
          put(txn, dbi, "b", Note.of("second", "blue"));
        });
    List<Long> reconciled = new ArrayList<>();
    StoreOptions options =
        StoreOptions.defaults().withReconciler((_, lastOwn) -> reconciled.add(lastOwn));
    try (Store store = Store.open(folder, schema, options)) {
      assertThat(store.<List<String>>read(view -> view.keys(byTag, Range.only("blue"), 10)))
          .containsExactly("b");
      store.write(tx -> tx.put(notes, "c", Note.of("third", "blue")));
      assertThat(reconciled).hasSize(1);
      assertThat(store.<List<String>>read(view -> view.keys(byTag, Range.only("blue"), 10)))
          .containsExactly("b", "c");
      Stores.assertClean(store);
    }
  }

  @Test
  void foreignGarbage_stopsNeitherWritesNorTheRest() {
    try (Store store = Store.open(folder, schema, StoreOptions.defaults())) {
      store.write(tx -> tx.put(notes, "a", Note.of("first", "red")));
    }
    foreign(
        (txn, dbi) ->
            txn.put(dbi, "z".getBytes(StandardCharsets.UTF_8), new byte[] {(byte) 0xC1, 1, 2}));
    try (Store store = Store.open(folder, schema, StoreOptions.defaults())) {
      store.write(tx -> tx.put(notes, "b", Note.of("second", "red")));
      assertThat(store.<List<String>>read(view -> view.keys(byTag, Range.all(), 10)))
          .containsExactly("a", "b");
      CheckReport report = store.check();
      assertThat(report.problemCount()).isEqualTo(1);
      assertThat(report.problems().getFirst()).contains("\"z\"").contains("notes");
      assertThat(store.<Boolean>writeAndGet(tx -> tx.delete(notes, "z"))).isTrue();
      Stores.assertClean(store);
    }
  }

  @Test
  void twoProcesses_thatWriteInTurns_loseNothing() throws Exception {
    int each = 150;
    try (Store store = Store.open(folder, schema, StoreOptions.defaults())) {
      Process child = child(each);
      for (int i = 0; i < each; i++) {
        String key = "parent " + i;
        store.write(
            tx -> {
              tx.put(notes, key, Note.of(key, "both"));
              tx.add(Counter.of("writes"), 1);
            });
      }
      String output = new String(child.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      assertThat(child.waitFor()).as(output).isZero();
      assertThat(Stores.count(store, notes)).isEqualTo(2L * each);
      assertThat(store.<Long>read(view -> view.get(Counter.of("writes")))).isEqualTo(2L * each);
      assertThat(store.<Long>read(view -> view.count(byTag, Range.only("both"))))
          .isEqualTo(2L * each);
      assertThat(store.<Boolean>read(View::writtenByOthers)).isFalse();
      Stores.assertClean(store);
    }
  }

  @Test
  void otherProcess_withALargerMap_isFollowed() throws Exception {
    StoreOptions small =
        StoreOptions.defaults().withQuotaBytes(64L << 20).withInitialMapBytes(128 << 10);
    try (Store store = Store.open(folder, schema, small)) {
      store.write(tx -> tx.put(notes, "a", Note.of("first", "both")));
      Process child = child(400);
      String output = new String(child.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      assertThat(child.waitFor()).as(output).isZero();
      assertThat(Stores.count(store, notes)).isEqualTo(401);
      store.write(tx -> tx.put(notes, "b", Note.of("second", "both")));
      Stores.assertClean(store);
    }
  }

  private Process child(int writes) throws IOException {
    return new ProcessBuilder(JavaCommand.of(Child.class, folder, writes))
        .redirectErrorStream(true)
        .start();
  }

  /// The other process.
  static final class Child {
    private Child() {}

    public static void main(String[] arguments) {
      OtherProgramsTest test = new OtherProgramsTest();
      Path folder = Path.of(arguments[0]);
      try (Store store = Store.open(folder, test.schema, StoreOptions.defaults())) {
        for (int i = Integer.parseInt(arguments[1]); i > 0; i--) {
          String key = "child " + i;
          store.write(
              tx -> {
                tx.put(test.notes, key, Note.of(key, "both").withBody("b".repeat(2_000)));
                tx.add(Counter.of("writes"), 1);
              });
        }
      }
    }
  }
}
