package dev.fulgur.tracker.sqlite;

import dev.fulgur.tracker.Memories;
import dev.fulgur.tracker.MemoryEntry;
import dev.fulgur.tracker.MemoryQuery;
import dev.fulgur.tracker.MemoryRecord;
import dev.fulgur.tracker.Span;
import dev.fulgur.tracker.TrackerException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.DoubleSupplier;
import org.jspecify.annotations.Nullable;

final class SqliteMemories implements Memories {

  private static final String SELECT = "SELECT " + Rows.MEMORY + " FROM memories m";

  private final Database database;
  private final DoubleSupplier clock;

  SqliteMemories(Database database, DoubleSupplier clock) {
    this.database = database;
    this.clock = clock;
  }

  @Override
  public MemoryRecord upsert(MemoryEntry entry) {
    return database.together(
        () -> {
          MemoryRecord old = get(entry.id());
          double now = clock.getAsDouble();
          MemoryRecord record =
              old == null
                  ? entry.at(now, null, null)
                  : entry.at(old.createdAt(), now, old.vector());
          put(record);
          return record;
        });
  }

  @Override
  public void put(MemoryRecord memory) {
    Span vector = memory.vector();
    try {
      database.change(
          "INSERT INTO memories VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"
              + " ON CONFLICT(id) DO UPDATE SET task = excluded.task, insights = excluded.insights,"
              + " context = excluded.context, symbol_keys = excluded.symbol_keys,"
              + " text = excluded.text, tags = excluded.tags, blob_offset = excluded.blob_offset,"
              + " blob_length = excluded.blob_length, key_hash = excluded.key_hash,"
              + " created_at = excluded.created_at, updated_at = excluded.updated_at,"
              + " vector_offset = excluded.vector_offset, vector_length = excluded.vector_length",
          memory.id(),
          memory.task(),
          memory.insights().json(),
          memory.contexts().json(),
          memory.symbolKeys().json(),
          memory.text(),
          memory.tags().json(),
          memory.blob().offset(),
          memory.blob().length(),
          memory.keyHash(),
          memory.createdAt(),
          memory.updatedAt(),
          vector == null ? null : vector.offset(),
          vector == null ? null : vector.length());
    } catch (SqliteException e) {
      if (e.isConstraint()) {
        throw new TrackerException.KeyHashTaken(memory.id(), memory.keyHash(), e);
      }
      throw e;
    }
  }

  @Override
  public @Nullable MemoryRecord get(String id) {
    return database.first(SELECT + " WHERE m.id = ?", Rows::memory, id);
  }

  @Override
  public @Nullable MemoryRecord byKey(long keyHash) {
    return database.first(SELECT + " WHERE m.key_hash = ?", Rows::memory, keyHash);
  }

  @Override
  public List<MemoryRecord> query(MemoryQuery query, @Nullable MemoryRecord after, int limit) {
    StringBuilder sql = new StringBuilder(SELECT).append(" WHERE 1");
    List<@Nullable Object> values = new ArrayList<>();
    if (query.task() != null) {
      sql.append(" AND m.task = ?");
      values.add(query.task());
    }
    holding(sql, values, "m.context", query.contexts());
    holding(sql, values, "m.insights", query.insights());
    holding(sql, values, "m.tags", query.tags());
    if (after != null) {
      sql.append(" AND (-m.created_at, m.id) > (?, ?)");
      values.add(-after.createdAt());
      values.add(after.id());
    }
    sql.append(" ORDER BY m.created_at DESC, m.id");
    if (query.words().isEmpty()) {
      sql.append(" LIMIT ?");
      values.add(limit);
    }
    List<MemoryRecord> found = database.all(sql.toString(), Rows::memory, values.toArray());
    if (query.words().isEmpty()) {
      return found;
    }
    List<MemoryRecord> matching = new ArrayList<>();
    for (MemoryRecord memory : found) {
      if ((limit < 0 || matching.size() < limit) && query.matches(memory)) {
        matching.add(memory);
      }
    }
    return matching;
  }

  private static void holding(
      StringBuilder sql, List<@Nullable Object> values, String column, List<String> texts) {
    for (String text : texts) {
      sql.append(" AND ").append(column).append(Like.ESCAPE);
      values.add(Like.holding(text));
    }
  }

  @Override
  public void forEach(Consumer<? super MemoryRecord> action) {
    database.each(SELECT + " ORDER BY m.created_at DESC, m.id", Rows::memory, action);
  }

  @Override
  public boolean delete(String id) {
    return database.change("DELETE FROM memories WHERE id = ?", id) > 0;
  }

  @Override
  public long count() {
    return database.number("SELECT COUNT(*) FROM memories");
  }
}
