package dev.fulgur.prompts;

import dev.fulgur.store.StoreOptions;
import java.nio.file.Path;
import java.util.Objects;
import java.util.function.Consumer;

/// Opens the registry that a config file names.
public final class Registries {
  private Registries() {}

  /// Opens it.
  public static Registry open(Config config, Consumer<String> notices) {
    if (config.registry() == Config.Kind.LOCAL) {
      return YamlRegistry.open(Objects.requireNonNull(config.promptDir(), "promptDir"));
    }
    Path db = Objects.requireNonNull(config.dbPath(), "dbPath");
    Long size = config.mapSizeBytes();
    StoreOptions options = StoreOptions.defaults();
    return LmdbRegistry.open(db, size == null ? options : options.withQuotaBytes(size));
  }
}
