package dev.fulgur.tracker.sqlite;

import dev.fulgur.tracker.FileEntry;
import dev.fulgur.tracker.FileRecord;
import dev.fulgur.tracker.JsonList;
import dev.fulgur.tracker.PathOrder;
import dev.fulgur.tracker.SourceFiles;
import dev.fulgur.tracker.Span;
import java.util.HashSet;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.function.DoubleSupplier;
import org.jspecify.annotations.Nullable;

final class SqliteFiles implements SourceFiles {

  private static final String SELECT = "SELECT " + Rows.FILE + " FROM files f";

  private final Database database;
  private final SqlitePatterns patterns;
  private final DoubleSupplier clock;

  SqliteFiles(Database database, SqlitePatterns patterns, DoubleSupplier clock) {
    this.database = database;
    this.patterns = patterns;
    this.clock = clock;
  }

  @Override
  public @Nullable FileRecord get(String path) {
    return database.first(SELECT + " WHERE f.path = ?", Rows::file, path);
  }

  @Override
  public @Nullable FileRecord byKey(long keyHash) {
    return database.first(
        SELECT + " WHERE f.key_hash = ? ORDER BY f.path LIMIT 1", Rows::file, keyHash);
  }

  @Override
  public FileRecord upsert(String path, double mtime, long sizeBytes, FileEntry entry) {
    JsonList contexts = JsonList.ofAny(entry.contexts());
    FileRecord record =
        new FileRecord(
            path,
            mtime,
            sizeBytes,
            entry.contentHash(),
            entry.blob(),
            entry.keyHash(),
            clock.getAsDouble(),
            null,
            contexts);
    database.change(
        "INSERT INTO files (path, mtime, size, content_hash, blob_offset, blob_length, key_hash,"
            + " indexed_at, detected_contexts) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)"
            + " ON CONFLICT(path) DO UPDATE SET mtime = excluded.mtime, size = excluded.size,"
            + " content_hash = excluded.content_hash, blob_offset = excluded.blob_offset,"
            + " blob_length = excluded.blob_length, key_hash = excluded.key_hash,"
            + " indexed_at = excluded.indexed_at, detected_contexts = excluded.detected_contexts",
        path,
        mtime,
        sizeBytes,
        record.contentHash(),
        record.blob().offset(),
        record.blob().length(),
        record.keyHash(),
        record.indexedAt(),
        contexts.json());
    FileRecord stored = get(path);
    return stored == null ? record : stored;
  }

  @Override
  public void put(FileRecord file) {
    Span vector = file.vector();
    database.change(
        "INSERT OR REPLACE INTO files VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
        file.path(),
        file.mtime(),
        file.sizeBytes(),
        file.contentHash(),
        file.blob().offset(),
        file.blob().length(),
        file.keyHash(),
        file.indexedAt(),
        vector == null ? null : vector.offset(),
        vector == null ? null : vector.length(),
        file.contexts().json());
  }

  @Override
  public boolean delete(String path) {
    return database.together(
        () -> {
          if (database.change("DELETE FROM files WHERE path = ?", path) == 0) {
            return false;
          }
          database.change("DELETE FROM symbols WHERE file_path = ?", path);
          patterns.evictForFile(path);
          return true;
        });
  }

  @Override
  public long count() {
    return database.number("SELECT COUNT(*) FROM files");
  }

  @Override
  public long embeddedCount() {
    return database.number("SELECT COUNT(*) FROM files WHERE vector_offset IS NOT NULL");
  }

  @Override
  public List<FileRecord> list(@Nullable FileRecord after, int limit) {
    return after == null
        ? database.all(SELECT + " ORDER BY f.path LIMIT ?", Rows::file, limit)
        : database.all(
            SELECT + " WHERE f.path > ? ORDER BY f.path LIMIT ?", Rows::file, after.path(), limit);
  }

  @Override
  public List<FileRecord> under(String folder, @Nullable FileRecord after, int limit) {
    String prefix = folder.endsWith("/") ? folder : folder + '/';
    // '0' follows '/'.
    String end = prefix.substring(0, prefix.length() - 1) + '0';
    return database.all(
        SELECT + " WHERE f.path > max(?, ?) AND f.path < ? ORDER BY f.path LIMIT ?",
        Rows::file,
        prefix,
        after == null ? prefix : after.path(),
        end,
        limit);
  }

  @Override
  public void forEach(Consumer<? super FileRecord> action) {
    database.each(SELECT + " ORDER BY f.path", Rows::file, action);
  }

  @Override
  public List<FileRecord> byContext(String context, @Nullable FileRecord after, int limit) {
    String where = SELECT + " WHERE f.detected_contexts" + Like.ESCAPE;
    String like = Like.holding(context);
    return after == null
        ? database.all(where + " ORDER BY f.path LIMIT ?", Rows::file, like, limit)
        : database.all(
            where + " AND f.path > ? ORDER BY f.path LIMIT ?",
            Rows::file,
            like,
            after.path(),
            limit);
  }

  @Override
  public SortedMap<String, Long> contextCounts() {
    SortedMap<String, Long> counts = new TreeMap<>(PathOrder.CODE_POINTS);
    database.each(
        "SELECT detected_contexts FROM files WHERE detected_contexts IS NOT NULL",
        row -> Rows.list(row, 1),
        list -> {
          for (String context : new HashSet<>(list.texts())) {
            counts.merge(context, 1L, Long::sum);
          }
        });
    return counts;
  }

  @Override
  public List<FileRecord> recent(int limit) {
    return database.all(SELECT + " ORDER BY f.indexed_at DESC, f.path LIMIT ?", Rows::file, limit);
  }
}
