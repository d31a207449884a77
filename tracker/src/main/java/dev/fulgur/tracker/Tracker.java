package dev.fulgur.tracker;

import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// What a coding agent knows of a source tree: its files and symbols, what it remembers, what it
/// searched for, what its sessions did, and where the vectors of all of that lie.
///
/// ```java
/// try (Tracker tracker = StoreTracker.open(folder)) {
///   tracker.batch(b -> {
///     b.files().upsert(path, entry);
///     b.symbols().delete(path.toString());
///     b.symbols().upsert(symbol);
///     return null;
///   });
///   List<SymbolRecord> symbols = tracker.symbols().ofFile(path.toString());
/// }
/// ```
///
/// **Paths** are texts, compared exactly. A method that takes a [java.nio.file.Path] makes it
/// absolute and takes `.` and `..` out of it first.
///
/// **Limits.** A limit below 0 means none. **Pages** are by key: a method that takes `after` begins
/// behind that record, which need not be there any more; null begins at the first.
///
/// **Threads.** Any thread may use a tracker. Each method is one transaction of its own, durable
/// when it returns. Several processes may read while one writes.
public interface Tracker extends AutoCloseable {

  /// The source files.
  SourceFiles files();

  /// The symbols in them.
  Symbols symbols();

  /// What was remembered.
  Memories memories();

  /// The remembered answers to searches.
  Patterns patterns();

  /// The threads of work of sessions.
  Threads threads();

  /// How far long runs came.
  Checkpoints checkpoints();

  /// Texts by name.
  Metadata metadata();

  /// How far transcripts were read.
  Transcripts transcripts();

  /// The vectors that files, symbols, memories and patterns point to.
  Vectors vectors();

  /// Runs `work` in one write transaction and answers what it answers. All of its writes are stored
  /// or, if it throws, none.
  ///
  /// `work` may call anything on the tracker that it is given, which sees its own writes, and
  /// nothing that writes on the one it was called on. It may run twice, so it changes nothing
  /// outside. That tracker ends with it. A batch inside a batch is part of it.
  <T extends @Nullable Object> T batch(Function<? super Tracker, ? extends T> work);

  /// Runs `work` on one snapshot, so that all of its reads belong together, and answers what it
  /// answers. The tracker that it is given cannot write and ends with it.
  <T extends @Nullable Object> T snapshot(Function<? super Tracker, ? extends T> work);

  /// Ends the use of the tracker; a second call does nothing.
  @Override
  void close();
}
