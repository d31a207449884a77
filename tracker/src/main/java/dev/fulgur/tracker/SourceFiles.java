package dev.fulgur.tracker;

import java.nio.file.Path;
import java.util.List;
import java.util.SortedMap;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// The source files of a [Tracker]; their order is that of their paths.
public interface SourceFiles {

  /// The path under which a file is kept: absolute, without `.` and `..`.
  static String keyOf(Path path) {
    return path.toAbsolutePath().normalize().toString();
  }

  /// Whether the file should be indexed: it can be read, and it is not known yet, or is newer than
  /// what is known of it, or has another size.
  default boolean needsIndex(Path path) {
    return FileFacts.needsIndex(path, get(keyOf(path)));
  }

  /// Whether the file is known and has no vector yet.
  default boolean needsEmbed(Path path) {
    FileRecord record = get(keyOf(path));
    return record != null && record.vector() == null;
  }

  /// What is known of the file, or null.
  @Nullable FileRecord get(String path);

  /// The file whose key has this hash, or null; the first by path if there are several.
  @Nullable FileRecord byKey(long keyHash);

  /// Writes what is known of the file, with its time and size as the file system has them. The
  /// vector of a record that is there stays.
  ///
  /// @throws TrackerException.FileUnreadable if there is no such file or it may not be read
  default FileRecord upsert(Path path, FileEntry entry) {
    FileFacts facts = FileFacts.of(path);
    return upsert(keyOf(path), facts.mtime(), facts.sizeBytes(), entry);
  }

  /// Writes what is known of the file, with this time, in seconds since 1970, and size. The vector
  /// of a record that is there stays.
  FileRecord upsert(String path, double mtime, long sizeBytes, FileEntry entry);

  /// Stores a record as it is, in place of one that may be there.
  void put(FileRecord record);

  /// Deletes the file, and with it its symbols, its contexts, and every [pattern][PatternRecord]
  /// that matched it; false if it was not known.
  boolean delete(String path);

  /// The number of files.
  long count();

  /// The number of files that have a vector.
  long embeddedCount();

  /// The next `limit` files.
  List<FileRecord> list(@Nullable FileRecord after, int limit);

  /// The next `limit` files below a folder, however deep.
  List<FileRecord> under(String folder, @Nullable FileRecord after, int limit);

  /// Hands over every file of one snapshot.
  void forEach(Consumer<? super FileRecord> action);

  /// The next `limit` files that have this context, whatever the case of its ASCII letters.
  List<FileRecord> byContext(String context, @Nullable FileRecord after, int limit);

  /// The contexts of all files and the number of files that have each.
  SortedMap<String, Long> contextCounts();

  /// The contexts of all files, in order.
  default List<String> contexts() {
    return List.copyOf(contextCounts().keySet());
  }

  /// The `limit` files that were indexed last, newest first.
  List<FileRecord> recent(int limit);

  /// Walks the tree below `root` and hands over the files that [need to be indexed][#needsIndex],
  /// in lists of `batchSize` in the order of their paths.
  default StaleReport stale(
      Path root, StaleFiles which, int batchSize, Consumer<? super List<Path>> action) {
    return which.find(root, this, batchSize, action);
  }
}
