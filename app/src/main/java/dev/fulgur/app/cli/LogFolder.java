package dev.fulgur.app.cli;

import dev.fulgur.app.kv.KvDatabase;
import dev.fulgur.log.LogDump;
import dev.fulgur.log.LogStorage;
import dev.fulgur.store.StoreException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/// Where the log of a database lies.
final class LogFolder {

  private LogFolder() {}

  /// The folder that a key-value database remembers, else `log` in the database, else `folder`
  /// itself if it is a log. It need not be there any more. Null if there is none.
  static @Nullable Path of(Path folder) throws IOException {
    if (!Files.isDirectory(folder)) {
      return null;
    }
    Path elsewhere = remembered(folder);
    if (elsewhere != null) {
      return elsewhere;
    }
    Path within = folder.resolve("log");
    if (Files.isDirectory(within)) {
      return within;
    }
    return LogDump.isLog(LogStorage.readOnly(folder)) ? folder : null;
  }

  private static @Nullable Path remembered(Path folder) {
    try {
      return KvDatabase.rememberedLog(folder);
    } catch (StoreException e) {
      return null; // a log can be looked at whatever its database is like
    }
  }
}
