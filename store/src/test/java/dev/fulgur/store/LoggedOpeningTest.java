package dev.fulgur.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.fulgur.store.StoreException.OpenRefused;
import dev.fulgur.store.StoreException.OpenRefused.Reason;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/// Which logs a store opens with, and which it refuses.
final class LoggedOpeningTest extends LoggedFolder {
  @Test
  void directWriter_beforeTheLogIsClosed_isRefused() throws IOException {
    Path image;
    try (Store store = open()) {
      store.write(tx -> tx.put(t.plain(), 1L, "a"));
      image = killed("store", "image");
    }
    assertThatThrownBy(() -> Store.open(image, t.schema(), StoreOptions.defaults()))
        .isInstanceOfSatisfying(
            OpenRefused.class, e -> assertThat(e.reason()).isEqualTo(Reason.OTHER_OWNER));
    open(image).close();
    try (Store direct = Store.open(image, t.schema(), StoreOptions.defaults())) {
      assertThat(plain(direct, 1)).isEqualTo("a");
      direct.write(tx -> tx.put(t.plain(), 2L, "direct"));
    }
    try (Store store = open(image)) {
      assertThat(plain(store, 2)).isEqualTo("direct");
      store.write(tx -> tx.put(t.plain(), 3L, "logged"));
      Stores.assertClean(store);
    }
  }

  private static void assertRefused(Store opened, Reason reason, String... words) {
    opened.close();
    throw new AssertionError("Opened where " + reason + " was expected of " + List.of(words));
  }

  private void assertOpenRefused(Path path, Reason reason, String... words) {
    assertThatThrownBy(() -> assertRefused(open(path), reason, words))
        .hasMessageContainingAll(words)
        .isInstanceOfSatisfying(OpenRefused.class, e -> assertThat(e.reason()).isEqualTo(reason));
  }

  @Test
  void open_logGoneOrOfAnotherStoreOrWithAForeignFile_isRefused() throws IOException {
    try (Store store = open()) {
      store.write(tx -> tx.put(t.plain(), 1L, "a"));
      killed("store", "gone");
      killed("store", "foreign");
      killed("store", "other");
    }
    delete(at("gone").resolve("log"));
    assertOpenRefused(at("gone"), Reason.LOG_MISMATCH, "holds no log");
    Files.writeString(at("foreign").resolve("log/notes.txt"), "mine");
    assertOpenRefused(at("foreign"), Reason.LOG_MISMATCH, "notes.txt");
    Files.delete(at("foreign").resolve("log/notes.txt"));
    open(at("foreign")).close();
    try (Store stranger = open(at("stranger"))) {
      stranger.write(tx -> tx.put(t.plain(), 1L, "b"));
      copySegments("stranger", "other");
    }
    assertOpenRefused(at("other"), Reason.LOG_MISMATCH, "another store");
  }

  @Test
  void open_logOfAnotherTimeThanTheFile_isRefusedAndTogetherNothingIsLost() throws IOException {
    try (Store store = open()) {
      for (long i = 0; i < 40; i++) {
        long key = i;
        store.write(tx -> tx.put(t.plain(), key, "x".repeat(2_000)));
        if (i == 3) {
          killed("store", "early");
        }
      }
      store.checkpoint();
      store.write(tx -> tx.put(t.plain(), 40L, "last"));
    }
    killed("store", "file of before");
    copyOver("early", "file of before", "data.mdb");
    assertOpenRefused(
        at("file of before"), Reason.LOG_MISMATCH, "begins with transaction", "holds only those");
    killed("store", "log of before");
    delete(at("log of before").resolve("log"));
    Files.createDirectories(at("log of before").resolve("log"));
    copyOver("early", "log of before", "log/0000000001.log");
    assertOpenRefused(
        at("log of before"),
        Reason.LOG_MISMATCH,
        "ends with transaction 4,",
        "older than the store");
    for (String well : List.of("store", "early")) {
      try (Store store = open(at(well))) {
        assertThat(Stores.count(store, t.plain())).isEqualTo(well.equals("store") ? 41 : 4);
        Stores.assertClean(store);
      }
    }
  }

  private void copyOver(String from, String to, String file) throws IOException {
    Files.copy(at(from).resolve(file), at(to).resolve(file), StandardCopyOption.REPLACE_EXISTING);
  }

  @Test
  void open_longLog_tellsHowFarBringingItInIs() throws IOException {
    List<long[]> told = new ArrayList<>();
    LogSettings settings = LogSettings.defaults().withOverlayBytes(8 << 20);
    LogSettings large = LogSettings.defaults().withCheckpoints(Duration.ofHours(1), 192 << 20);
    StoreOptions options = OPTIONS.withLog(large);
    try (Store store = Store.open(at("store"), t.schema(), options)) {
      for (long i = 0; i < 24; i++) {
        long key = i;
        store.write(tx -> tx.put(t.plain(), key, "x".repeat(1 << 20)));
      }
      killed("store", "image");
    }
    StoreOptions heard =
        OPTIONS.withLog(settings).withRecovery((done, total) -> told.add(new long[] {done, total}));
    try (Store store = Store.open(at("image"), t.schema(), heard)) {
      assertThat(Stores.count(store, t.plain())).isEqualTo(24);
    }
    assertThat(told).hasSizeBetween(4, 100).allMatch(step -> step[0] <= step[1]);
    assertThat(told.stream().mapToLong(step -> step[0])).isSorted();
    assertThat(told.getLast()[0]).isGreaterThan(16 << 20);
    told.clear();
    Store.open(at("image"), t.schema(), heard).close();
    Store.open(at("new"), t.schema(), heard).close();
    assertThat(told).as("of a log that is all in the file").hasSizeBetween(1, 30);
    assertThat(told.getLast()[0]).isEqualTo(told.getLast()[1]);
  }

  @Test
  void open_damagedLog_isRefusedWithThePlace() throws IOException {
    try (Store store = open()) {
      for (long i = 0; i < 10; i++) {
        long key = i;
        store.write(tx -> tx.put(t.plain(), key, "value"));
      }
      killed("store", "image");
    }
    Path segment = at("image").resolve("log/0000000001.log");
    byte[] bytes = Files.readAllBytes(segment);
    bytes[4096 + 33] ^= 1;
    Files.write(segment, bytes);
    assertOpenRefused(at("image"), Reason.LOG_DAMAGED, "0000000001.log", "4096", "fulgur doctor");
  }

  @Test
  void open_twiceInOneProcess_isRefused() {
    try (Store store = open()) {
      assertThatThrownBy(this::open).isInstanceOf(OpenRefused.class);
      store.write(tx -> tx.put(t.plain(), 1L, "a"));
    }
  }

  @Test
  void settings_outOfBounds_areRefused() {
    assertThatThrownBy(() -> SMALL.withCheckpoints(Duration.ZERO, 1 << 20))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("checkpoint interval");
    assertThatThrownBy(() -> SMALL.withQueueCapacity(1))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> SMALL.withSegmentBytes(1000))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> SMALL.withFlushInterval(Duration.ZERO))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void log_inAFolderOfItsOwn_worksAndIsNeededThere() throws IOException {
    StoreOptions elsewhere = OPTIONS.withLog(SMALL.withFolder(at("fast disk")));
    try (Store store = Store.open(at("store"), t.schema(), elsewhere)) {
      store.write(tx -> tx.put(t.plain(), 1L, "a"));
      assertThat(at("fast disk").resolve("0000000001.log")).exists();
      assertThat(at("store").resolve("log")).doesNotExist();
      killed("store", "image");
    }
    assertOpenRefused(at("image"), Reason.LOG_MISMATCH, "holds no log");
  }

  private static void delete(Path path) throws IOException {
    try (Stream<Path> tree = Files.walk(path)) {
      for (Path file : tree.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(file);
      }
    }
  }

  private void copySegments(String from, String to) throws IOException {
    for (String name : List.of("0000000001.log", "0000000002.log")) {
      Files.copy(
          at(from).resolve("log").resolve(name),
          at(to).resolve("log").resolve(name),
          StandardCopyOption.REPLACE_EXISTING);
    }
  }

  /// A commit that was acknowledged is in what is gone, though the data file holds all before it.
  @Test
  void open_logLostAfterAKill_isRefusedWhateverStandsInItsPlace() throws IOException {
    try (Store store = open()) {
      store.write(tx -> tx.put(t.plain(), 1L, "checkpointed"));
      store.checkpoint();
      store.write(tx -> tx.put(t.plain(), 2L, "only in the log"));
      for (String image : List.of("folder", "emptied", "begin", "anew", "well")) {
        killed("store", image);
      }
    }
    delete(at("folder").resolve("log"));
    assertOpenRefused(at("folder"), Reason.LOG_MISMATCH, "holds no log");
    Files.delete(at("emptied").resolve("log/0000000002.log"));
    Files.write(at("emptied").resolve("log/0000000001.log"), new byte[0]);
    assertOpenRefused(at("emptied"), Reason.LOG_MISMATCH, "no whole segment");
    Files.delete(at("begin").resolve("log/0000000001.log"));
    assertOpenRefused(at("begin"), Reason.LOG_MISMATCH, "0000000002.log");
    try (Store _ = open(at("stranger"))) {
      killed("stranger", "empty stranger");
    }
    copySegments("empty stranger", "anew");
    assertOpenRefused(at("anew"), Reason.LOG_MISMATCH, "a new log");
    try (Store store = open(at("well"))) {
      assertThat(plain(store, 2)).isEqualTo("only in the log");
    }
  }

  @Test
  void open_logRemovedAfterACleanClose_goesOnWithANewOne() throws IOException {
    try (Store store = open()) {
      store.write(tx -> tx.put(t.plain(), 1L, "a"));
    }
    delete(at("store").resolve("log"));
    try (Store store = open()) {
      assertThat(plain(store, 1)).isEqualTo("a");
      killed("store", "before a commit");
      store.write(tx -> tx.put(t.plain(), 2L, "b"));
      killed("store", "after a commit");
    }
    try (Store store = open(at("before a commit"))) {
      assertThat(plain(store, 1)).isEqualTo("a");
    }
    try (Store store = open(at("after a commit"))) {
      assertThat(plain(store, 2)).isEqualTo("b");
      Stores.assertClean(store);
    }
  }

  @Test
  void open_storeWithoutALogOfItsOwn_refusesTransactionsOfAnother() {
    StoreOptions shared = OPTIONS.withLog(SMALL.withFolder(at("shared")));
    try (Store store = Store.open(at("store"), t.schema(), shared)) {
      store.write(tx -> tx.put(t.plain(), 1L, "of the store"));
      store.backup(at("backup"));
      store.write(tx -> tx.put(t.plain(), 1L, "after the backup"));
    }
    Store.open(at("direct"), t.schema(), StoreOptions.defaults()).close();
    for (String other : List.of("new", "direct", "backup")) {
      assertThatThrownBy(
              () ->
                  assertRefused(
                      Store.open(at(other), t.schema(), shared), Reason.LOG_MISMATCH, other))
          .isInstanceOfSatisfying(
              OpenRefused.class, e -> assertThat(e.reason()).isEqualTo(Reason.LOG_MISMATCH))
          .hasMessageContaining("shared holds transactions of another store");
      try (Store well = open(at(other))) {
        assertThat(plain(well, 1)).isEqualTo(other.equals("backup") ? "of the store" : null);
        Stores.assertClean(well);
      }
    }
    try (Store store = Store.open(at("store"), t.schema(), shared)) {
      assertThat(plain(store, 1)).isEqualTo("after the backup");
    }
  }
}
