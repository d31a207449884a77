package dev.fulgur.tracker.sqlite;

import dev.fulgur.tracker.NameFilter;
import dev.fulgur.tracker.PathOrder;
import dev.fulgur.tracker.RecentSymbol;
import dev.fulgur.tracker.Span;
import dev.fulgur.tracker.SymbolEntry;
import dev.fulgur.tracker.SymbolRecord;
import dev.fulgur.tracker.Symbols;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

final class SqliteSymbols implements Symbols {

  private static final String SELECT = "SELECT " + Rows.SYMBOL + " FROM symbols s";

  private final Database database;

  SqliteSymbols(Database database) {
    this.database = database;
  }

  @Override
  public long upsert(SymbolEntry entry) {
    return database.together(
        () -> {
          Long id =
              database.first(
                  "SELECT id FROM symbols WHERE file_path = ? AND name = ? AND kind = ?"
                      + " AND line_start = ? ORDER BY id",
                  row -> row.getLong(1),
                  entry.filePath(),
                  entry.name(),
                  entry.kind(),
                  entry.lineStart());
          if (id != null) {
            database.change(
                "UPDATE symbols SET line_end = ?, blob_offset = ?, blob_length = ?, key_hash = ?"
                    + " WHERE id = ?",
                entry.lineEnd(),
                entry.blob().offset(),
                entry.blob().length(),
                entry.keyHash(),
                id);
            return id;
          }
          database.change(
              "INSERT INTO symbols (file_path, name, kind, line_start, line_end, blob_offset,"
                  + " blob_length, key_hash) VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
              entry.filePath(),
              entry.name(),
              entry.kind(),
              entry.lineStart(),
              entry.lineEnd(),
              entry.blob().offset(),
              entry.blob().length(),
              entry.keyHash());
          return database.number("SELECT last_insert_rowid()");
        });
  }

  @Override
  public int replace(String path, List<SymbolEntry> entries) {
    return database.together(
        () -> {
          Set<Long> kept = new HashSet<>();
          for (SymbolEntry entry : entries) {
            kept.add(upsert(entry));
          }
          database.change(
              "UPDATE symbols SET vector_offset = NULL, vector_length = NULL WHERE file_path = ?",
              path);
          for (SymbolRecord symbol : ofFile(path)) {
            if (!kept.contains(symbol.id())) {
              database.change("DELETE FROM symbols WHERE id = ?", symbol.id());
            }
          }
          return kept.size();
        });
  }

  @Override
  public void put(SymbolRecord symbol) {
    Span vector = symbol.vector();
    database.change(
        "INSERT OR REPLACE INTO symbols VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
        symbol.id(),
        symbol.filePath(),
        symbol.name(),
        symbol.kind(),
        symbol.lineStart(),
        symbol.lineEnd(),
        symbol.blob().offset(),
        symbol.blob().length(),
        symbol.keyHash(),
        vector == null ? null : vector.offset(),
        vector == null ? null : vector.length());
  }

  @Override
  public List<SymbolRecord> ofFile(String path) {
    return database.all(SELECT + " WHERE s.file_path = ? ORDER BY s.id", Rows::symbol, path);
  }

  @Override
  public long[] keysOfFile(String path) {
    return database
        .all(
            "SELECT key_hash FROM symbols WHERE file_path = ? ORDER BY id",
            row -> row.getLong(1),
            path)
        .stream()
        .mapToLong(Long::longValue)
        .toArray();
  }

  @Override
  public @Nullable SymbolRecord byKey(long keyHash) {
    return database.first(
        SELECT + " WHERE s.key_hash = ? ORDER BY s.id LIMIT 1", Rows::symbol, keyHash);
  }

  @Override
  public List<SymbolRecord> byName(NameFilter filter, @Nullable SymbolRecord after, int limit) {
    String order = " ORDER BY s.name, s.file_path, s.id LIMIT ?";
    if (after == null) {
      return database.all(
          SELECT + " WHERE " + nameIs(filter) + order, Rows::symbol, nameValue(filter), limit);
    }
    return database.all(
        SELECT
            + " WHERE "
            + nameIs(filter)
            + " AND (s.name, s.file_path, s.id) > (?, ?, ?)"
            + order,
        Rows::symbol,
        nameValue(filter),
        after.name(),
        after.filePath(),
        after.id(),
        limit);
  }

  @Override
  public void forEachByName(NameFilter filter, Consumer<? super SymbolRecord> action) {
    database.each(
        SELECT + " WHERE " + nameIs(filter) + " ORDER BY s.name, s.file_path, s.id",
        Rows::symbol,
        action,
        nameValue(filter));
  }

  private static String nameIs(NameFilter filter) {
    return switch (filter.how()) {
      case EXACT -> "s.name = ?";
      case PREFIX -> "substr(s.name, 1, length(?1)) = ?1";
      case CONTAINS -> "s.name" + Like.ESCAPE;
    };
  }

  private static String nameValue(NameFilter filter) {
    return filter.how() == NameFilter.How.CONTAINS ? Like.containing(filter.text()) : filter.text();
  }

  @Override
  public void forEach(Consumer<? super SymbolRecord> action) {
    database.each(SELECT + " ORDER BY s.id", Rows::symbol, action);
  }

  @Override
  public List<SymbolRecord> ofKind(String kind, @Nullable SymbolRecord after, int limit) {
    String order = " ORDER BY s.file_path, s.line_start, s.id LIMIT ?";
    return after == null
        ? database.all(SELECT + " WHERE s.kind = ?" + order, Rows::symbol, kind, limit)
        : database.all(
            SELECT + " WHERE s.kind = ? AND (s.file_path, s.line_start, s.id) > (?, ?, ?)" + order,
            Rows::symbol,
            kind,
            after.filePath(),
            after.lineStart(),
            after.id(),
            limit);
  }

  @Override
  public SortedMap<String, Long> insightCounts() {
    SortedMap<String, Long> counts = new TreeMap<>(PathOrder.CODE_POINTS);
    database.each(
        "SELECT kind, COUNT(*) FROM symbols WHERE substr(kind, 1, 8) = 'insight:' GROUP BY kind",
        row -> counts.put(row.getString(1), row.getLong(2)),
        ignored -> {});
    return counts;
  }

  @Override
  public List<RecentSymbol> recent(int limit) {
    return database.all(
        "SELECT "
            + Rows.SYMBOL
            + ", f.indexed_at FROM symbols s JOIN files f ON f.path = s.file_path"
            + " ORDER BY f.indexed_at DESC, s.id DESC LIMIT ?",
        row -> new RecentSymbol(Rows.symbol(row), row.getDouble(12)),
        limit);
  }

  @Override
  public long count() {
    return database.number("SELECT COUNT(*) FROM symbols");
  }

  @Override
  public long embeddedCount() {
    return database.number("SELECT COUNT(*) FROM symbols WHERE vector_offset IS NOT NULL");
  }

  @Override
  public long delete(String path) {
    return database.change("DELETE FROM symbols WHERE file_path = ?", path);
  }

  @Override
  public boolean deleteByKey(long keyHash) {
    return database.change("DELETE FROM symbols WHERE key_hash = ?", keyHash) > 0;
  }
}
