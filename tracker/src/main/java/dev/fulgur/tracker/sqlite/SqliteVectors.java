package dev.fulgur.tracker.sqlite;

import dev.fulgur.tracker.LiveVector;
import dev.fulgur.tracker.Span;
import dev.fulgur.tracker.Vectors;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

final class SqliteVectors implements Vectors {

  /// The tables that hold vectors, and the order in which they are walked.
  private static final List<String> TABLES =
      List.of("files", "symbols", "memories", "pattern_caches");

  private final Database database;

  SqliteVectors(Database database) {
    this.database = database;
  }

  private boolean set(String table, long keyHash, Span vector) {
    return database.change(
            "UPDATE " + table + " SET vector_offset = ?, vector_length = ? WHERE key_hash = ?",
            vector.offset(),
            vector.length(),
            keyHash)
        > 0;
  }

  @Override
  public boolean setFile(long keyHash, Span vector) {
    return set("files", keyHash, vector);
  }

  @Override
  public boolean setSymbol(long keyHash, Span vector) {
    return set("symbols", keyHash, vector);
  }

  @Override
  public boolean setMemory(long keyHash, Span vector) {
    return set("memories", keyHash, vector);
  }

  @Override
  public boolean setPattern(long keyHash, Span vector) {
    return set("pattern_caches", keyHash, vector);
  }

  @Override
  public Live live() {
    long bytes = 0;
    long count = 0;
    for (String table : TABLES) {
      String where = " FROM " + table + " WHERE vector_offset IS NOT NULL";
      bytes += database.number("SELECT COALESCE(SUM(vector_length), 0)" + where);
      count += database.number("SELECT COUNT(*)" + where);
    }
    return new Live(bytes, count);
  }

  @Override
  public void forEachLive(Consumer<? super LiveVector> action) {
    for (String table : TABLES) {
      database.each(
          "SELECT key_hash, vector_offset, vector_length FROM "
              + table
              + " WHERE vector_offset IS NOT NULL",
          row -> new LiveVector(row.getLong(1), new Span(row.getLong(2), row.getLong(3))),
          action);
    }
  }

  @Override
  public long remap(Map<Long, Span> moved) {
    return database.together(
        () -> {
          long changed = 0;
          for (String table : TABLES) {
            // All places are read before the first is changed: a new offset may be an old one too.
            for (long[] place :
                database.all(
                    "SELECT rowid, vector_offset FROM "
                        + table
                        + " WHERE vector_offset IS NOT NULL",
                    row -> new long[] {row.getLong(1), row.getLong(2)})) {
              Span span = moved.get(place[1]);
              if (span != null) {
                changed +=
                    database.change(
                        "UPDATE "
                            + table
                            + " SET vector_offset = ?, vector_length = ? WHERE rowid = ?",
                        span.offset(),
                        span.length(),
                        place[0]);
              }
            }
          }
          return changed;
        });
  }
}
