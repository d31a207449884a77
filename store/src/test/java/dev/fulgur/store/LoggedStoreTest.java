package dev.fulgur.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.fulgur.store.StoreException.OpenRefused;
import dev.fulgur.store.StoreException.OpenRefused.Reason;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What only the logged engine does.
final class LoggedStoreTest {
  private static final LogSettings SMALL =
      LogSettings.defaults()
          .withSegmentBytes(16 << 10)
          .withCheckpoints(Duration.ofHours(1), 1 << 20);
  private static final StoreOptions OPTIONS =
      StoreOptions.defaults().withDurability(Durability.SYNCED).withLog(SMALL);

  @TempDir Path folder;

  private final Note.Tables t = Note.tables();

  private Path at(String name) {
    return folder.resolve(name);
  }

  private Store open(Path path) {
    return Store.open(path, t.schema(), OPTIONS);
  }

  private Store open() {
    return open(at("store"));
  }

  /// The files as a kill of the process would leave them now.
  private Path killed(String from, String to) throws IOException {
    Path target = at(to);
    try (Stream<Path> files = Files.walk(at(from))) {
      for (Path file : files.sorted().toList()) {
        Path copy = target.resolve(at(from).relativize(file));
        if (Files.isDirectory(file)) {
          Files.createDirectories(copy);
        } else if (!file.endsWith("lock.mdb")) {
          Files.copy(file, copy);
        }
      }
    }
    return target;
  }

  private static LogHealth health(Store store) {
    LogHealth health = store.stats().log();
    if (health == null) {
      throw new IllegalStateException("The store has no log.");
    }
    return health;
  }

  private @Nullable String plain(Store store, long key) {
    return store.<@Nullable String>read(view -> view.get(t.plain(), key));
  }

  @Test
  void kill_afterAcknowledged_losesNothingAndIsRecoveredOnce() throws IOException {
    Path image;
    try (Store store = open()) {
      for (long i = 0; i < 50; i++) {
        long key = i;
        store.write(tx -> tx.put(t.notes(), "n" + key, Note.of("title " + key, "tag" + key % 3)));
        if (i == 20) {
          store.checkpoint();
        }
      }
      store.write(tx -> tx.add(Counter.of("saved"), 50));
      image = killed("store", "image");
    }
    for (int i = 0; i < 2; i++) {
      try (Store store = open(image)) {
        assertThat(Stores.count(store, t.notes())).isEqualTo(50);
        assertThat(store.<Long>read(view -> view.get(Counter.of("saved")))).isEqualTo(50);
        assertThat(health(store).recovery().committed()).isEqualTo(i == 0 ? 30 : 0);
        Stores.assertClean(store);
      }
    }
  }

  @Test
  void kill_duringRecovery_isRecoveredAgain() throws IOException {
    try (Store store = open()) {
      for (long i = 0; i < 30; i++) {
        long key = i;
        store.write(tx -> tx.put(t.notes(), "n" + key, Note.of("title " + key, "tag")));
        store.write(tx -> tx.add(Counter.of("saved"), 1));
      }
      killed("store", "image");
    }
    try (Store store = open(at("image"))) {
      killed("image", "second");
      assertThat(Stores.count(store, t.notes())).isEqualTo(30);
    }
    try (Store store = open(at("second"))) {
      assertThat(Stores.count(store, t.notes())).isEqualTo(30);
      assertThat(store.<Long>read(view -> view.get(Counter.of("saved")))).isEqualTo(30);
      Stores.assertClean(store);
    }
  }

  @Test
  void commit_afterWhatItReadChanged_isAConflictThatNamesTheKey() {
    try (Store store = open()) {
      store.write(tx -> tx.put(t.plain(), 1L, "a"));
      try (InteractiveTransaction mine = store.begin()) {
        assertThat(mine.get(t.plain(), 1L)).isEqualTo("a");
        mine.put(t.plain(), 2L, "mine");
        store.write(tx -> tx.put(t.plain(), 1L, "b"));
        assertThatThrownBy(mine::commit)
            .isInstanceOfSatisfying(
                StoreException.Conflict.class, e -> assertThat(e.table()).isEqualTo("plain"));
      }
      assertThat(plain(store, 2)).isNull();
    }
  }

  @Test
  void commit_afterARangeItReadGained_isAConflictEvenAfterACheckpoint() {
    try (Store store = open()) {
      try (InteractiveTransaction mine = store.begin()) {
        assertThat(mine.scan(t.plain(), Range.between(10L, 20L), 100)).isEmpty();
        mine.put(t.plain(), 1L, "mine");
        store.write(tx -> tx.put(t.plain(), 15L, "phantom"));
        store.checkpoint();
        assertThatThrownBy(mine::commit).isInstanceOf(StoreException.Conflict.class);
      }
      // A walk ends at the first row behind its range, which is part of what it saw.
      store.write(tx -> tx.put(t.plain(), 21L, "where the walk ends"));
      try (InteractiveTransaction mine = store.begin()) {
        assertThat(mine.scan(t.plain(), Range.between(10L, 20L), 100)).hasSize(1);
        mine.put(t.plain(), 1L, "mine");
        store.write(tx -> tx.put(t.plain(), 25L, "outside of it"));
        mine.commit();
      }
    }
  }

  @Test
  void commit_writeSkew_oneOfTheTwoLoses() {
    try (Store store = open()) {
      store.write(
          tx -> {
            tx.put(t.plain(), 1L, "on");
            tx.put(t.plain(), 2L, "on");
          });
      InteractiveTransaction one = store.begin();
      InteractiveTransaction two = store.begin();
      assertThat(one.get(t.plain(), 2L)).isEqualTo("on");
      assertThat(two.get(t.plain(), 1L)).isEqualTo("on");
      one.put(t.plain(), 1L, "off");
      two.put(t.plain(), 2L, "off");
      one.commit();
      assertThatThrownBy(two::commit).isInstanceOf(StoreException.Conflict.class);
    }
  }

  @Test
  void blindPuts_ofOneKeyWithAnIndex_leaveNoGhostEntry() {
    try (Store store = open()) {
      InteractiveTransaction one = store.begin();
      InteractiveTransaction two = store.begin();
      one.put(t.notes(), "k", Note.of("one", "red"));
      two.put(t.notes(), "k", Note.of("two", "blue"));
      one.commit();
      assertThatThrownBy(two::commit).isInstanceOf(StoreException.Conflict.class);
      Stores.assertClean(store);
    }
  }

  @Test
  void blindPuts_ofOneUniqueIndexKey_onlyOneGetsIt() {
    try (Store store = open()) {
      InteractiveTransaction one = store.begin();
      InteractiveTransaction two = store.begin();
      one.put(t.notes(), "a", Note.of("same title"));
      two.put(t.notes(), "b", Note.of("same title"));
      one.commit();
      assertThatThrownBy(two::commit).isInstanceOf(StoreException.Conflict.class);
      assertThat(Stores.count(store, t.notes())).isEqualTo(1);
      Stores.assertClean(store);
    }
  }

  @Test
  void blindDelete_andPutOfOneKey_leaveNoGhostEntry() {
    try (Store store = open()) {
      store.write(tx -> tx.put(t.notes(), "k", Note.of("old", "red")));
      InteractiveTransaction one = store.begin();
      InteractiveTransaction two = store.begin();
      one.put(t.notes(), "k", Note.of("new", "blue"));
      assertThat(two.delete(t.notes(), "k")).isTrue();
      one.commit();
      assertThatThrownBy(two::commit).isInstanceOf(StoreException.Conflict.class);
      Stores.assertClean(store);
    }
  }

  @Test
  void counters_addedToAtOnce_neverConflictAndAddUp() {
    Counter counter = Counter.of("c");
    try (Store store = open()) {
      List<InteractiveTransaction> open = new ArrayList<>();
      for (int i = 1; i <= 10; i++) {
        InteractiveTransaction transaction = store.begin();
        transaction.add(counter, i);
        open.add(transaction);
      }
      open.forEach(InteractiveTransaction::commit);
      assertThat(store.<Long>read(view -> view.get(counter))).isEqualTo(55);
      store.checkpoint();
      store.write(tx -> tx.add(counter, 45));
      assertThat(store.<Long>read(view -> view.get(counter))).isEqualTo(100);
    }
    try (Store store = open()) {
      assertThat(store.<Long>read(view -> view.get(counter))).isEqualTo(100);
      store.write(tx -> tx.add(counter, 1));
    }
    try (Store store = open()) {
      assertThat(store.<Long>read(view -> view.get(counter))).isEqualTo(101);
      Stores.assertClean(store);
    }
  }

  @Test
  void clear_thenPut_inOverlayAndAfterCheckpointAndRecovery() throws IOException {
    try (Store store = open()) {
      for (long i = 0; i < 20; i++) {
        long key = i;
        store.write(tx -> tx.put(t.plain(), key, "old"));
      }
      store.checkpoint();
      store.write(tx -> tx.put(t.plain(), 50L, "between"));
      store.write(
          tx -> {
            assertThat(tx.clear(t.plain())).isEqualTo(21);
            tx.put(t.plain(), 3L, "new");
          });
      store.write(tx -> tx.put(t.plain(), 4L, "later"));
      killed("store", "image");
      for (int i = 0; i < 2; i++) {
        assertThat(store.<List<Long>>read(v -> v.keys(t.plain(), Range.all(), 100)))
            .containsExactly(3L, 4L);
        assertThat(Stores.count(store, t.plain())).isEqualTo(2);
        store.checkpoint();
      }
    }
    try (Store store = open(at("image"))) {
      assertThat(store.<List<Long>>read(v -> v.keys(t.plain(), Range.all(), 100)))
          .containsExactly(3L, 4L);
    }
  }

  @Test
  void readModifyWrite_byManyThreads_losesNoUpdate() throws InterruptedException {
    try (Store store = open()) {
      store.write(tx -> tx.put(t.plain(), 1L, "0"));
      List<Thread> threads = new ArrayList<>();
      for (int i = 0; i < 6; i++) {
        threads.add(
            Thread.ofPlatform()
                .start(
                    () -> {
                      for (int n = 0; n < 100; n++) {
                        store.write(
                            tx -> {
                              int value = Integer.parseInt(String.valueOf(tx.get(t.plain(), 1L)));
                              tx.put(t.plain(), 1L, "" + (value + 1));
                            });
                      }
                    }));
      }
      for (Thread thread : threads) {
        thread.join();
      }
      assertThat(plain(store, 1)).isEqualTo("600");
    }
  }

  /// Transfers between accounts while checkpoints run as fast as they can. A view that tore, a
  /// backup that holds half of a transaction, or a checkpoint that is no prefix shows another sum.
  @Test
  void views_duringCommitsAndCheckpoints_seeWholeTransactions() throws Exception {
    int accounts = 20;
    try (Store store = open()) {
      store.write(
          tx -> {
            for (long i = 0; i < accounts; i++) {
              tx.put(t.plain(), i, "100");
            }
          });
      AtomicBoolean stop = new AtomicBoolean();
      AtomicReference<@Nullable Throwable> wrong = new AtomicReference<>();
      List<Thread> threads = new ArrayList<>();
      threads.add(loop(stop, wrong, () -> transfer(store, accounts)));
      threads.add(loop(stop, wrong, () -> transfer(store, accounts)));
      threads.add(loop(stop, wrong, store::checkpoint));
      threads.add(loop(stop, wrong, () -> assertThat(sum(store)).isEqualTo(100L * accounts)));
      for (int i = 0; i < 5; i++) {
        store.backup(at("backup" + i));
      }
      long version = store.version();
      while (store.version() < version + 300 && wrong.get() == null) {
        Thread.onSpinWait();
      }
      stop.set(true);
      for (Thread thread : threads) {
        thread.join();
      }
      assertThat(wrong.get()).isNull();
    }
    for (int i = 0; i < 5; i++) {
      try (Store backup =
          Store.open(at("backup" + i), t.schema(), StoreOptions.defaults().withCreate(false))) {
        assertThat(sum(backup)).isEqualTo(100L * accounts);
        Stores.assertClean(backup);
      }
    }
  }

  private static Thread loop(
      AtomicBoolean stop, AtomicReference<@Nullable Throwable> wrong, Runnable step) {
    return Thread.ofPlatform()
        .start(
            () -> {
              try {
                while (!stop.get()) {
                  step.run();
                }
              } catch (RuntimeException | Error e) {
                wrong.compareAndSet(null, e);
              }
            });
  }

  private void transfer(Store store, int accounts) {
    long nanos = System.nanoTime();
    long from = Math.floorMod(nanos, (long) accounts);
    long to = Math.floorMod(nanos / 7, (long) accounts);
    store.write(
        tx -> {
          int a = Integer.parseInt(String.valueOf(tx.get(t.plain(), from)));
          int b = Integer.parseInt(String.valueOf(tx.get(t.plain(), to)));
          if (from != to) {
            tx.put(t.plain(), from, "" + (a - 1));
            tx.put(t.plain(), to, "" + (b + 1));
          }
        });
  }

  private long sum(Store store) {
    return store.<Long>read(
        view -> {
          long sum = 0;
          for (Row<Long, String> row : view.scan(t.plain(), Range.all(), 1_000)) {
            sum += Long.parseLong(row.record());
          }
          return sum;
        });
  }

  @Test
  void view_heldOverCheckpoints_staysAsItWas() {
    try (Store store = open()) {
      store.write(tx -> tx.put(t.plain(), 1L, "first"));
      try (Snapshot view = store.view()) {
        for (int i = 0; i < 5; i++) {
          store.write(
              tx -> {
                tx.put(t.plain(), 1L, "later");
                tx.put(t.plain(), 2L, "new");
              });
          store.checkpoint();
        }
        assertThat(view.get(t.plain(), 1L)).isEqualTo("first");
        assertThat(view.keys(t.plain(), Range.all(), 10)).containsExactly(1L);
        assertThat(view.count(t.plain())).isEqualTo(1);
        assertThat(view.version()).isEqualTo(1);
      }
      assertThat(health(store).appliedSequence()).isEqualTo(6);
      assertThat(health(store).overlayBytes()).isZero();
    }
  }

  @Test
  void transaction_over32MiB_isRefusedBeforeItIsQueued() {
    try (Store store = open()) {
      String part = "x".repeat(1 << 20);
      assertThatThrownBy(
              () ->
                  store.write(
                      tx -> {
                        for (long i = 0; i < 40; i++) {
                          tx.put(t.plain(), i, part);
                        }
                      }))
          .isInstanceOf(StoreException.TransactionTooLarge.class);
      assertThat(Stores.count(store, t.plain())).isZero();
      store.write(
          tx -> {
            for (long i = 0; i < 20; i++) {
              tx.put(t.plain(), i, part);
            }
          });
      assertThat(Stores.count(store, t.plain())).isEqualTo(20);
    }
  }

  @Test
  void keyTooLong_isRefusedBeforeItIsAcknowledged() {
    try (Store store = open()) {
      assertThatThrownBy(() -> store.write(tx -> tx.put(t.notes(), "k".repeat(512), Note.of("x"))))
          .isInstanceOf(StoreException.KeyTooLong.class);
      store.write(tx -> tx.put(t.notes(), "k".repeat(511), Note.of("x")));
      store.checkpoint();
      assertThat(health(store).checkpointFailure()).isNull();
    }
  }

  @Test
  void quota_isRefusedBeforeAcknowledgedAndDeletesGoOn() {
    StoreOptions tight =
        OPTIONS
            .withQuotaBytes(4L << 20)
            .withInitialMapBytes(4L << 20)
            .withLog(SMALL.withCheckpoints(Duration.ofMillis(20), 1 << 16));
    List<Long> acknowledged = new ArrayList<>();
    try (Store store = Store.open(at("store"), t.schema(), tight)) {
      assertThatThrownBy(
              () -> {
                for (long i = 0; i < 5_000; i++) {
                  long key = i;
                  store.write(tx -> tx.put(t.plain(), key, "x".repeat(2_000)));
                  acknowledged.add(key);
                }
              })
          .isInstanceOf(StoreException.StoreFull.class);
      assertThat(acknowledged).hasSizeGreaterThan(100);
      assertThat(plain(store, 0)).isNotNull();
      store.checkpoint();
      assertThat(health(store).checkpointFailure()).isNull();
      store.write(tx -> tx.delete(t.plain(), 0L));
    }
    try (Store store = Store.open(at("store"), t.schema(), tight)) {
      assertThat(Stores.count(store, t.plain())).isEqualTo(acknowledged.size() - 1);
      Stores.assertClean(store);
    }
  }

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
    try (Stream<Path> files = Files.list(at("gone").resolve("log"))) {
      for (Path file : files.toList()) {
        Files.delete(file);
      }
    }
    assertOpenRefused(at("gone"), Reason.LOG_MISMATCH, "holds no log");
    Files.writeString(at("foreign").resolve("log/notes.txt"), "mine");
    assertOpenRefused(at("foreign"), Reason.LOG_MISMATCH, "notes.txt");
    Files.delete(at("foreign").resolve("log/notes.txt"));
    open(at("foreign")).close();
    try (Store stranger = open(at("stranger"))) {
      stranger.write(tx -> tx.put(t.plain(), 1L, "b"));
      for (String name : List.of("0000000001.log", "0000000002.log")) {
        Files.copy(
            at("stranger").resolve("log").resolve(name),
            at("other").resolve("log").resolve(name),
            java.nio.file.StandardCopyOption.REPLACE_EXISTING);
      }
    }
    assertOpenRefused(at("other"), Reason.LOG_MISMATCH, "another store");
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

  @Test
  void relaxed_closed_keepsEverything() {
    StoreOptions relaxed = OPTIONS.withDurability(Durability.RELAXED);
    try (Store store = Store.open(at("store"), t.schema(), relaxed)) {
      for (long i = 0; i < 2_000; i++) {
        long key = i;
        store.write(tx -> tx.put(t.plain(), key, "v" + key));
      }
      assertThat(plain(store, 1_999)).isEqualTo("v1999");
    }
    try (Store store = open()) {
      assertThat(Stores.count(store, t.plain())).isEqualTo(2_000);
      Stores.assertClean(store);
    }
  }

  @Test
  void writeInsideAWrite_isRefusedOnceAndTheThreadCanWriteAgain() {
    AtomicInteger runs = new AtomicInteger();
    try (Store store = open()) {
      assertThatThrownBy(
              () ->
                  store.write(
                      _ -> {
                        runs.incrementAndGet();
                        store.write(tx -> tx.put(t.plain(), 1L, "x"));
                      }))
          .isInstanceOf(IllegalStateException.class);
      assertThat(runs).hasValue(1);
      store.write(tx -> tx.put(t.plain(), 1L, "x"));
    }
  }
}
