package dev.fulgur.tracker;

import java.time.Duration;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// The remembered answers to searches.
public interface Patterns {

  /// How old an answer may become before [#evictOlderThan] is usually told to evict it.
  Duration USUAL_AGE = Duration.ofDays(7);

  /// Remembers the answer to a search, in place of one that may be there, whose vector stays. A
  /// file that is named twice counts once.
  void cache(long keyHash, String pattern, String toolType, List<String> matchedFiles, Span blob);

  /// Stores a record as it is, in place of one that may be there.
  void put(PatternRecord record);

  /// The answer, or null.
  @Nullable PatternRecord get(long keyHash);

  /// The hashes of the searches that matched a file, in unsigned order.
  long[] ofFile(String path);

  /// Forgets every search that matched the file and answers their number.
  long evictForFile(String path);

  /// Forgets every search that is older than `age` and answers their number.
  long evictOlderThan(Duration age);

  /// The number of remembered searches.
  long count();

  /// Forgets all of them and answers their number.
  long clear();

  /// The `limit` that were remembered last, newest first.
  List<PatternRecord> recent(int limit);

  /// Hands over every one of one snapshot that has a vector, newest first.
  void forEachEmbedded(Consumer<? super PatternRecord> action);

  /// Hands over every one of one snapshot, in the unsigned order of the hashes.
  void forEach(Consumer<? super PatternRecord> action);
}
