package dev.fulgur.app.cli;

import dev.fulgur.app.kv.KvDatabase;
import dev.fulgur.app.terminal.Progress;
import dev.fulgur.app.terminal.StoreLog;
import dev.fulgur.app.terminal.Terminal;
import dev.fulgur.store.Durability;
import dev.fulgur.store.LogHealth;
import dev.fulgur.store.LogSettings;
import dev.fulgur.store.Table;
import java.nio.file.Path;
import java.util.Collection;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/// Which key-value database a verb works on.
final class KvOptions {

  @Option(
      names = "--db",
      paramLabel = "DIR",
      description = "The database (default: ${DEFAULT-VALUE}).",
      defaultValue = ".fulgur/kv")
  private Path db = Path.of(".fulgur", "kv");

  @Option(
      names = "--log",
      paramLabel = "DIR",
      description =
          "Where its log lies, as on another disk (default: where it was before, and at first 'log' in the database).")
  private @Nullable Path log;

  @Option(
      names = "--image",
      description =
          "Read --db as an image that nobody writes: no lock, no file is touched; what its last checkpoint holds.")
  private boolean image;

  Path folder() {
    return db;
  }

  /// For writing to these tables, which are made where they are not there.
  KvDatabase openToWrite(Terminal terminal, boolean relaxed, Collection<String> tables) {
    StoreLog.onlyWarnings(terminal);
    Durability durability = relaxed ? Durability.RELAXED : Durability.SYNCED;
    try (Progress progress = terminal.progress("Opening " + db, 0)) {
      return told(terminal, KvDatabase.open(db, writing(durability, progress), tables));
    } catch (IllegalArgumentException e) {
      throw new CommandFailed(String.valueOf(e.getMessage()));
    }
  }

  /// For writing to a database that is there.
  KvDatabase openThere(Terminal terminal) {
    return told(terminal, openToRecover(terminal));
  }

  /// The same, without a word about what was recovered.
  KvDatabase openToRecover(Terminal terminal) {
    StoreLog.onlyWarnings(terminal);
    try (Progress progress = terminal.progress("Opening " + db, 0)) {
      return KvDatabase.open(db, writing(Durability.SYNCED, progress));
    }
  }

  KvDatabase openToRead(Terminal terminal) {
    StoreLog.onlyWarnings(terminal);
    if (image && log != null) {
      throw new CommandFailed("An image is read without its log; leave out --log or --image.");
    }
    if (image) {
      return KvDatabase.openImage(db, terminal::warn);
    }
    try (Progress progress = terminal.progress("Opening " + db, 0)) {
      KvDatabase.Writing writing = writing(Durability.SYNCED, progress);
      return told(terminal, KvDatabase.openToRead(db, writing, terminal::warn));
    }
  }

  private KvDatabase.Writing writing(Durability durability, Progress progress) {
    if (image) {
      throw new CommandFailed("An image is only read; leave out --image to write.");
    }
    LogSettings settings = LogSettings.defaults();
    return new KvDatabase.Writing(
        durability, log == null ? settings : settings.withFolder(log), progress::at);
  }

  /// Says what opening had to do after a crash.
  private static KvDatabase told(Terminal terminal, KvDatabase database) {
    LogHealth.Recovery recovery = database.recovery();
    if (recovery != null && recovery.isAfterCrash()) {
      terminal.message(KvHealth.sentence(recovery));
    }
    return database;
  }

  /// A table that must be there.
  Table<String, String> require(KvDatabase database, String name) {
    Table<String, String> table = database.find(name);
    if (table == null) {
      throw new CommandFailed(
          "There is no table \"%s\" in %s; 'fulgur kv stats' shows those that there are."
              .formatted(name, db));
    }
    return table;
  }
}
