package dev.fulgur.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.fulgur.log.LogStorage;
import dev.fulgur.store.codec.Keys;
import dev.fulgur.store.engine.logged.LoggedStore;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.TreeSet;
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
  private static final int COMMITS = 40;

  @TempDir Path folder;

  private static StoreOptions options(Durability durability) {
    return StoreOptions.defaults()
        .withDurability(durability)
        .withLog(
            LogSettings.defaults()
                .withSegmentBytes(16 << 10)
                .withCheckpoints(Duration.ofHours(1), 64 << 20));
  }

  @ParameterizedTest
  @EnumSource(value = Durability.class, mode = Mode.EXCLUDE, names = "DIRECT")
  void everyNthCallOfTheLogFails_nothingAcknowledgedIsLost(Durability durability)
      throws IOException {
    QUIET.setLevel(Level.OFF);
    int most = Boolean.getBoolean("soak") ? 500 : 90;
    for (int n = 1; n <= most; n++) {
      Path path = folder.resolve(durability + "-" + n);
      failAt(path, durability, n);
      delete(path);
    }
    System.out.println("reliability: EIO | logged " + durability + " | " + most + " | -");
  }

  private static void failAt(Path path, Durability durability, int n) {
    TreeSet<Long> acknowledged = new TreeSet<>();
    AtomicInteger left = new AtomicInteger(n);
    try (Store store =
        LoggedStore.open(path, SCHEMA, options(durability), at -> new Failing(at, left))) {
      try {
        for (long i = 0; i < COMMITS; i++) {
          long key = i;
          store.write(tx -> tx.put(ROWS, key, "v".repeat(900)));
          acknowledged.add(key);
          if (i == COMMITS / 2) {
            store.checkpoint();
          }
        }
      } catch (StoreException e) {
        assertThat(e).hasMessageNotContaining("null");
        assertThat(store.<Long>read(view -> view.count(ROWS)))
            .as("reads go on")
            .isGreaterThanOrEqualTo(acknowledged.size());
        if (e instanceof StoreException.LogFailed) {
          assertThatThrownBy(() -> store.write(tx -> tx.put(ROWS, 1_000L, "later")))
              .as("the first failure sticks, though the disk is well again")
              .isInstanceOf(StoreException.LogFailed.class);
          LogHealth health = store.stats().log();
          assertThat(health == null ? null : health.poison()).isNotNull();
        }
      }
    } catch (StoreException e) {
      assertThat(e).hasMessageNotContaining("null");
    }
    try (Store store = Store.open(path, SCHEMA, options(durability))) {
      List<Long> found = store.read(view -> view.keys(ROWS, Range.all(), 1_000));
      if (durability == Durability.SYNCED) {
        assertThat(found).as("call %d failed", n).containsAll(acknowledged);
      }
      for (int i = 0; i < found.size(); i++) {
        assertThat(found.get(i)).as("a prefix, call %d failed", n).isEqualTo(i);
      }
      store.write(tx -> tx.put(ROWS, 5_000L, "works again"));
      Stores.assertClean(store);
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
                    path, SCHEMA, options(Durability.SYNCED), at -> new Failing(at, left)))
        .isInstanceOf(StoreException.OpenRefused.class)
        .hasMessageNotContaining("null");
    try (Store store = Store.open(path, SCHEMA, options(Durability.SYNCED))) {
      assertThat(store.<@Nullable String>read(view -> view.get(ROWS, 1L))).isEqualTo("v");
    }
  }

  private static void delete(Path path) throws IOException {
    try (Stream<Path> tree = Files.walk(path)) {
      for (Path file : tree.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(file);
      }
    }
  }

  /// A folder in which one call fails with an I/O error.
  private static final class Failing implements LogStorage {
    private final LogStorage storage;
    private final AtomicInteger left;

    Failing(Path path, AtomicInteger left) {
      this.storage = LogStorage.in(path);
      this.left = left;
    }

    private void call(String what) throws IOException {
      if (left.decrementAndGet() == 0) {
        throw new IOException("Input/output error at " + what);
      }
    }

    @Override
    public String description() {
      return storage.description();
    }

    @Override
    public void prepare() throws IOException {
      storage.prepare();
    }

    @Override
    public Lock lock() throws IOException {
      return storage.lock();
    }

    @Override
    public List<String> list() throws IOException {
      call("list");
      return storage.list();
    }

    @Override
    public File create(String name) throws IOException {
      call("create");
      return new FailingFile(storage.create(name));
    }

    @Override
    public File open(String name) throws IOException {
      call("open");
      return new FailingFile(storage.open(name));
    }

    @Override
    public void rename(String from, String to) throws IOException {
      call("rename");
      storage.rename(from, to);
    }

    @Override
    public void delete(String name) throws IOException {
      call("delete");
      storage.delete(name);
    }

    @Override
    public void syncFolder() throws IOException {
      call("sync of the folder");
      storage.syncFolder();
    }

    @Override
    public long usableBytes() throws IOException {
      return storage.usableBytes();
    }

    private final class FailingFile implements File {
      private final File file;

      FailingFile(File file) {
        this.file = file;
      }

      @Override
      public int read(ByteBuffer target, long position) throws IOException {
        call("read");
        return file.read(target, position);
      }

      @Override
      public int write(ByteBuffer source, long position) throws IOException {
        call("write");
        return file.write(source, position);
      }

      @Override
      public void force(boolean metadata) throws IOException {
        call("force");
        file.force(metadata);
      }

      @Override
      public long size() throws IOException {
        return file.size();
      }

      @Override
      public long modifiedMillis() throws IOException {
        return file.modifiedMillis();
      }

      @Override
      public void close() throws IOException {
        file.close();
      }
    }
  }
}
