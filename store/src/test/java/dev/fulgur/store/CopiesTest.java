package dev.fulgur.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.fulgur.store.StoreException.CopyRefused;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/// Backup, compaction and restore.
@ParameterizedClass
@EnumSource(
    value = Durability.class,
    names = {"DIRECT", "SYNCED"})
final class CopiesTest {

  @Parameter Durability durability = Durability.DIRECT;

  @TempDir Path folder;

  private final Note.Tables t = Note.tables();
  private Path source;
  private Path target;

  CopiesTest() {
    source = Path.of("unset");
    target = Path.of("unset");
  }

  @BeforeEach
  void paths() {
    source = folder.resolve("store");
    target = folder.resolve("copies/one");
  }

  private StoreOptions options() {
    return StoreOptions.defaults().withDurability(durability);
  }

  private Store open() {
    return Store.open(source, t.schema(), options());
  }

  private void fill(Store store, int count) {
    store.write(
        tx -> {
          for (int i = 0; i < count; i++) {
            tx.put(t.notes(), "k" + i, Note.of("title " + i, "red"));
          }
        });
  }

  @Test
  void backup_thatIsForcedInParts_isWholeAndCanBeRestored() {
    String large = "l".repeat(1 << 20);
    Path again = folder.resolve("again");
    try (Store store = open()) {
      for (long i = 0; i < 70; i += 10) {
        long from = i;
        store.write(
            tx -> {
              for (long key = from; key < from + 10; key++) {
                tx.put(t.plain(), key, key + large);
              }
            });
      }
      store.backup(target);
    }
    Store.restore(target, again);
    for (Path copy : List.of(target, again)) {
      try (Store store = Store.openImage(copy, t.schema())) {
        assertThat(Stores.count(store, t.plain())).isEqualTo(70);
        assertThat(store.<String>read(view -> view.get(t.plain(), 69L))).isEqualTo(69 + large);
        Stores.assertClean(store);
      }
    }
  }

  @Test
  void backup_whileOthersWrite_isOneWholeSnapshot() throws Exception {
    try (Store store = open()) {
      fill(store, 100);
      AtomicBoolean stop = new AtomicBoolean();
      Thread writer =
          Thread.ofPlatform()
              .start(
                  () -> {
                    for (long i = 0; !stop.get(); i++) {
                      long key = i;
                      store.write(
                          tx -> {
                            tx.put(t.plain(), 2 * key, "a");
                            tx.put(t.plain(), 2 * key + 1, "b");
                          });
                    }
                  });
      for (int i = 0; i < 3; i++) {
        store.backup(target.resolveSibling("b" + i));
      }
      stop.set(true);
      writer.join();
      Stores.assertClean(store);
    }
    for (int i = 0; i < 3; i++) {
      try (Store copy = Store.openImage(target.resolveSibling("b" + i), t.schema())) {
        assertThat(Stores.count(copy, t.notes())).isEqualTo(100);
        assertThat(Stores.count(copy, t.plain()) % 2).isZero();
        Stores.assertClean(copy);
      }
    }
  }

  @Test
  void backup_canBeWrittenToAndKeepsItsIndexesAndFreePages() {
    try (Store store = open()) {
      for (int round = 0; round < 9; round++) {
        fill(store, 200 + 100 * round);
        store.write(tx -> tx.deleteRange(t.notes(), Range.prefix("k1")));
        Path copy = target.resolveSibling("round" + round);
        store.backup(copy);
        try (Store other = Store.open(copy, t.schema(), options())) {
          assertThat(other.<Long>read(View::version)).isEqualTo(store.version());
          assertThat(other.<Boolean>read(View::writtenByOthers)).isFalse();
          Stores.assertClean(other);
          for (int i = 0; i < 3; i++) {
            fill(other, 300);
            other.write(tx -> tx.clear(t.notes()));
          }
          Stores.assertClean(other);
        }
      }
    }
  }

  @Test
  void backup_ofAStoreThatWasNeverWrittenTo_isOneToo() {
    try (Store store = open()) {
      store.backup(target);
    }
    try (Store copy = Store.open(target, t.schema(), options())) {
      fill(copy, 3);
      Stores.assertClean(copy);
    }
  }

  @Test
  void compact_leavesFreePagesOutAndCanBeWrittenTo() throws IOException {
    try (Store store = open()) {
      fill(store, 3_000);
      store.write(tx -> tx.deleteRange(t.notes(), Range.prefix("k1")));
      long before = Stores.count(store, t.notes());
      store.compact(target);
      assertThat(Files.size(target.resolve("data.mdb"))).isLessThan(store.stats().fileBytes());
      assertThat(target.resolve("lock.mdb")).doesNotExist();
      try (Store copy = Store.open(target, t.schema(), options())) {
        assertThat(copy.<Boolean>read(View::writtenByOthers)).isFalse();
        assertThat(Stores.count(copy, t.notes())).isEqualTo(before);
        copy.write(tx -> tx.put(t.notes(), "new", Note.of("new one")));
        Stores.assertClean(copy);
      }
    }
  }

  @Test
  void targetThatIsThere_isNeverWrittenOver() throws IOException {
    try (Store store = open()) {
      fill(store, 10);
      Files.createDirectories(target);
      Files.writeString(target.resolve("mine"), "x");
      assertThatThrownBy(() -> store.backup(target))
          .isInstanceOf(CopyRefused.class)
          .hasMessageContaining("never written over");
      assertThatThrownBy(() -> store.compact(target)).isInstanceOf(CopyRefused.class);
      assertThatThrownBy(() -> store.compact(source)).isInstanceOf(CopyRefused.class);
      assertThatThrownBy(() -> store.backup(source.resolve("data.mdb/x")))
          .isInstanceOf(CopyRefused.class);
      assertThat(Files.readString(target.resolve("mine"))).isEqualTo("x");
      try (Stream<Path> left = Files.list(target.resolveSibling("."))) {
        assertThat(left).hasSize(1);
      }
      Stores.assertClean(store);
    }
  }

  @Test
  void restore_putsABackupInPlaceAndNeverOverAStore() {
    try (Store store = open()) {
      fill(store, 50);
      store.backup(target);
      assertThatThrownBy(() -> Store.restore(target, source))
          .isInstanceOf(CopyRefused.class)
          .hasMessageContaining("there already");
    }
    Path restored = folder.resolve("restored");
    Store.restore(target, restored);
    try (Store store = Store.open(restored, t.schema(), options())) {
      assertThat(Stores.count(store, t.notes())).isEqualTo(50);
      store.write(tx -> tx.delete(t.notes(), "k1"));
      Stores.assertClean(store);
    }
  }

  @Test
  void restore_ofSomethingElse_isRefused() throws IOException {
    Path nothing = folder.resolve("nothing");
    assertThatThrownBy(() -> Store.restore(nothing, target)).isInstanceOf(CopyRefused.class);
    Path text = Files.createDirectories(folder.resolve("text"));
    Files.writeString(text.resolve("data.mdb"), "some text ".repeat(1_000));
    assertThatThrownBy(() -> Store.restore(text, target))
        .isInstanceOf(CopyRefused.class)
        .hasMessageContaining("is no store");
    try (Store store = open()) {
      fill(store, 500);
    }
    Path data = source.resolve("data.mdb");
    byte[] whole = Files.readAllBytes(data);
    Files.write(data, java.util.Arrays.copyOf(whole, whole.length / 2));
    assertThatThrownBy(() -> Store.restore(source, target))
        .isInstanceOf(CopyRefused.class)
        .hasMessageContaining("damaged");
    assertThat(target).doesNotExist();
  }
}
