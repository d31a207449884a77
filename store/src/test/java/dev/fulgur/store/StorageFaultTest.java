package dev.fulgur.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.fulgur.store.codec.Keys;
import dev.fulgur.store.engine.logged.LoggedStore;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.logging.Level;
import java.util.logging.Logger;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.EnumSource.Mode;

/// The disk of the log says no, at every call in turn: nothing that was acknowledged is lost,
/// nothing that was refused is acknowledged later, and reads go on.
final class StorageFaultTest {
  /// Failures that are told in the log of the program are what is looked for.
  private static final Logger QUIET = Logger.getLogger("dev.fulgur.store");

  private static final Table<Long, String> ROWS = Table.raw("rows", Keys.U64, new PlainText());
  private static final Schema SCHEMA = Schema.of("faults", ROWS);

  /// More than a run needs to come to its call.
  private static final int COMMITS = 100_000;

  /// How many runs follow each other in one folder, each on what the one before left.
  private static final int RUNS = 25;

  private static final Path MEMORY =
      Files.isWritable(Path.of("/dev/shm"))
          ? Path.of("/dev/shm")
          : Path.of(System.getProperty("java.io.tmpdir"));

  @TempDir Path folder;

  private static StoreOptions options(Durability durability) {
    return StoreOptions.defaults()
        .withDurability(durability)
        .withLog(
            LogSettings.defaults()
                .withSegmentBytes(16 << 10)
                .withFlushInterval(Duration.ofNanos(1))
                .withCheckpoints(Duration.ofHours(1), 64 << 20));
  }

  @ParameterizedTest
  @EnumSource(value = Durability.class, mode = Mode.EXCLUDE, names = "DIRECT")
  void everyNthCallOfTheLogFails_nothingAcknowledgedIsLost(Durability durability)
      throws IOException {
    QUIET.setLevel(Level.OFF);
    int most = Boolean.getBoolean("soak") ? 2_000 : 500;
    // In memory where there is such a folder: no power is lost, and forces would take most of it.
    Path path = Files.createTempDirectory(MEMORY, "fulgur-" + durability + "-");
    try {
      long rows = 0;
      for (int n = 1; n <= most; n++) {
        if (n % RUNS == 0) {
          delete(path);
          rows = 0;
        }
        rows = reopened(path, durability, n, failAt(path, durability, n, rows));
      }
    } finally {
      delete(path);
    }
    System.out.println("reliability: EIO | logged " + durability + " | " + most + " | -");
  }

  /// Commits rows, numbered from `first` on, until the nth call fails.
  ///
  /// @return how many rows are acknowledged
  private static long failAt(Path path, Durability durability, int n, long first) {
    AtomicInteger left = new AtomicInteger(n);
    long next = first;
    try (Store store =
        LoggedStore.open(path, SCHEMA, options(durability), new FailingDisk(left)::in)) {
      try {
        while (left.get() > 0 && next < first + COMMITS) {
          long key = next;
          store.write(tx -> tx.put(ROWS, key, "v".repeat(300)));
          next++;
          if (next % 256 == 20) {
            store.checkpoint();
          }
        }
      } catch (StoreException e) {
        assertThat(e).hasMessageNotContaining("null");
        assertThat(store.<Long>read(view -> view.count(ROWS)))
            .as("reads go on")
            .isGreaterThanOrEqualTo(next);
        if (e instanceof StoreException.LogFailed) {
          assertThatThrownBy(() -> store.write(tx -> tx.put(ROWS, -1L, "later")))
              .as("the first failure sticks, though the disk is well again")
              .isInstanceOf(StoreException.LogFailed.class);
          LogHealth health = store.stats().log();
          assertThat(health == null ? null : health.poison()).isNotNull();
        }
      }
    } catch (StoreException e) {
      assertThat(e).hasMessageNotContaining("null");
    }
    assertThat(left.get()).as("calls before the one that fails, %d", n).isNotPositive();
    return next;
  }

  /// What is there now is all that was acknowledged, and at most the commit that failed.
  ///
  /// @return how many rows there are
  private static long reopened(Path path, Durability durability, int n, long acknowledged)
      throws IOException {
    try (Store store = Store.open(path, SCHEMA, options(durability))) {
      List<Long> found = store.read(view -> view.keys(ROWS, Range.all(), Integer.MAX_VALUE));
      for (int i = 0; i < found.size(); i++) {
        assertThat(found.get(i)).as("a prefix, call %d failed", n).isEqualTo(i);
      }
      long least = durability == Durability.SYNCED ? acknowledged : 0;
      assertThat((long) found.size())
          .as("rows, call %d failed", n)
          .isBetween(least, acknowledged + 1);
      long next = found.size();
      store.write(tx -> tx.put(ROWS, next, "works again"));
      if (n % RUNS == RUNS - 1) {
        Stores.assertClean(store);
      }
      return next + 1;
    }
  }

  @Test
  void logFolder_thatCannotBeWritten_isRefusedAndNothingIsLost() throws IOException {
    Path path = folder.resolve("store");
    try (Store store = Store.open(path, SCHEMA, options(Durability.SYNCED))) {
      store.write(tx -> tx.put(ROWS, 1L, "v"));
    }
    AtomicInteger left = new AtomicInteger(1);
    assertThatThrownBy(
            () ->
                LoggedStore.open(
                    path, SCHEMA, options(Durability.SYNCED), new FailingDisk(left)::in))
        .isInstanceOf(StoreException.OpenRefused.class)
        .hasMessageNotContaining("null");
    try (Store store = Store.open(path, SCHEMA, options(Durability.SYNCED))) {
      assertThat(store.<@Nullable String>read(view -> view.get(ROWS, 1L))).isEqualTo("v");
    }
  }

  /// Whether the log has the transaction that failed is not known. A direct writer that did not
  /// know of it would lose its own later ones once the log is read again.
  @Test
  void close_afterAFailedForce_leavesTheLogToTheNextLoggedOpening() {
    QUIET.setLevel(Level.OFF);
    Path path = folder.resolve("store");
    AtomicInteger never = new AtomicInteger();
    FailingDisk disk = new FailingDisk(never);
    try (Store store = LoggedStore.open(path, SCHEMA, options(Durability.SYNCED), disk::in)) {
      store.write(tx -> tx.put(ROWS, 1L, "v"));
      store.checkpoint();
      disk.forcesFail = true;
      assertThatThrownBy(() -> store.write(tx -> tx.put(ROWS, 1L, "unknown")))
          .isInstanceOf(StoreException.LogFailed.class);
    }
    StoreOptions direct = options(Durability.DIRECT);
    assertThatThrownBy(() -> Store.open(path, SCHEMA, direct).close())
        .isInstanceOf(StoreException.OpenRefused.class);
    Store.open(path, SCHEMA, options(Durability.SYNCED)).close();
    try (Store store = Store.open(path, SCHEMA, direct)) {
      store.write(tx -> tx.put(ROWS, 1L, "direct"));
    }
    try (Store store = Store.open(path, SCHEMA, options(Durability.SYNCED))) {
      assertThat(store.<@Nullable String>read(view -> view.get(ROWS, 1L))).isEqualTo("direct");
      Stores.assertClean(store);
    }
  }

  @Test
  void close_ofARelaxedStoreWhoseDiskFails_saysThatAcknowledgedCommitsAreLost() {
    QUIET.setLevel(Level.OFF);
    Path path = folder.resolve("store");
    FailingDisk disk = new FailingDisk(new AtomicInteger());
    LogSettings log = LogSettings.defaults().withFlushInterval(Duration.ofSeconds(60));
    StoreOptions relaxed = options(Durability.RELAXED).withLog(log);
    Store store = LoggedStore.open(path, SCHEMA, relaxed, disk::in);
    disk.forcesFail = true;
    store.write(tx -> tx.put(ROWS, 1L, "acknowledged"));
    assertThatThrownBy(store::close)
        .isInstanceOf(StoreException.LogFailed.class)
        .hasMessageContainingAll(path.toString(), "the last 1 acknowledged", "Input/output error");
    store.close();
    try (Store again = Store.open(path, SCHEMA, options(Durability.SYNCED))) {
      again.write(tx -> tx.put(ROWS, 2L, "works again"));
      Stores.assertClean(again);
    }
  }

  private static void delete(Path path) throws IOException {
    try (Stream<Path> tree = Files.walk(path)) {
      for (Path file : tree.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(file);
      }
    }
  }
}
