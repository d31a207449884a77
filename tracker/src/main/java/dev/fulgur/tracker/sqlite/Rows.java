package dev.fulgur.tracker.sqlite;

import dev.fulgur.tracker.Checkpoint;
import dev.fulgur.tracker.FileRecord;
import dev.fulgur.tracker.JsonList;
import dev.fulgur.tracker.MemoryRecord;
import dev.fulgur.tracker.Span;
import dev.fulgur.tracker.SymbolRecord;
import dev.fulgur.tracker.ThreadFile;
import dev.fulgur.tracker.ThreadQuery;
import dev.fulgur.tracker.ThreadRecord;
import dev.fulgur.tracker.ThreadTool;
import java.sql.ResultSet;
import java.sql.SQLException;
import org.jspecify.annotations.Nullable;

/// Records from rows whose columns stand in the order of the schema.
final class Rows {

  static final String FILE =
      "f.path, f.mtime, f.size, f.content_hash, f.blob_offset, f.blob_length, f.key_hash,"
          + " f.indexed_at, f.vector_offset, f.vector_length, f.detected_contexts";
  static final String SYMBOL =
      "s.id, s.file_path, s.name, s.kind, s.line_start, s.line_end, s.blob_offset, s.blob_length,"
          + " s.key_hash, s.vector_offset, s.vector_length";
  static final String MEMORY =
      "m.id, m.task, m.insights, m.context, m.symbol_keys, m.text, m.tags, m.blob_offset,"
          + " m.blob_length, m.key_hash, m.created_at, m.updated_at, m.vector_offset,"
          + " m.vector_length";
  static final String PATTERN =
      "p.key_hash, p.pattern, p.tool_type, p.created_at, p.blob_offset, p.blob_length,"
          + " p.vector_offset, p.vector_length";
  static final String THREAD =
      "t.id, t.session_id, t.title, t.created_at, t.last_touch, t.touches, t.is_active,"
          + " t.centroid_offset, t.centroid_length";
  static final String THREAD_FILE =
      "thread_id, file_path, operation, first_access, last_access, access_count";
  static final String THREAD_QUERY =
      "id, thread_id, query_text, timestamp, embedding_offset, embedding_length";
  static final String THREAD_TOOL = "id, thread_id, tool_name, tool_count, last_used";
  static final String CHECKPOINT = "id, created_at, last_path, total_files, processed_files";

  private Rows() {}

  static FileRecord file(ResultSet row) throws SQLException {
    return new FileRecord(
        text(row, 1),
        row.getDouble(2),
        row.getLong(3),
        text(row, 4),
        new Span(row.getLong(5), row.getLong(6)),
        row.getLong(7),
        row.getDouble(8),
        span(row, 9),
        list(row, 11));
  }

  static SymbolRecord symbol(ResultSet row) throws SQLException {
    long lineEnd = row.getLong(6);
    Integer end = row.wasNull() ? null : (Integer) Math.toIntExact(lineEnd);
    return new SymbolRecord(
        row.getLong(1),
        text(row, 2),
        text(row, 3),
        text(row, 4),
        Math.toIntExact(row.getLong(5)),
        end,
        new Span(row.getLong(7), row.getLong(8)),
        row.getLong(9),
        span(row, 10),
        null);
  }

  static MemoryRecord memory(ResultSet row) throws SQLException {
    double updated = row.getDouble(12);
    Double updatedAt = row.wasNull() ? null : (Double) updated;
    return new MemoryRecord(
        text(row, 1),
        row.getString(2),
        list(row, 3),
        list(row, 4),
        list(row, 5),
        text(row, 6),
        list(row, 7),
        new Span(row.getLong(8), row.getLong(9)),
        row.getLong(10),
        row.getDouble(11),
        updatedAt,
        span(row, 13));
  }

  static ThreadRecord thread(ResultSet row) throws SQLException {
    return new ThreadRecord(
        row.getLong(1),
        text(row, 2),
        text(row, 3),
        row.getDouble(4),
        row.getDouble(5),
        row.getLong(6),
        row.getLong(7) != 0,
        span(row, 8));
  }

  static ThreadFile threadFile(ResultSet row) throws SQLException {
    return new ThreadFile(
        row.getLong(1),
        text(row, 2),
        text(row, 3),
        row.getDouble(4),
        row.getDouble(5),
        row.getLong(6));
  }

  static ThreadQuery threadQuery(ResultSet row) throws SQLException {
    return new ThreadQuery(
        row.getLong(1), row.getLong(2), text(row, 3), row.getDouble(4), span(row, 5));
  }

  static ThreadTool threadTool(ResultSet row) throws SQLException {
    return new ThreadTool(
        row.getLong(1), row.getLong(2), text(row, 3), row.getLong(4), row.getDouble(5));
  }

  static Checkpoint checkpoint(ResultSet row) throws SQLException {
    return new Checkpoint(
        row.getLong(1), row.getDouble(2), text(row, 3), row.getLong(4), row.getLong(5));
  }

  /// A text of a column that may not be null in the schema; empty where a file has null all the
  /// same.
  static String text(ResultSet row, int column) throws SQLException {
    String text = row.getString(column);
    return text == null ? "" : text;
  }

  static JsonList list(ResultSet row, int column) throws SQLException {
    String json = row.getString(column);
    return json == null ? JsonList.ABSENT : new JsonList(json);
  }

  /// The span in two columns, of which the first says whether there is one.
  static @Nullable Span span(ResultSet row, int column) throws SQLException {
    long offset = row.getLong(column);
    return row.wasNull() ? null : new Span(offset, row.getLong(column + 1));
  }
}
