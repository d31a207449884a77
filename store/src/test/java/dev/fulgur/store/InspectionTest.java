package dev.fulgur.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.fulgur.store.StoreContents.WrittenSchema;
import dev.fulgur.store.StoreException.CopyRefused;
import dev.fulgur.store.StoreException.SchemaMismatch;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Stores that are looked at by a program that need not know them.
final class InspectionTest {

  @TempDir Path folder;

  private final Note.Tables t = Note.tables();

  private Path source() {
    return folder.resolve("store");
  }

  private void fill(Durability durability) {
    try (Store store =
        Store.open(source(), t.schema(), StoreOptions.defaults().withDurability(durability))) {
      store.write(
          tx -> {
            for (int i = 0; i < 10; i++) {
              tx.put(t.notes(), "k" + i, Note.of("title " + i, "red"));
              tx.put(t.plain(), (long) i, "plain");
            }
          });
    }
  }

  @Test
  void knownSchema_isCheckedWithItsIndexes() {
    fill(Durability.DIRECT);
    List<Long> told = new ArrayList<>();
    try (Inspection store = Inspection.open(source(), List.of(t.schema()))) {
      assertThat(store.contents().schemas())
          .containsExactly(new WrittenSchema("test", 1, List.of("notes", "plain")));
      assertThat(store.contents().unknownTables()).isEmpty();
      assertThat(store.contents().engine()).isEqualTo("direct");
      CheckReport report = store.check((done, total) -> told.add(total - done));
      assertThat(report.isClean()).isTrue();
      assertThat(report.records()).isEqualTo(20);
      assertThat(report.indexEntries()).isEqualTo(30);
      assertThat(told).first().isEqualTo(20L);
      assertThat(told).last().isEqualTo(0L);
    }
  }

  @Test
  void unknownTables_areCheckedByTheirChecksums() throws IOException {
    fill(Durability.DIRECT);
    try (Inspection store = Inspection.open(source(), List.of())) {
      assertThat(store.contents().unknownTables()).containsExactly("notes", "plain");
      CheckReport report = store.check(KeepingProgress.NONE);
      assertThat(report.isClean()).isTrue();
      assertThat(report.records()).isEqualTo(20);
      assertThat(store.stats().rows()).containsEntry("notes", 10L);
    }
    Path data = source().resolve("data.mdb");
    String bytes = Files.readString(data, StandardCharsets.ISO_8859_1);
    try (RandomAccessFile file = new RandomAccessFile(data.toFile(), "rw")) {
      file.seek(bytes.indexOf("body of title 7"));
      file.write('B');
    }
    try (Inspection store = Inspection.open(source(), List.of())) {
      CheckReport report = store.check(KeepingProgress.NONE);
      assertThat(report.problems()).hasSize(1);
      assertThat(report.problems().getFirst()).contains("notes");
    }
  }

  @Test
  void knownSchemaOfALowerVersion_isRefusedByItsName() {
    Schema newer = new Schema("test", 2, t.schema().tables());
    Store.open(source(), newer, StoreOptions.defaults()).close();
    assertThatThrownBy(() -> Inspection.open(source(), List.of(t.schema())))
        .isInstanceOf(SchemaMismatch.class)
        .hasMessageContaining("Version 2")
        .hasMessageContaining("newer program");
  }

  @Test
  void copies_ofAStoreThatWasClosed_areWhole() {
    for (Durability durability : Durability.values()) {
      fill(durability);
      Path backup = folder.resolve("backup " + durability);
      Path small = folder.resolve("small " + durability);
      try (Inspection store = Inspection.open(source(), List.of())) {
        store.backup(backup, KeepingProgress.NONE);
        store.compact(small, KeepingProgress.NONE);
        assertThatThrownBy(() -> store.backup(backup, KeepingProgress.NONE))
            .isInstanceOf(CopyRefused.class);
      }
      for (Path copy : List.of(backup, small)) {
        try (Store store = Store.open(copy, t.schema(), StoreOptions.defaults())) {
          assertThat(Stores.count(store, t.notes())).isEqualTo(10);
          Stores.assertClean(store);
        }
      }
    }
  }

  @Test
  void copyOfAStoreWhoseLogIsOpen_isRefusedWithWhatToDo() {
    StoreOptions logged = StoreOptions.defaults().withDurability(Durability.SYNCED);
    Path copy = folder.resolve("copy");
    try (Store store = Store.open(source(), t.schema(), logged)) {
      store.write(tx -> tx.put(t.notes(), "a", Note.of("first")));
      Path closed = folder.resolve("image");
      store.backup(closed);
      try (Inspection image = Inspection.open(closed, List.of())) {
        assertThat(image.contents().logOpen()).isFalse();
      }
    }
    // The file of a store whose program died.
    try (Store store = Store.open(source(), t.schema(), logged)) {
      store.write(tx -> tx.put(t.notes(), "b", Note.of("second")));
      Path died = folder.resolve("died");
      try {
        Files.createDirectories(died);
        Files.copy(source().resolve("data.mdb"), died.resolve("data.mdb"));
      } catch (IOException e) {
        throw new java.io.UncheckedIOException(e);
      }
      try (Inspection image = Inspection.open(died, List.of())) {
        assertThat(image.contents().logOpen()).isTrue();
        assertThat(image.contents().engine()).isEqualTo("logged");
        assertThatThrownBy(() -> image.backup(copy, KeepingProgress.NONE))
            .isInstanceOf(CopyRefused.class)
            .hasMessageContaining("log");
      }
      try (Store image = Store.open(died, t.schema(), StoreOptions.readOnly())) {
        assertThatThrownBy(() -> image.backup(copy)).isInstanceOf(CopyRefused.class);
        assertThatThrownBy(() -> image.compact(copy)).isInstanceOf(CopyRefused.class);
      }
    }
    assertThat(copy).doesNotExist();
  }
}
