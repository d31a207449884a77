package dev.fulgur.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// Bytes of the file that are not what was written.
final class DamageTest {

  @TempDir Path folder;

  private final Note.Tables t = Note.tables();

  private void fill(int count) {
    try (Store store = Store.open(folder, t.schema(), StoreOptions.defaults())) {
      store.write(
          tx -> {
            for (int i = 0; i < count; i++) {
              tx.put(
                  t.notes(), "k" + i, Note.of("title " + i, "red").withBody("needle " + i + ";"));
            }
          });
    }
  }

  private static int find(byte[] bytes, String text) {
    byte[] wanted = text.getBytes(StandardCharsets.UTF_8);
    for (int at = 0; at + wanted.length <= bytes.length; at++) {
      if (java.util.Arrays.equals(bytes, at, at + wanted.length, wanted, 0, wanted.length)) {
        return at;
      }
    }
    throw new AssertionError(text + " is not in the file");
  }

  @Test
  void flippedBitInARecord_isNeverAWrongValueAndCanBeWrittenOver() throws IOException {
    fill(20);
    Path data = folder.resolve("data.mdb");
    byte[] bytes = Files.readAllBytes(data);
    bytes[find(bytes, "needle 7;") + 3] ^= 1;
    Files.write(data, bytes);
    try (Store store = Store.open(folder, t.schema(), StoreOptions.defaults())) {
      assertThatThrownBy(() -> store.read(view -> view.get(t.notes(), "k7")))
          .isInstanceOf(StoreException.CorruptRecord.class)
          .hasMessageContaining("\"k7\"")
          .hasMessageContaining("notes");
      assertThat(store.<Note>read(view -> view.get(t.notes(), "k8"))).isNotNull();
      CheckReport report = store.check();
      assertThat(report.isClean()).isFalse();
      assertThat(report.problems()).anyMatch(p -> p.contains("\"k7\""));
      store.write(tx -> tx.put(t.notes(), "k7", Note.of("mended", "blue")));
      Stores.assertClean(store);
    }
  }

  @ParameterizedTest
  @EnumSource(Durability.class)
  void flippedBitInACounter_failsWhatNeedsItAndNothingElse(Durability durability)
      throws IOException {
    Counter damaged = Counter.of("of damage");
    Counter whole = Counter.of("of luck");
    try (Store store = Store.open(folder, t.schema(), StoreOptions.defaults())) {
      store.write(tx -> tx.add(damaged, 7));
    }
    Path data = folder.resolve("data.mdb");
    byte[] bytes = Files.readAllBytes(data);
    bytes[find(bytes, "of damage") + "of damage".length() + 7] ^= 1;
    Files.write(data, bytes);
    try (Store store = Stores.open(folder, t.schema(), durability)) {
      for (int i = 0; i < 2; i++) {
        assertThatThrownBy(() -> store.write(tx -> tx.add(damaged, 1)))
            .isInstanceOf(StoreException.CorruptRecord.class)
            .hasMessageContaining("of damage");
        store.write(tx -> tx.add(whole, 1));
      }
      assertThat(store.<Long>read(view -> view.get(whole))).isEqualTo(2);
    }
  }

  @Test
  void check_ofAFileWithAnyDamage_namesItOrEndsInATypedError() throws IOException {
    fill(300);
    Random random = Seeds.random("DamageTest");
    Path data = folder.resolve("data.mdb");
    byte[] whole = Files.readAllBytes(data);
    int named = 0;
    for (int round = 0; round < 60; round++) {
      byte[] bytes = whole.clone();
      // Heads of pages, where the structure lies; what walks the map is not asked to read them.
      int page = 2 + random.nextInt(bytes.length / 4096 - 2);
      bytes[page * 4096 + random.nextInt(64)] ^= (byte) (1 << random.nextInt(8));
      Path copy = Files.createDirectories(folder.resolve("copy" + round));
      Files.write(copy.resolve("data.mdb"), bytes);
      try {
        Store.restore(copy, folder.resolve("restored" + round));
      } catch (StoreException.CopyRefused e) {
        assertThat(e).hasMessageContaining("damaged");
        named++;
      }
    }
    assertThat(named).as("of 60 damaged files").isGreaterThan(20);
  }
}
