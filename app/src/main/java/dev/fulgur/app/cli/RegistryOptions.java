package dev.fulgur.app.cli;

import dev.fulgur.app.terminal.Terminal;
import dev.fulgur.jinja.runtime.Suggestions;
import dev.fulgur.prompts.LmdbRegistry;
import dev.fulgur.prompts.Registries;
import dev.fulgur.prompts.Registry;
import dev.fulgur.store.Range;
import dev.fulgur.store.StoreOptions;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/// Which registry a verb works on: `--db`, else what the config file says.
final class RegistryOptions {

  /// How many ids are looked at for one that is near.
  private static final int MOST = 100_000;

  @Option(
      names = "--db",
      paramLabel = "DIR",
      description = "The database (default: what the config file says).")
  private @Nullable Path db;

  @Option(
      names = "--image",
      description = "Read --db as an image that nobody writes: no lock, no file is touched.")
  private boolean image;

  @Mixin private ConfigOptions configOptions = new ConfigOptions();

  /// The folder of the database.
  Path folder() {
    return db == null ? StoreOfVerb.configured(configOptions.config()) : db;
  }

  /// How the database is opened to be looked at.
  StoreOptions readOptions() {
    Long size = db == null ? configOptions.config().mapSizeBytes() : null;
    StoreOptions options = StoreOptions.readOnly();
    return size == null ? options : options.withQuotaBytes(size);
  }

  /// The registry, for reading.
  Registry openToRead(Terminal terminal) {
    Path path = db;
    return path == null
        ? Registries.open(configOptions.config(), terminal::message)
        : image ? LmdbRegistry.openImage(path) : LmdbRegistry.open(path, StoreOptions.readOnly());
  }

  /// The id that is nearest to one that is not there, or null; also where it is there.
  @Nullable String near(String id) {
    try (Registry registry = openToRead(Terminal.silent())) {
      return near(registry, id);
    }
  }

  static @Nullable String near(Registry registry, String id) {
    List<String> ids = registry.ids(Range.all(), MOST);
    if (ids.contains(id)) {
      return null;
    }
    for (String each : ids) {
      if (each.endsWith("/" + id)) {
        return each;
      }
    }
    return Suggestions.closest(id, ids);
  }

  /// The registry, for writing; a database that is not there is made.
  Registry openToWrite(Terminal terminal) {
    if (image) {
      throw new CommandFailed("An image is only read; leave out --image to write.");
    }
    Path path = db;
    return path == null
        ? Registries.open(configOptions.config(), terminal::message)
        : LmdbRegistry.open(path);
  }
}
