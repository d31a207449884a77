package dev.fulgur.tracker.migrate;

import dev.fulgur.tracker.Entity;
import dev.fulgur.tracker.TrackerException;
import dev.fulgur.tracker.TrackerException.BadSource.Problem;
import dev.fulgur.tracker.sqlite.SqliteRows;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Predicate;

/// The SQLite file of the tracker that this one follows, of any age: tables and columns that came
/// later are read as empty where they are missing. The file is never written to.
public final class SqliteSource implements Source {

  private static final int BUSY_MILLIS = 2_000;
  private static final int MAX_ORPHANS = 20;
  private static final int HEADER_BYTES = 20;
  private static final int WAL_VERSION = 2;

  private final Path file;
  private final Connection connection;
  private final Map<String, Set<String>> columns = new HashMap<>();

  private SqliteSource(Path file, Connection connection) {
    this.file = file;
    this.connection = connection;
  }

  /// Opens the file to read.
  ///
  /// @throws TrackerException.BadSource if there is none, it may not be read, is locked, damaged,
  ///   or not a tracker
  public static SqliteSource open(Path file) {
    if (!Files.isRegularFile(file)) {
      throw new TrackerException.BadSource(
          file,
          Problem.MISSING,
          "There is no file %s; give the path of a tracker.db.".formatted(file),
          null);
    }
    if (!Files.isReadable(file)) {
      throw new TrackerException.BadSource(
          file,
          Problem.FORBIDDEN,
          "The file %s may not be read; ask for permission to it.".formatted(file),
          null);
    }
    Properties settings = new Properties();
    settings.setProperty("open_mode", "1"); // SQLITE_OPEN_READONLY
    settings.setProperty("busy_timeout", Integer.toString(BUSY_MILLIS));
    SqliteSource source = null;
    try {
      source = new SqliteSource(file, DriverManager.getConnection(url(file), settings));
      source.readColumns();
      return source;
    } catch (SQLException e) {
      if (source != null) {
        source.close();
      }
      throw bad(file, e);
    } catch (TrackerException.BadSource e) {
      if (source != null) {
        source.close();
      }
      throw e;
    }
  }

  /// A file in write-ahead mode that nobody has open is read as it is: to open it in the usual way
  /// would make files beside it.
  private static String url(Path file) {
    boolean asItIs = !Files.exists(Path.of(file + "-wal")) && isWriteAhead(file);
    String path = file.toAbsolutePath().toUri().getRawPath();
    return "jdbc:sqlite:file:" + path + "?mode=ro" + (asItIs ? "&immutable=1" : "");
  }

  private static boolean isWriteAhead(Path file) {
    try (java.io.InputStream in = Files.newInputStream(file)) {
      byte[] header = in.readNBytes(HEADER_BYTES);
      return header.length == HEADER_BYTES && header[HEADER_BYTES - 1] == WAL_VERSION;
    } catch (IOException e) {
      return false;
    }
  }

  private static TrackerException.BadSource bad(Path file, SQLException e) {
    int code = e instanceof org.sqlite.SQLiteException s ? s.getResultCode().code & 0xff : 0;
    return switch (code) {
      case 5, 6 -> // BUSY, LOCKED
          new TrackerException.BadSource(
              file,
              Problem.LOCKED,
              "The file %s is locked by another program; close that and try again.".formatted(file),
              e);
      case 11, 26 -> // CORRUPT, NOTADB
          new TrackerException.BadSource(
              file,
              Problem.CORRUPT,
              "The file %s is no SQLite database, or a damaged one (%s); restore it from a backup."
                  .formatted(file, e.getMessage()),
              e);
      default ->
          new TrackerException.BadSource(
              file,
              Problem.FORBIDDEN,
              "The file %s cannot be opened: %s.".formatted(file, e.getMessage()),
              e);
    };
  }

  private void readColumns() throws SQLException {
    try (Statement statement = connection.createStatement()) {
      for (SqliteRows.Table table : SqliteRows.TABLES.values()) {
        readColumns(statement, table.name());
      }
      readColumns(statement, "pattern_cache_files");
      readColumns(statement, "sqlite_sequence");
    }
    Set<String> files = columns.getOrDefault("files", Set.of());
    if (!files.contains("path") || !files.contains("key_hash")) {
      throw new TrackerException.BadSource(
          file,
          Problem.NO_TRACKER,
          "The file %s is a SQLite database, but not of a tracker: it has no table of files."
              .formatted(file),
          null);
    }
  }

  private void readColumns(Statement statement, String table) throws SQLException {
    Set<String> names = new HashSet<>();
    try (ResultSet rows = statement.executeQuery("PRAGMA table_info(" + table + ")")) {
      while (rows.next()) {
        names.add(rows.getString("name").toLowerCase(Locale.ROOT));
      }
    }
    columns.put(table, names);
  }

  private boolean has(String table) {
    return !columns.getOrDefault(table, Set.of()).isEmpty();
  }

  @Override
  public Map<Entity.Kind, Long> counts() {
    Map<Entity.Kind, Long> counts = new EnumMap<>(Entity.Kind.class);
    SqliteRows.TABLES.forEach(
        (kind, table) -> counts.put(kind, has(table.name()) ? count(table.name()) : 0L));
    return counts;
  }

  /// How many rows a table has; of a damaged one those that can be read, and one for the rest.
  private long count(String table) {
    try {
      return number("SELECT COUNT(*) FROM " + table);
    } catch (TrackerException.BadSource e) {
      if (e.problem() != Problem.CORRUPT) {
        throw e;
      }
    }
    long count = 0;
    try (Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery("SELECT 1 FROM " + table + " ORDER BY rowid")) {
      while (rows.next()) {
        count++;
      }
      return count;
    } catch (SQLException e) {
      return count + 1;
    }
  }

  private long number(String sql) {
    try (Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery(sql)) {
      return rows.next() ? rows.getLong(1) : 0;
    } catch (SQLException e) {
      throw bad(file, e);
    }
  }

  @Override
  public void forEach(
      Entity.Kind kind, Predicate<? super Entity> action, Consumer<? super String> bad) {
    SqliteRows.Table table = SqliteRows.of(kind);
    if (!has(table.name())) {
      return;
    }
    String sql =
        "SELECT "
            + table.select(columns.getOrDefault(table.name(), Set.of()))
            + " FROM "
            + table.name()
            + " ORDER BY rowid";
    try (Statement statement = connection.createStatement();
        PreparedStatement matched = matchedFiles();
        ResultSet rows = statement.executeQuery(sql)) {
      while (rows.next()) {
        Entity entity;
        try {
          entity = table.read(rows, matched);
        } catch (SQLException | ArithmeticException e) {
          bad.accept("A row of %s is left out: %s.".formatted(table.name(), e.getMessage()));
          continue;
        }
        if (!action.test(entity)) {
          return;
        }
      }
    } catch (SQLException e) {
      bad.accept("The rest of %s cannot be read: %s.".formatted(table.name(), e.getMessage()));
    }
  }

  private PreparedStatement matchedFiles() throws SQLException {
    return connection.prepareStatement(
        has("pattern_cache_files")
            ? "SELECT file_path FROM pattern_cache_files WHERE pattern_key_hash = ?"
                + " ORDER BY file_path"
            : "SELECT NULL WHERE ? IS NULL AND 0");
  }

  @Override
  public Map<Entity.Kind, Long> lastIds() {
    Map<Entity.Kind, Long> last = new EnumMap<>(Entity.Kind.class);
    if (has("sqlite_sequence")) {
      SqliteRows.TABLES.forEach((kind, table) -> last.put(kind, lastId(table.name())));
    }
    return last;
  }

  private long lastId(String table) {
    try {
      return number("SELECT seq FROM sqlite_sequence WHERE name = '" + table + "'");
    } catch (TrackerException.BadSource e) {
      return 0; // the ids of the records say it as well
    }
  }

  @Override
  public List<String> orphans() {
    List<String> found = new ArrayList<>();
    orphans(found, "symbols", "file_path", "files", "path", "a symbol stands in the file");
    orphans(
        found,
        "pattern_cache_files",
        "pattern_key_hash",
        "pattern_caches",
        "key_hash",
        "a matched file belongs to the pattern");
    for (String table : List.of("thread_files", "thread_queries", "thread_tools")) {
      orphans(found, table, "thread_id", "session_threads", "id", "a row belongs to the thread");
    }
    return found;
  }

  private void orphans(
      List<String> found, String table, String column, String other, String key, String what) {
    if (!has(table) || !has(other)) {
      return;
    }
    String missing =
        " FROM %s WHERE %s NOT IN (SELECT %s FROM %s)".formatted(table, column, key, other);
    long count;
    try {
      count = number("SELECT COUNT(*)" + missing);
    } catch (TrackerException.BadSource e) {
      found.add(
          "Whether %s has orphans cannot be seen, since the file is damaged.".formatted(table));
      return;
    }
    if (count == 0) {
      return;
    }
    found.add("%d rows of %s are orphans.".formatted(count, table));
    try (Statement statement = connection.createStatement();
        ResultSet rows =
            statement.executeQuery(
                "SELECT DISTINCT " + column + missing + " LIMIT " + MAX_ORPHANS)) {
      while (rows.next()) {
        found.add("In %s %s %s, which is not there.".formatted(table, what, rows.getString(1)));
      }
    } catch (SQLException e) {
      throw bad(file, e);
    }
  }

  @Override
  public void close() {
    try {
      connection.close();
    } catch (SQLException e) {
      throw bad(file, e);
    }
  }
}
