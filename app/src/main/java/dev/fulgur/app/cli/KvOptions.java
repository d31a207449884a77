package dev.fulgur.app.cli;

import dev.fulgur.app.kv.KvDatabase;
import dev.fulgur.app.terminal.StoreLog;
import dev.fulgur.app.terminal.Terminal;
import dev.fulgur.store.Durability;
import dev.fulgur.store.LogSettings;
import dev.fulgur.store.Table;
import java.nio.file.Path;
import java.util.Collection;
import picocli.CommandLine.Option;

/// Which key-value database a verb works on.
final class KvOptions {

  @Option(
      names = "--db",
      paramLabel = "DIR",
      description = "The database (default: ${DEFAULT-VALUE}).",
      defaultValue = ".fulgur/kv")
  private Path db = Path.of(".fulgur", "kv");

  Path folder() {
    return db;
  }

  /// For writing to these tables, which are made where they are not there.
  KvDatabase openToWrite(boolean relaxed, Collection<String> tables) {
    StoreLog.onlyWarnings();
    KvDatabase.Writing writing =
        new KvDatabase.Writing(
            relaxed ? Durability.RELAXED : Durability.SYNCED, LogSettings.defaults());
    try {
      return KvDatabase.open(db, writing, tables);
    } catch (IllegalArgumentException e) {
      throw new CommandFailed(String.valueOf(e.getMessage()));
    }
  }

  /// For writing to a database that is there.
  KvDatabase openThere() {
    StoreLog.onlyWarnings();
    return KvDatabase.open(db, KvDatabase.Writing.synced());
  }

  KvDatabase openToRead(Terminal terminal) {
    StoreLog.onlyWarnings();
    return KvDatabase.openToRead(db, terminal::warn);
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
