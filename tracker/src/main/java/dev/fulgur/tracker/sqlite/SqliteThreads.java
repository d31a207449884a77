package dev.fulgur.tracker.sqlite;

import dev.fulgur.tracker.Span;
import dev.fulgur.tracker.ThreadFile;
import dev.fulgur.tracker.ThreadQuery;
import dev.fulgur.tracker.ThreadRecord;
import dev.fulgur.tracker.ThreadTool;
import dev.fulgur.tracker.Threads;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.DoubleSupplier;
import org.jspecify.annotations.Nullable;

final class SqliteThreads implements Threads {

  private static final String SELECT = "SELECT " + Rows.THREAD + " FROM session_threads t";

  private final Database database;
  private final DoubleSupplier clock;

  SqliteThreads(Database database, DoubleSupplier clock) {
    this.database = database;
    this.clock = clock;
  }

  @Override
  public ThreadRecord create(String sessionId, String title, @Nullable Span centroid) {
    return database.together(
        () -> {
          double now = clock.getAsDouble();
          database.change(
              "INSERT INTO session_threads (session_id, title, created_at, last_touch,"
                  + " centroid_offset, centroid_length) VALUES (?, ?, ?, ?, ?, ?)",
              sessionId,
              title,
              now,
              now,
              centroid == null ? null : centroid.offset(),
              centroid == null ? null : centroid.length());
          long id = database.number("SELECT last_insert_rowid()");
          return new ThreadRecord(id, sessionId, title, now, now, 1, true, centroid);
        });
  }

  @Override
  public @Nullable ThreadRecord get(long threadId) {
    return database.first(SELECT + " WHERE t.id = ?", Rows::thread, threadId);
  }

  @Override
  public List<ThreadRecord> ofSession(String sessionId) {
    return database.all(
        SELECT + " WHERE t.session_id = ? AND t.is_active = 1 ORDER BY t.last_touch DESC, t.id",
        Rows::thread,
        sessionId);
  }

  @Override
  public List<ThreadRecord> recent(int limit, boolean activeOnly) {
    return database.all(
        SELECT
            + (activeOnly ? " WHERE t.is_active = 1" : "")
            + " ORDER BY t.last_touch DESC, t.id LIMIT ?",
        Rows::thread,
        limit);
  }

  @Override
  public void touch(long threadId) {
    database.change(
        "UPDATE session_threads SET last_touch = ?, touches = touches + 1 WHERE id = ?",
        clock.getAsDouble(),
        threadId);
  }

  @Override
  public void setCentroid(long threadId, Span centroid) {
    database.change(
        "UPDATE session_threads SET centroid_offset = ?, centroid_length = ? WHERE id = ?",
        centroid.offset(),
        centroid.length(),
        threadId);
  }

  @Override
  public void deactivate(long threadId) {
    database.change("UPDATE session_threads SET is_active = 0 WHERE id = ?", threadId);
  }

  @Override
  public long count(boolean activeOnly) {
    return database.number(
        "SELECT COUNT(*) FROM session_threads" + (activeOnly ? " WHERE is_active = 1" : ""));
  }

  @Override
  public void addFile(long threadId, String filePath, String operation) {
    double now = clock.getAsDouble();
    database.change(
        "INSERT INTO thread_files VALUES (?, ?, ?, ?, ?, 1) ON CONFLICT(thread_id, file_path)"
            + " DO UPDATE SET operation = CASE WHEN excluded.operation IN ('write', 'edit')"
            + " THEN excluded.operation ELSE operation END, last_access = excluded.last_access,"
            + " access_count = access_count + 1",
        threadId,
        filePath,
        operation,
        now,
        now);
  }

  @Override
  public List<ThreadFile> files(long threadId) {
    return database.all(
        "SELECT "
            + Rows.THREAD_FILE
            + " FROM thread_files WHERE thread_id = ? ORDER BY last_access DESC, file_path",
        Rows::threadFile,
        threadId);
  }

  @Override
  public long[] ofFile(String filePath) {
    return database
        .all(
            "SELECT thread_id FROM thread_files WHERE file_path = ?"
                + " ORDER BY first_access, thread_id",
            row -> row.getLong(1),
            filePath)
        .stream()
        .mapToLong(Long::longValue)
        .toArray();
  }

  @Override
  public long addQuery(long threadId, String text, @Nullable Span embedding) {
    return database.together(
        () -> {
          database.change(
              "INSERT INTO thread_queries (thread_id, query_text, timestamp, embedding_offset,"
                  + " embedding_length) VALUES (?, ?, ?, ?, ?)",
              threadId,
              text,
              clock.getAsDouble(),
              embedding == null ? null : embedding.offset(),
              embedding == null ? null : embedding.length());
          return database.number("SELECT last_insert_rowid()");
        });
  }

  @Override
  public List<ThreadQuery> queries(long threadId, int limit) {
    return database.all(
        "SELECT "
            + Rows.THREAD_QUERY
            + " FROM thread_queries WHERE thread_id = ? ORDER BY timestamp DESC, id LIMIT ?",
        Rows::threadQuery,
        threadId,
        limit);
  }

  @Override
  public List<ThreadQuery> searchQueries(String text, int limit) {
    return database.all(
        "SELECT "
            + Rows.THREAD_QUERY
            + " FROM thread_queries WHERE query_text"
            + Like.ESCAPE
            + " ORDER BY timestamp DESC, id LIMIT ?",
        Rows::threadQuery,
        Like.containing(text),
        limit);
  }

  @Override
  public void setQueryEmbedding(long queryId, Span embedding) {
    database.change(
        "UPDATE thread_queries SET embedding_offset = ?, embedding_length = ? WHERE id = ?",
        embedding.offset(),
        embedding.length(),
        queryId);
  }

  @Override
  public void recordTool(long threadId, String toolName) {
    // The conflicting insert uses up an id as well, so that ids count uses.
    database.change(
        "INSERT INTO thread_tools (thread_id, tool_name, tool_count, last_used)"
            + " VALUES (?, ?, 1, ?) ON CONFLICT(thread_id, tool_name)"
            + " DO UPDATE SET tool_count = tool_count + 1, last_used = excluded.last_used",
        threadId,
        toolName,
        clock.getAsDouble());
  }

  @Override
  public List<ThreadTool> tools(long threadId) {
    return database.all(
        "SELECT "
            + Rows.THREAD_TOOL
            + " FROM thread_tools WHERE thread_id = ? ORDER BY tool_count DESC, tool_name",
        Rows::threadTool,
        threadId);
  }

  @Override
  public void forEach(Consumer<? super ThreadRecord> action) {
    database.each(SELECT + " ORDER BY t.id", Rows::thread, action);
  }
}
