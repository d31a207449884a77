package dev.fulgur.prompts;

import dev.fulgur.store.StoreOptions;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;
import java.util.function.Consumer;

/// Opens the registry that a config file names.
public final class Registries {
  private Registries() {}

  /// Opens the registry that the config names: a database, with the folder of YAML files behind it
  /// where the config names one and it is there, or the folder alone.
  ///
  /// @param notices told what was taken over from the folder
  public static Registry open(Config config, Consumer<String> notices) {
    Path folder = config.promptDir();
    if (config.registry() == Config.Kind.LOCAL) {
      return YamlRegistry.open(Objects.requireNonNull(folder, "promptDir"));
    }
    LmdbRegistry database = database(config);
    if (folder == null || !Files.isDirectory(folder)) {
      return database;
    }
    try {
      return HybridRegistry.open(database, folder, notices);
    } catch (RuntimeException e) {
      database.close();
      throw e;
    }
  }

  private static LmdbRegistry database(Config config) {
    Path path = Objects.requireNonNull(config.dbPath(), "dbPath");
    Long size = config.mapSizeBytes();
    StoreOptions options = StoreOptions.defaults();
    return LmdbRegistry.open(path, size == null ? options : options.withQuotaBytes(size));
  }
}
