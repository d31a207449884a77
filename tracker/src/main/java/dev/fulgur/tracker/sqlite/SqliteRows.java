package dev.fulgur.tracker.sqlite;

import dev.fulgur.tracker.Entity;
import dev.fulgur.tracker.NamedText;
import dev.fulgur.tracker.PatternRecord;
import dev.fulgur.tracker.Span;
import dev.fulgur.tracker.TranscriptPosition;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/// The tables of the SQLite tracker and how their rows become records.
public final class SqliteRows {

  /// The table of each kind of record.
  public static final Map<Entity.Kind, Table> TABLES;

  static {
    Map<Entity.Kind, Table> tables = new EnumMap<>(Entity.Kind.class);
    for (Entity.Kind kind : Entity.Kind.values()) {
      tables.put(kind, of(kind));
    }
    TABLES = java.util.Collections.unmodifiableMap(tables);
  }

  private SqliteRows() {}

  /// Makes a record of the current row; `matched` lists the files of a pattern.
  @FunctionalInterface
  private interface Reader {
    Entity read(ResultSet row, PreparedStatement matched) throws SQLException;
  }

  /// A table.
  public static final class Table {
    private final String name;
    private final List<String> columns;
    private final Reader reader;

    private Table(String name, String columns, Reader reader) {
      this.name = name;
      this.columns = List.of(columns.replaceAll("[a-z]\\.", "").replace(" ", "").split(",", -1));
      this.reader = reader;
    }

    /// Its name.
    public String name() {
      return name;
    }

    /// Its columns for a `SELECT`, null in place of those that are not there.
    public String select(Set<String> present) {
      List<String> parts = new ArrayList<>();
      for (String column : columns) {
        parts.add(present.contains(column.toLowerCase(Locale.ROOT)) ? column : "NULL");
      }
      return String.join(", ", parts);
    }

    /// The record of the current row.
    ///
    /// @param matched lists the files of the pattern whose key hash is its parameter
    /// @throws SQLException if the row is no record
    /// @throws ArithmeticException if a number of it is out of bounds
    public Entity read(ResultSet row, PreparedStatement matched) throws SQLException {
      return reader.read(row, matched);
    }
  }

  /// The table of a kind.
  public static Table of(Entity.Kind kind) {
    return switch (kind) {
      case FILES -> new Table("files", Rows.FILE, (row, m) -> Rows.file(row));
      case SYMBOLS -> new Table("symbols", Rows.SYMBOL, (row, m) -> Rows.symbol(row));
      case MEMORIES -> new Table("memories", Rows.MEMORY, (row, m) -> Rows.memory(row));
      case PATTERNS -> new Table("pattern_caches", Rows.PATTERN, SqliteRows::pattern);
      case THREADS -> new Table("session_threads", Rows.THREAD, (row, m) -> Rows.thread(row));
      case THREAD_FILES ->
          new Table("thread_files", Rows.THREAD_FILE, (row, m) -> Rows.threadFile(row));
      case THREAD_QUERIES ->
          new Table("thread_queries", Rows.THREAD_QUERY, (row, m) -> Rows.threadQuery(row));
      case THREAD_TOOLS ->
          new Table("thread_tools", Rows.THREAD_TOOL, (row, m) -> Rows.threadTool(row));
      case CHECKPOINTS ->
          new Table("checkpoints", Rows.CHECKPOINT, (row, m) -> Rows.checkpoint(row));
      case METADATA ->
          new Table(
              "metadata",
              "key, value",
              (row, m) -> new NamedText(Rows.text(row, 1), Rows.text(row, 2)));
      case TRANSCRIPTS ->
          new Table(
              "transcript_positions",
              "path, byte_position, updated_at",
              (row, m) ->
                  new TranscriptPosition(Rows.text(row, 1), row.getLong(2), row.getDouble(3)));
    };
  }

  private static PatternRecord pattern(ResultSet row, PreparedStatement matched)
      throws SQLException {
    long keyHash = row.getLong(1);
    List<String> files = new ArrayList<>();
    matched.setLong(1, keyHash);
    try (ResultSet rows = matched.executeQuery()) {
      while (rows.next()) {
        files.add(Rows.text(rows, 1));
      }
    }
    return new PatternRecord(
        keyHash,
        Rows.text(row, 2),
        Rows.text(row, 3),
        files,
        row.getDouble(4),
        new Span(row.getLong(5), row.getLong(6)),
        Rows.span(row, 7));
  }
}
