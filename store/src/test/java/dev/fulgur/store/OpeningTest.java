package dev.fulgur.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.fulgur.store.StoreException.OpenRefused;
import dev.fulgur.store.StoreException.OpenRefused.Reason;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What is refused at opening, and what is not.
final class OpeningTest {

  @TempDir Path folder;

  private final Note.Tables t = Note.tables();

  private Store open() {
    return Store.open(folder, t.schema(), StoreOptions.defaults());
  }

  private static void assertRefused(Reason reason, ThrowingCallable opening) {
    assertThatThrownBy(opening)
        .isInstanceOfSatisfying(
            OpenRefused.class,
            e -> {
              assertThat(e.reason()).isEqualTo(reason);
              assertThat(e).hasMessageEndingWith(".");
            });
  }

  @Test
  void secondOpenOfOnePath_isRefusedAndTheFirstGoesOn() {
    try (Store store = open()) {
      assertRefused(Reason.ALREADY_OPEN, this::open);
      assertRefused(
          Reason.ALREADY_OPEN,
          () -> Store.open(folder.resolve("x/.."), t.schema(), StoreOptions.readOnly()));
      store.write(tx -> tx.put(t.plain(), 1L, "one"));
      Stores.assertClean(store);
    }
    open().close();
  }

  @Test
  void missingStore_isMadeOnlyForWriting() {
    Path missing = folder.resolve("a/b");
    assertRefused(Reason.MISSING, () -> Store.open(missing, t.schema(), StoreOptions.readOnly()));
    assertRefused(
        Reason.MISSING,
        () -> Store.open(missing, t.schema(), StoreOptions.defaults().withCreate(false)));
    assertThat(missing).doesNotExist();
    Store.open(missing, t.schema(), StoreOptions.defaults()).close();
    assertThat(missing.resolve("data.mdb")).exists();
  }

  @Test
  void fileInPlaceOfTheFolder_isRefused() throws IOException {
    Path file = Files.writeString(folder.resolve("file"), "x");
    assertRefused(Reason.NOT_A_STORE, () -> Store.open(file, t.schema(), StoreOptions.defaults()));
  }

  @Test
  void otherContent_isNoStore() throws IOException {
    Files.writeString(folder.resolve("data.mdb"), "not a database ".repeat(1_000));
    assertRefused(Reason.NOT_A_STORE, this::open);
    assertThat(Files.readString(folder.resolve("data.mdb"))).startsWith("not a database");
  }

  @Test
  void otherVersionOfLmdb_isRefusedByItsName() throws IOException {
    open().close();
    try (RandomAccessFile file = new RandomAccessFile(folder.resolve("data.mdb").toFile(), "rw")) {
      for (long meta : new long[] {0, 4096}) {
        file.seek(meta + 20);
        file.write(ByteBuffer.allocate(4).order(ByteOrder.nativeOrder()).putInt(999).array());
      }
    }
    assertRefused(Reason.OTHER_FORMAT, this::open);
  }

  @Test
  void readOnly_readsAndRefusesWrites() {
    try (Store store = open()) {
      store.write(tx -> tx.put(t.notes(), "a", Note.of("first", "red")));
    }
    try (Store store = Store.open(folder, t.schema(), StoreOptions.readOnly())) {
      assertThat(store.<Note>read(view -> view.get(t.notes(), "a"))).isNotNull();
      assertThat(store.<Long>read(view -> view.count(t.byTag(), Range.only("red")))).isEqualTo(1);
      assertThatThrownBy(() -> store.write(tx -> tx.clear(t.notes())))
          .isInstanceOf(StoreException.ReadOnly.class);
      assertThatThrownBy(store::begin).isInstanceOf(StoreException.ReadOnly.class);
      assertThat(store.stats().rows()).containsEntry("notes", 1L);
      Stores.assertClean(store);
    }
  }

  @Test
  void image_takesNoLockAndTouchesNothing() throws IOException {
    try (Store store = open()) {
      store.write(tx -> tx.put(t.plain(), 1L, "one"));
    }
    Files.delete(folder.resolve("lock.mdb"));
    try (Store store = Store.openImage(folder, t.schema())) {
      assertThat(store.<String>read(view -> view.get(t.plain(), 1L))).isEqualTo("one");
      Stores.assertClean(store);
      assertThat(store.stats().rows()).containsEntry("plain", 1L);
    }
    assertThat(folder.resolve("lock.mdb")).doesNotExist();
  }

  @Test
  void shortFile_withNothingMissing_isExtendedAndReadAsItIs() throws IOException {
    long used = fillThenClear();
    Path data = folder.resolve("data.mdb");
    cut(data, firstFreeTail(data));
    long size = Files.size(data);
    assertThat(size).isLessThan(used);
    try (Store store = Store.openImage(folder, t.schema())) {
      assertThat(store.<String>read(view -> view.get(t.plain(), 9_999L))).isEqualTo("kept");
    }
    assertThat(Files.size(data)).isEqualTo(size);
    try (Store store = open()) {
      assertThat(Files.size(data)).isGreaterThanOrEqualTo(used);
      assertThat(store.<String>read(view -> view.get(t.plain(), 9_999L))).isEqualTo("kept");
      Stores.assertClean(store);
    }
  }

  @Test
  void shortFile_withPagesMissing_isRefusedInEveryMode() throws IOException {
    try (Store store = open()) {
      store.write(
          tx -> {
            for (long i = 0; i < 500; i++) {
              tx.put(t.plain(), i, "value ".repeat(100));
            }
          });
    }
    Path data = folder.resolve("data.mdb");
    cut(data, Files.size(data) / 2 / 4096 * 4096);
    assertRefused(Reason.TRUNCATED, () -> Store.openImage(folder, t.schema()));
    assertRefused(Reason.TRUNCATED, () -> Store.open(folder, t.schema(), StoreOptions.readOnly()));
    assertRefused(Reason.TRUNCATED, this::open);
  }

  /// Leaves a file whose last pages are free, and answers how long it is by its meta page.
  private long fillThenClear() {
    try (Store store = open()) {
      store.write(tx -> tx.put(t.plain(), 9_999L, "kept"));
      store.write(
          tx -> {
            for (long i = 0; i < 300; i++) {
              tx.put(t.notes(), "k" + i, Note.of("title " + i).withBody("b".repeat(3_000)));
            }
          });
      store.write(tx -> tx.clear(t.notes()));
      for (int i = 0; i < 4; i++) {
        store.write(tx -> tx.put(t.plain(), 9_999L, "kept"));
      }
      return store.stats().usedBytes();
    }
  }

  private static void cut(Path file, long size) throws IOException {
    try (RandomAccessFile raw = new RandomAccessFile(file.toFile(), "rw")) {
      raw.setLength(size);
    }
  }

  /// Where the file can be cut so that only pages of the deleted notes are lost: found by trying.
  private long firstFreeTail(Path data) throws IOException {
    byte[] whole = Files.readAllBytes(data);
    long good = whole.length;
    for (long size = whole.length - 4096L; size > 8192; size -= 4096) {
      cut(data, size);
      try (Store _ = Store.openImage(folder, t.schema())) {
        good = size;
      } catch (OpenRefused e) {
        assertThat(e.reason()).isEqualTo(Reason.TRUNCATED);
        break;
      }
    }
    Files.write(data, whole);
    return good;
  }
}
