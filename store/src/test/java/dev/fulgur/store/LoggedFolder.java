package dev.fulgur.store;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.io.TempDir;

/// Where the tests of the logged engine have their stores, and the files as a kill leaves them.
abstract class LoggedFolder {
  static final LogSettings SMALL =
      LogSettings.defaults()
          .withSegmentBytes(16 << 10)
          .withCheckpoints(Duration.ofHours(1), 1 << 20);
  static final StoreOptions OPTIONS =
      StoreOptions.defaults().withDurability(Durability.SYNCED).withLog(SMALL);

  @TempDir Path folder;

  final Note.Tables t = Note.tables();

  Path at(String name) {
    return folder.resolve(name);
  }

  Store open(Path path) {
    return Store.open(path, t.schema(), OPTIONS);
  }

  Store open() {
    return open(at("store"));
  }

  /// The files as a kill of the process would leave them now.
  Path killed(String from, String to) throws IOException {
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

  static LogHealth health(Store store) {
    LogHealth health = store.stats().log();
    if (health == null) {
      throw new IllegalStateException("The store has no log.");
    }
    return health;
  }

  @Nullable String plain(Store store, long key) {
    return store.<@Nullable String>read(view -> view.get(t.plain(), key));
  }
}
