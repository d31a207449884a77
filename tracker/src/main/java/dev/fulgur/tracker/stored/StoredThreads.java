package dev.fulgur.tracker.stored;

import dev.fulgur.store.Cursor;
import dev.fulgur.store.IndexCursor;
import dev.fulgur.store.IndexRow;
import dev.fulgur.store.Range;
import dev.fulgur.store.Row;
import dev.fulgur.store.Transaction;
import dev.fulgur.store.View;
import dev.fulgur.tracker.AsciiCase;
import dev.fulgur.tracker.PathOrder;
import dev.fulgur.tracker.Span;
import dev.fulgur.tracker.ThreadFile;
import dev.fulgur.tracker.ThreadQuery;
import dev.fulgur.tracker.ThreadRecord;
import dev.fulgur.tracker.ThreadTool;
import dev.fulgur.tracker.Threads;
import dev.fulgur.tracker.stored.IndexKeys.TermKey;
import dev.fulgur.tracker.stored.IndexKeys.ThreadTextKey;
import dev.fulgur.tracker.stored.IndexKeys.ThreadTimeKey;
import dev.fulgur.tracker.stored.IndexKeys.TouchKey;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.DoubleSupplier;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

final class StoredThreads implements Threads {

  private static final Comparator<ThreadRecord> NEWEST =
      Comparator.comparingDouble((ThreadRecord thread) -> -thread.lastTouch())
          .thenComparingLong(ThreadRecord::id);

  /// Operations that change a file; what was changed does not become something that was only read.
  private static final Set<String> CHANGES = Set.of("write", "edit");

  private final Access access;
  private final DoubleSupplier clock;

  StoredThreads(Access access, DoubleSupplier clock) {
    this.access = access;
    this.clock = clock;
  }

  @Override
  public ThreadRecord create(String sessionId, String title, @Nullable Span centroid) {
    return access.write(
        tx -> {
          long id = tx.addAndGet(Tables.LAST_THREAD, 1);
          double now = clock.getAsDouble();
          ThreadRecord thread = new ThreadRecord(id, sessionId, title, now, now, 1, true, centroid);
          replace(tx, null, thread);
          return thread;
        });
  }

  static void replace(Transaction tx, @Nullable ThreadRecord old, ThreadRecord thread) {
    tx.put(Tables.THREADS, thread.id(), thread);
    int active = (thread.active() ? 1 : 0) - (old != null && old.active() ? 1 : 0);
    if (active != 0) {
      tx.add(Tables.THREADS_ACTIVE, active);
    }
  }

  @Override
  public @Nullable ThreadRecord get(long threadId) {
    return access.<@Nullable ThreadRecord>read(view -> view.get(Tables.THREADS, threadId));
  }

  @Override
  public List<ThreadRecord> ofSession(String sessionId) {
    return access.read(
        view -> {
          List<ThreadRecord> threads = new ArrayList<>();
          Range<TermKey> range = Range.prefix(new TermKey(sessionId, null));
          for (IndexRow<TermKey, Long, ThreadRecord> row :
              view.scan(Tables.THREADS_BY_SESSION, range, Integer.MAX_VALUE)) {
            threads.add(row.record());
          }
          return threads;
        });
  }

  @Override
  public List<ThreadRecord> recent(int limit, boolean activeOnly) {
    return access.read(
        view -> {
          List<ThreadRecord> threads = recent(view, limit, true);
          if (activeOnly) {
            return threads;
          }
          threads.addAll(recent(view, limit, false));
          threads.sort(NEWEST);
          return Limits.first(threads, limit);
        });
  }

  private static List<ThreadRecord> recent(View view, int limit, boolean active) {
    List<ThreadRecord> threads = new ArrayList<>();
    Range<TouchKey> range = Range.prefix(new TouchKey(active, null));
    for (IndexRow<TouchKey, Long, ThreadRecord> row :
        view.scan(Tables.THREADS_BY_TOUCH, range, Limits.of(limit))) {
      threads.add(row.record());
    }
    return threads;
  }

  @Override
  public void touch(long threadId) {
    double now = clock.getAsDouble();
    change(
        threadId,
        thread ->
            new ThreadRecord(
                thread.id(),
                thread.sessionId(),
                thread.title(),
                thread.createdAt(),
                now,
                thread.touches() + 1,
                thread.active(),
                thread.centroid()));
  }

  @Override
  public void setCentroid(long threadId, Span centroid) {
    change(
        threadId,
        thread ->
            new ThreadRecord(
                thread.id(),
                thread.sessionId(),
                thread.title(),
                thread.createdAt(),
                thread.lastTouch(),
                thread.touches(),
                thread.active(),
                centroid));
  }

  @Override
  public void deactivate(long threadId) {
    change(
        threadId,
        thread ->
            new ThreadRecord(
                thread.id(),
                thread.sessionId(),
                thread.title(),
                thread.createdAt(),
                thread.lastTouch(),
                thread.touches(),
                false,
                thread.centroid()));
  }

  private void change(long threadId, UnaryOperator<ThreadRecord> change) {
    access.<@Nullable Object>write(
        tx -> {
          ThreadRecord old = tx.get(Tables.THREADS, threadId);
          if (old != null) {
            replace(tx, old, change.apply(old));
          }
          return null;
        });
  }

  @Override
  public long count(boolean activeOnly) {
    return access.read(
        view -> activeOnly ? view.get(Tables.THREADS_ACTIVE) : view.count(Tables.THREADS));
  }

  @Override
  public void addFile(long threadId, String filePath, String operation) {
    access.<@Nullable Object>write(
        tx -> {
          double now = clock.getAsDouble();
          ThreadTextKey key = new ThreadTextKey(threadId, TextKey.part(filePath));
          ThreadFile old = tx.get(Tables.THREAD_FILES, key);
          tx.put(
              Tables.THREAD_FILES,
              key,
              old == null
                  ? new ThreadFile(threadId, filePath, operation, now, now, 1)
                  : new ThreadFile(
                      threadId,
                      filePath,
                      CHANGES.contains(operation) ? operation : old.operation(),
                      old.firstAccess(),
                      now,
                      old.accessCount() + 1));
          return null;
        });
  }

  @Override
  public List<ThreadFile> files(long threadId) {
    return access.read(
        view -> {
          List<ThreadFile> files = new ArrayList<>();
          Range<ThreadTextKey> range = Range.prefix(new ThreadTextKey(threadId, null));
          for (Row<ThreadTextKey, ThreadFile> row :
              view.scan(Tables.THREAD_FILES, range, Integer.MAX_VALUE)) {
            files.add(row.record());
          }
          files.sort(
              Comparator.comparingDouble((ThreadFile file) -> -file.lastAccess())
                  .thenComparing(ThreadFile::filePath, PathOrder.CODE_POINTS));
          return files;
        });
  }

  @Override
  public long[] ofFile(String filePath) {
    return access.read(
        view -> {
          Range<TermKey> range = Range.prefix(new TermKey(filePath, null));
          List<ThreadTextKey> keys =
              view.keys(Tables.THREAD_FILES_BY_PATH, range, Integer.MAX_VALUE);
          long[] threads = new long[keys.size()];
          for (int i = 0; i < threads.length; i++) {
            threads[i] = keys.get(i).threadId();
          }
          return threads;
        });
  }

  @Override
  public long addQuery(long threadId, String text, @Nullable Span embedding) {
    return access.write(
        tx -> {
          long id = tx.addAndGet(Tables.LAST_QUERY, 1);
          tx.put(
              Tables.THREAD_QUERIES,
              id,
              new ThreadQuery(id, threadId, text, clock.getAsDouble(), embedding));
          return id;
        });
  }

  @Override
  public List<ThreadQuery> queries(long threadId, int limit) {
    return access.read(
        view -> {
          List<ThreadQuery> queries = new ArrayList<>();
          Range<ThreadTimeKey> range = Range.prefix(new ThreadTimeKey(threadId, null));
          for (IndexRow<ThreadTimeKey, Long, ThreadQuery> row :
              view.scan(Tables.QUERIES_BY_THREAD, range, Limits.of(limit))) {
            queries.add(row.record());
          }
          return queries;
        });
  }

  @Override
  public List<ThreadQuery> searchQueries(String text, int limit) {
    String part = AsciiCase.lower(text);
    return access.read(
        view -> {
          List<ThreadQuery> queries = new ArrayList<>();
          try (IndexCursor<Double, Long, ThreadQuery> cursor =
              view.cursor(Tables.QUERIES_BY_TIME, Range.all())) {
            while ((limit < 0 || queries.size() < limit) && cursor.next()) {
              ThreadQuery query = cursor.record();
              if (AsciiCase.contains(query.text(), part)) {
                queries.add(query);
              }
            }
          }
          return queries;
        });
  }

  @Override
  public void setQueryEmbedding(long queryId, Span embedding) {
    access.<@Nullable Object>write(
        tx -> {
          ThreadQuery old = tx.get(Tables.THREAD_QUERIES, queryId);
          if (old != null) {
            tx.put(
                Tables.THREAD_QUERIES,
                queryId,
                new ThreadQuery(queryId, old.threadId(), old.text(), old.timestamp(), embedding));
          }
          return null;
        });
  }

  @Override
  public void recordTool(long threadId, String toolName) {
    access.<@Nullable Object>write(
        tx -> {
          // Every use takes an id, as an upsert in SQLite does, so that ids tell when a tool was
          // new.
          long id = tx.addAndGet(Tables.LAST_TOOL_USE, 1);
          ThreadTextKey key = new ThreadTextKey(threadId, TextKey.part(toolName));
          ThreadTool old = tx.get(Tables.THREAD_TOOLS, key);
          double now = clock.getAsDouble();
          tx.put(
              Tables.THREAD_TOOLS,
              key,
              old == null
                  ? new ThreadTool(id, threadId, toolName, 1, now)
                  : new ThreadTool(old.id(), threadId, toolName, old.count() + 1, now));
          return null;
        });
  }

  @Override
  public List<ThreadTool> tools(long threadId) {
    return access.read(
        view -> {
          List<ThreadTool> tools = new ArrayList<>();
          Range<ThreadTextKey> range = Range.prefix(new ThreadTextKey(threadId, null));
          for (Row<ThreadTextKey, ThreadTool> row :
              view.scan(Tables.THREAD_TOOLS, range, Integer.MAX_VALUE)) {
            tools.add(row.record());
          }
          tools.sort(
              Comparator.comparingLong((ThreadTool tool) -> -tool.count())
                  .thenComparing(ThreadTool::name, PathOrder.CODE_POINTS));
          return tools;
        });
  }

  @Override
  public void forEach(Consumer<? super ThreadRecord> action) {
    access.<@Nullable Object>read(
        view -> {
          try (Cursor<Long, ThreadRecord> cursor = view.cursor(Tables.THREADS, Range.all())) {
            while (cursor.next()) {
              action.accept(cursor.record());
            }
          }
          return null;
        });
  }
}
