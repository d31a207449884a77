package dev.fulgur.prompts;

import dev.fulgur.prompts.yaml.Yaml;
import dev.fulgur.prompts.yaml.YamlException;
import dev.fulgur.store.StoreOptions;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// What a config file says: where templates are kept and whether calls are logged.
///
/// ```yaml
/// registry: lmdb              # or local; lmdb if db_path is given and this is not, else local
/// db_path: ./prompts.fulgur   # the database, a folder; needed for lmdb
/// prompt_dir: ./prompts       # the YAML files; needed for local
/// map_size: 68719476736       # bytes that the database may take, 64 GiB if not given
/// logging:
///   enabled: true
///   db_path: ./calls.db       # SQLite
/// ```
///
/// Relative paths are resolved against the folder of the file. The config files of PromptLightning
/// and dakora have the same keys; keys that are not known are passed over, as there.
///
/// @param registry where templates are read from
/// @param dbPath the database, or null if there is none
/// @param promptDir the folder of YAML files, or null if there is none
/// @param mapSizeBytes the most that the database may take, or null for the default
/// @param logPath the SQLite file that calls are logged to, or null if they are not
public record Config(
    Kind registry,
    @Nullable Path dbPath,
    @Nullable Path promptDir,
    @Nullable Long mapSizeBytes,
    @Nullable Path logPath) {

  /// The names of config files, in the order in which they are looked for.
  public static final List<String> FILE_NAMES =
      List.of("fulgur.yaml", "promptlightning.yaml", "dakora.yaml");

  /// Where templates are read from.
  public enum Kind {
    /// The database.
    LMDB,
    /// The folder of YAML files.
    LOCAL
  }

  /// The config file of a folder: the first of [#FILE_NAMES] that is there, or null.
  public static @Nullable Path find(Path folder) {
    for (String name : FILE_NAMES) {
      Path file = folder.resolve(name);
      if (Files.isRegularFile(file)) {
        return file;
      }
    }
    return null;
  }

  /// Reads a config file.
  ///
  /// @throws PromptException.InvalidConfig if it cannot be read or says something that it cannot
  public static Config read(Path file) {
    Object root;
    try {
      root = Yaml.read(Files.readAllBytes(file));
    } catch (IOException e) {
      throw new PromptException.InvalidConfig(
          file, "The config file " + file + " cannot be read: " + reason(file, e) + ".", e);
    } catch (YamlException e) {
      throw invalid(file, e.getMessage() + "; mend the YAML", e);
    }
    if (!(root instanceof Map<?, ?> fields)) {
      throw invalid(file, "it must hold a mapping, such as 'registry: lmdb'", null);
    }
    return new Reader(file, fields).config();
  }

  private static PromptException.InvalidConfig invalid(
      Path file, String problem, @Nullable Exception cause) {
    return new PromptException.InvalidConfig(
        file, "The config file " + file + " is wrong: " + problem + ".", cause);
  }

  private static String reason(Path file, IOException e) {
    if (Files.isDirectory(file)) {
      return "it is a folder";
    }
    if (e instanceof java.nio.file.AccessDeniedException) {
      return "this user may not read it";
    }
    String message = e.getMessage();
    return e instanceof java.nio.file.NoSuchFileException
        ? "it is not there"
        : e.getClass().getSimpleName() + (message == null ? "" : ", " + message);
  }

  /// One file and its fields.
  private record Reader(Path file, Map<?, ?> fields) {

    Config config() {
      Path dbPath = path(fields, "db_path");
      Path promptDir = path(fields, "prompt_dir");
      Kind kind = kind(dbPath);
      if (kind == Kind.LMDB && dbPath == null) {
        throw invalid(
            file, "registry lmdb needs a db_path, such as 'db_path: ./prompts.fulgur'", null);
      }
      if (kind == Kind.LOCAL && promptDir == null) {
        throw invalid(
            file, "registry local needs a prompt_dir, such as 'prompt_dir: ./prompts'", null);
      }
      return new Config(kind, dbPath, promptDir, mapSize(), logPath());
    }

    private Kind kind(@Nullable Path dbPath) {
      Object value = fields.get("registry");
      return switch (value) {
        case null -> dbPath == null ? Kind.LOCAL : Kind.LMDB;
        case String text when text.equals("lmdb") -> Kind.LMDB;
        case String text when text.equals("local") -> Kind.LOCAL;
        default ->
            throw invalid(file, "registry must be 'lmdb' or 'local', not '" + value + "'", null);
      };
    }

    private @Nullable Path path(Map<?, ?> map, String key) {
      Object value = map.get(key);
      if (value == null) {
        return null;
      }
      if (value instanceof String text && !text.isEmpty() && text.indexOf('\0') < 0) {
        return file.toAbsolutePath().resolveSibling(text).normalize();
      }
      throw invalid(file, key + " must be a path, not '" + value + "'", null);
    }

    private @Nullable Long mapSize() {
      Object value = fields.get("map_size");
      if (value == null) {
        return null;
      }
      if (value instanceof Long bytes && bytes >= StoreOptions.LEAST_QUOTA_BYTES) {
        return bytes;
      }
      throw invalid(
          file,
          "map_size must be a number of bytes, "
              + StoreOptions.LEAST_QUOTA_BYTES
              + " or more, not '"
              + value
              + "'",
          null);
    }

    private @Nullable Path logPath() {
      Object value = fields.get("logging");
      if (value == null) {
        return null;
      }
      if (!(value instanceof Map<?, ?> logging)) {
        throw invalid(file, "logging must be a mapping, such as 'logging: {enabled: true}'", null);
      }
      Object enabled = logging.get("enabled");
      if (enabled != null && !(enabled instanceof Boolean)) {
        throw invalid(file, "logging.enabled must be true or false, not '" + enabled + "'", null);
      }
      Object backend = logging.get("backend");
      if (backend != null && !backend.equals("sqlite")) {
        throw invalid(file, "logging.backend must be 'sqlite', not '" + backend + "'", null);
      }
      if (!Boolean.TRUE.equals(enabled)) {
        return null;
      }
      Path path = path(logging, "db_path");
      return path == null ? file.toAbsolutePath().resolveSibling("fulgur-calls.db") : path;
    }
  }
}
