package dev.fulgur.tracker.sqlite;

import dev.fulgur.tracker.PatternRecord;
import dev.fulgur.tracker.Patterns;
import dev.fulgur.tracker.Span;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.DoubleSupplier;
import org.jspecify.annotations.Nullable;

final class SqlitePatterns implements Patterns {

  private static final String SELECT = "SELECT " + Rows.PATTERN + " FROM pattern_caches p";

  private final Database database;
  private final DoubleSupplier clock;

  SqlitePatterns(Database database, DoubleSupplier clock) {
    this.database = database;
    this.clock = clock;
  }

  private PatternRecord pattern(ResultSet row) throws SQLException {
    long keyHash = row.getLong(1);
    String text = Rows.text(row, 2);
    String tool = Rows.text(row, 3);
    double createdAt = row.getDouble(4);
    Span blob = new Span(row.getLong(5), row.getLong(6));
    Span vector = Rows.span(row, 7);
    List<String> files =
        database.all(
            "SELECT file_path FROM pattern_cache_files WHERE pattern_key_hash = ?"
                + " ORDER BY file_path",
            file -> Rows.text(file, 1),
            keyHash);
    return new PatternRecord(keyHash, text, tool, files, createdAt, blob, vector);
  }

  @Override
  public void cache(
      long keyHash, String pattern, String toolType, List<String> matchedFiles, Span blob) {
    database.<@Nullable Object>together(
        () -> {
          PatternRecord old = get(keyHash);
          put(
              new PatternRecord(
                  keyHash,
                  pattern,
                  toolType,
                  matchedFiles,
                  clock.getAsDouble(),
                  blob,
                  old == null ? null : old.vector()));
          return null;
        });
  }

  @Override
  public void put(PatternRecord pattern) {
    database.<@Nullable Object>together(
        () -> {
          Span vector = pattern.vector();
          database.change(
              "INSERT OR REPLACE INTO pattern_caches VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
              pattern.keyHash(),
              pattern.pattern(),
              pattern.toolType(),
              pattern.blob().offset(),
              pattern.blob().length(),
              pattern.createdAt(),
              vector == null ? null : vector.offset(),
              vector == null ? null : vector.length());
          database.change(
              "DELETE FROM pattern_cache_files WHERE pattern_key_hash = ?", pattern.keyHash());
          for (String file : pattern.matchedFiles()) {
            database.change(
                "INSERT INTO pattern_cache_files VALUES (?, ?)", pattern.keyHash(), file);
          }
          return null;
        });
  }

  @Override
  public @Nullable PatternRecord get(long keyHash) {
    return database.first(SELECT + " WHERE p.key_hash = ?", this::pattern, keyHash);
  }

  @Override
  public long[] ofFile(String path) {
    return database
        .all(
            "SELECT pattern_key_hash FROM pattern_cache_files WHERE file_path = ?"
                + " ORDER BY pattern_key_hash < 0, pattern_key_hash",
            row -> row.getLong(1),
            path)
        .stream()
        .mapToLong(Long::longValue)
        .toArray();
  }

  @Override
  public long evictForFile(String path) {
    return database.together(
        () -> {
          long evicted = 0;
          for (long keyHash : ofFile(path)) {
            evicted += evict(keyHash);
          }
          return evicted;
        });
  }

  @Override
  public long evictOlderThan(Duration age) {
    double cutoff = clock.getAsDouble() - age.toNanos() / 1e9;
    return database.together(
        () -> {
          long evicted = 0;
          for (long keyHash :
              database.all(
                  "SELECT key_hash FROM pattern_caches WHERE created_at < ?",
                  row -> row.getLong(1),
                  cutoff)) {
            evicted += evict(keyHash);
          }
          return evicted;
        });
  }

  private int evict(long keyHash) {
    database.change("DELETE FROM pattern_cache_files WHERE pattern_key_hash = ?", keyHash);
    return database.change("DELETE FROM pattern_caches WHERE key_hash = ?", keyHash);
  }

  @Override
  public long count() {
    return database.number("SELECT COUNT(*) FROM pattern_caches");
  }

  @Override
  public long clear() {
    return database.together(
        () -> {
          database.change("DELETE FROM pattern_cache_files");
          return (long) database.change("DELETE FROM pattern_caches");
        });
  }

  @Override
  public List<PatternRecord> recent(int limit) {
    return database.all(
        SELECT + " ORDER BY p.created_at DESC, p.key_hash < 0, p.key_hash LIMIT ?",
        this::pattern,
        limit);
  }

  @Override
  public void forEachEmbedded(Consumer<? super PatternRecord> action) {
    database.each(
        SELECT
            + " WHERE p.vector_offset IS NOT NULL"
            + " ORDER BY p.created_at DESC, p.key_hash < 0, p.key_hash",
        this::pattern,
        action);
  }

  @Override
  public void forEach(Consumer<? super PatternRecord> action) {
    database.each(SELECT + " ORDER BY p.key_hash < 0, p.key_hash", this::pattern, action);
  }
}
