package dev.fulgur.app.cli;

import dev.fulgur.prompts.Config;
import dev.fulgur.prompts.LmdbRegistry;
import dev.fulgur.store.Inspection;
import dev.fulgur.store.Schema;
import dev.fulgur.store.StoreOptions;
import dev.fulgur.tracker.stored.StoreTracker;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/// The store that a keeping verb works on: `--db`, else the database of the config file. It may
/// hold prompts, a tracker, or what another program of the library wrote.
final class StoreOfVerb {

  static final List<Schema> KNOWN = List.of(LmdbRegistry.schema(), StoreTracker.schema());

  @Option(
      names = "--db",
      paramLabel = "DIR",
      description =
          "The folder of the database, of prompts, a tracker or any other store (default: db_path of the config file).")
  private @Nullable Path db;

  @Mixin private ConfigOptions configOptions = new ConfigOptions();

  /// Its folder.
  Path folder() {
    return folder(null);
  }

  /// Its folder, `named` where that is given.
  Path folder(@Nullable Path named) {
    return named != null ? named : db == null ? configured(configOptions.config()) : db;
  }

  /// Opens it to read; any program may use it meanwhile.
  Inspection open() {
    return open(null);
  }

  /// The same, `named` where that is given.
  Inspection open(@Nullable Path named) {
    StoreOptions options = StoreOptions.readOnly();
    if (named != null) {
      return Inspection.open(named, KNOWN, options);
    }
    if (db == null) {
      Config config = configOptions.config();
      Long size = config.mapSizeBytes();
      return Inspection.open(
          configured(config), KNOWN, size == null ? options : options.withQuotaBytes(size));
    }
    return Inspection.open(db, KNOWN, options);
  }

  static Path configured(Config config) {
    Path path = config.dbPath();
    if (path == null) {
      throw new CommandFailed(
          "The config file has no db_path; name the folder of the database with --db.");
    }
    return path;
  }
}
