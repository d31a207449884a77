package dev.fulgur.tracker;

import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// The threads of work of sessions, with the files, queries and tools of each.
///
/// Files, queries and tools may be added to a thread that is not known.
public interface Threads {

  /// Begins a thread.
  ThreadRecord create(String sessionId, String title, @Nullable Span centroid);

  /// The thread, or null.
  @Nullable ThreadRecord get(long threadId);

  /// The threads of a session that go on, the one that was worked on last first.
  List<ThreadRecord> ofSession(String sessionId);

  /// The `limit` threads that were worked on last, newest first, all or only those that go on.
  List<ThreadRecord> recent(int limit, boolean activeOnly);

  /// Notes that the thread was worked on now; nothing happens if there is none.
  void touch(long threadId);

  /// Sets where the centroid lies; nothing happens if there is no such thread.
  void setCentroid(long threadId, Span centroid);

  /// Ends the thread; nothing happens if there is none.
  void deactivate(long threadId);

  /// The number of threads, all or only those that go on.
  long count(boolean activeOnly);

  /// Notes that a thread worked on a file. Of a file that it worked on before, the operation
  /// changes only to `write` or `edit`.
  void addFile(long threadId, String filePath, String operation);

  /// The files of a thread, the one that was worked on last first.
  List<ThreadFile> files(long threadId);

  /// The threads that worked on a file, the one that did so first first.
  long[] ofFile(String filePath);

  /// Notes what was asked in a thread and answers the id of the query.
  long addQuery(long threadId, String text, @Nullable Span embedding);

  /// The `limit` queries of a thread that were asked last, newest first.
  List<ThreadQuery> queries(long threadId, int limit);

  /// The `limit` newest queries of all threads in which `text` stands, whatever the case of ASCII
  /// letters.
  List<ThreadQuery> searchQueries(String text, int limit);

  /// Sets where the vector of a query lies; nothing happens if there is no such query.
  void setQueryEmbedding(long queryId, Span embedding);

  /// Notes that a thread used a tool.
  void recordTool(long threadId, String toolName);

  /// The tools of a thread, the one used most first, and then by name.
  List<ThreadTool> tools(long threadId);

  /// Hands over every thread of one snapshot, in the order of the ids.
  void forEach(Consumer<? super ThreadRecord> action);
}
