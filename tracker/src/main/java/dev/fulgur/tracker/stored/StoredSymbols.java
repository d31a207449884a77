package dev.fulgur.tracker.stored;

import dev.fulgur.store.Cursor;
import dev.fulgur.store.IndexCursor;
import dev.fulgur.store.IndexRow;
import dev.fulgur.store.Range;
import dev.fulgur.store.Transaction;
import dev.fulgur.store.View;
import dev.fulgur.tracker.FileRecord;
import dev.fulgur.tracker.NameFilter;
import dev.fulgur.tracker.PathOrder;
import dev.fulgur.tracker.RecentSymbol;
import dev.fulgur.tracker.SymbolEntry;
import dev.fulgur.tracker.SymbolRecord;
import dev.fulgur.tracker.Symbols;
import dev.fulgur.tracker.stored.IndexKeys.IdentityKey;
import dev.fulgur.tracker.stored.IndexKeys.InsightKey;
import dev.fulgur.tracker.stored.IndexKeys.SymbolKey;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

final class StoredSymbols implements Symbols {

  private static final Comparator<SymbolRecord> BY_PLACE =
      Comparator.comparing(SymbolRecord::filePath, PathOrder.CODE_POINTS)
          .thenComparingInt(SymbolRecord::lineStart)
          .thenComparingLong(SymbolRecord::id);

  private static final Comparator<SymbolRecord> BY_ID = Comparator.comparingLong(SymbolRecord::id);

  private final Access access;

  StoredSymbols(Access access) {
    this.access = access;
  }

  @Override
  public long upsert(SymbolEntry entry) {
    return access.write(tx -> upsert(tx, entry));
  }

  private static long upsert(Transaction tx, SymbolEntry entry) {
    SymbolRecord old = find(tx, entry);
    long id = old == null ? tx.addAndGet(Tables.LAST_SYMBOL, 1) : old.id();
    SymbolRecord symbol = record(entry, id).withVector(old == null ? null : old.vector());
    tx.put(Tables.SYMBOLS, Tables.symbolKey(symbol), symbol);
    return id;
  }

  /// The symbol that an entry says something of, or null; the one with the smallest id if there are
  /// several.
  private static @Nullable SymbolRecord find(View view, SymbolEntry entry) {
    IdentityKey key =
        new IdentityKey(
            Mix.hash(entry.filePath()),
            Mix.identity(entry.name(), entry.kind(), entry.lineStart()));
    SymbolRecord first = view.first(Tables.SYMBOLS_BY_IDENTITY, key);
    return first == null || entry.isIdentityOf(first) ? first : findTwin(view, key, entry);
  }

  /// The same where another symbol has the same hash.
  private static @Nullable SymbolRecord findTwin(View view, IdentityKey key, SymbolEntry entry) {
    try (IndexCursor<IdentityKey, SymbolKey, SymbolRecord> cursor =
        view.cursor(Tables.SYMBOLS_BY_IDENTITY, Range.only(key))) {
      while (cursor.next()) {
        SymbolRecord symbol = cursor.record();
        if (entry.isIdentityOf(symbol)) {
          return symbol;
        }
      }
    }
    return null;
  }

  @Override
  public int replace(String path, List<SymbolEntry> entries) {
    return access.write(tx -> replace(tx, path, entries));
  }

  private static int replace(Transaction tx, String path, List<SymbolEntry> entries) {
    Map<Identity, SymbolRecord> known = new LinkedHashMap<>();
    List<SymbolRecord> leaving = new ArrayList<>();
    for (SymbolRecord symbol : ofFile(tx, path)) {
      SymbolRecord twin =
          known.putIfAbsent(new Identity(symbol.name(), symbol.kind(), symbol.lineStart()), symbol);
      if (twin != null) {
        leaving.add(symbol);
      }
    }
    Map<Identity, SymbolEntry> wanted = new LinkedHashMap<>();
    for (SymbolEntry entry : entries) {
      wanted.put(new Identity(entry.name(), entry.kind(), entry.lineStart()), entry);
    }
    int fresh = 0;
    for (Identity identity : wanted.keySet()) {
      fresh += known.containsKey(identity) ? 0 : 1;
    }
    long nextId = fresh == 0 ? 0 : tx.addAndGet(Tables.LAST_SYMBOL, fresh) - fresh + 1;
    VectorCounts counts = new VectorCounts();
    for (Map.Entry<Identity, SymbolEntry> entry : wanted.entrySet()) {
      SymbolRecord old = known.remove(entry.getKey());
      SymbolRecord symbol = record(entry.getValue(), old == null ? nextId++ : old.id());
      if (!symbol.equals(old)) {
        replace(tx, old, symbol, counts);
      }
    }
    leaving.addAll(known.values());
    for (SymbolRecord symbol : leaving) {
      remove(tx, symbol, counts);
    }
    counts.addTo(tx);
    return wanted.size();
  }

  /// What tells the symbols of one file apart.
  private record Identity(String name, String kind, int lineStart) {}

  private static SymbolRecord record(SymbolEntry entry, long id) {
    return new SymbolRecord(
        id,
        entry.filePath(),
        entry.name(),
        entry.kind(),
        entry.lineStart(),
        entry.lineEnd(),
        entry.blob(),
        entry.keyHash(),
        null,
        entry.container());
  }

  @Override
  public void put(SymbolRecord symbol) {
    access.<@Nullable Object>write(
        tx -> {
          replace(tx, tx.get(Tables.SYMBOLS, Tables.symbolKey(symbol)), symbol);
          long last = tx.get(Tables.LAST_SYMBOL);
          if (symbol.id() > last) {
            tx.add(Tables.LAST_SYMBOL, symbol.id() - last);
          }
          return null;
        });
  }

  static void replace(Transaction tx, @Nullable SymbolRecord old, SymbolRecord symbol) {
    VectorCounts counts = new VectorCounts();
    replace(tx, old, symbol, counts);
    counts.addTo(tx);
  }

  static void replace(
      Transaction tx, @Nullable SymbolRecord old, SymbolRecord symbol, VectorCounts counts) {
    tx.put(Tables.SYMBOLS, Tables.symbolKey(symbol), symbol);
    counts.changed(Tables.SYMBOLS_EMBEDDED, old == null ? null : old.vector(), symbol.vector());
  }

  @Override
  public List<SymbolRecord> ofFile(String path) {
    return access.read(view -> ofFile(view, path));
  }

  private static List<SymbolRecord> ofFile(View view, String path) {
    List<SymbolRecord> symbols = new ArrayList<>();
    try (Cursor<SymbolKey, SymbolRecord> cursor =
        view.cursor(Tables.SYMBOLS, Range.prefix(new SymbolKey(Mix.hash(path), SymbolKey.ANY)))) {
      while (cursor.next()) {
        SymbolRecord symbol = cursor.record();
        if (symbol.filePath().equals(path)) {
          symbols.add(symbol);
        }
      }
    }
    return symbols;
  }

  @Override
  public long[] keysOfFile(String path) {
    List<SymbolRecord> symbols = ofFile(path);
    long[] keys = new long[symbols.size()];
    for (int i = 0; i < keys.length; i++) {
      keys[i] = symbols.get(i).keyHash();
    }
    return keys;
  }

  @Override
  public @Nullable SymbolRecord byKey(long keyHash) {
    return access.<@Nullable SymbolRecord>read(
        view -> view.first(Tables.SYMBOLS_BY_KEY, keyHash, BY_ID));
  }

  @Override
  public List<SymbolRecord> byName(NameFilter filter, @Nullable SymbolRecord after, int limit) {
    return access.read(
        view -> {
          List<SymbolRecord> symbols = new ArrayList<>();
          if (limit != 0) {
            new NameWalk(
                    view,
                    symbol -> {
                      symbols.add(symbol);
                      return limit < 0 || symbols.size() < limit;
                    })
                .run(filter, after, limit < 0);
          }
          return symbols;
        });
  }

  @Override
  public void forEachByName(NameFilter filter, Consumer<? super SymbolRecord> action) {
    access.<@Nullable Object>read(
        view -> {
          new NameWalk(
                  view,
                  symbol -> {
                    action.accept(symbol);
                    return true;
                  })
              .run(filter, null, true);
          return null;
        });
  }

  @Override
  public void forEach(Consumer<? super SymbolRecord> action) {
    access.<@Nullable Object>read(
        view -> {
          try (Cursor<SymbolKey, SymbolRecord> cursor = view.cursor(Tables.SYMBOLS, Range.all())) {
            while (cursor.next()) {
              action.accept(cursor.record());
            }
          }
          return null;
        });
  }

  @Override
  public List<SymbolRecord> ofKind(String kind, @Nullable SymbolRecord after, int limit) {
    return access.read(
        view -> {
          List<SymbolRecord> symbols = new ArrayList<>();
          if (kind.startsWith(SymbolRecord.INSIGHT)) {
            Range<InsightKey> range = Range.prefix(new InsightKey(kind, null, 0, 0));
            for (IndexRow<InsightKey, SymbolKey, SymbolRecord> row :
                view.scan(Tables.SYMBOLS_BY_INSIGHT, range, Integer.MAX_VALUE)) {
              symbols.add(row.record());
            }
          } else {
            try (Cursor<SymbolKey, SymbolRecord> cursor =
                view.cursor(Tables.SYMBOLS, Range.all())) {
              while (cursor.next()) {
                SymbolRecord symbol = cursor.record();
                if (symbol.kind().equals(kind)) {
                  symbols.add(symbol);
                }
              }
            }
          }
          symbols.sort(BY_PLACE);
          if (after != null) {
            symbols.removeIf(symbol -> BY_PLACE.compare(symbol, after) <= 0);
          }
          return Limits.first(symbols, limit);
        });
  }

  @Override
  public SortedMap<String, Long> insightCounts() {
    return access.read(
        view -> {
          SortedMap<String, Long> counts = new TreeMap<>(PathOrder.CODE_POINTS);
          try (IndexCursor<InsightKey, SymbolKey, SymbolRecord> cursor =
              view.cursor(Tables.SYMBOLS_BY_INSIGHT, Range.all())) {
            while (cursor.next()) {
              counts.merge(cursor.indexKey().kind(), 1L, Long::sum);
            }
          }
          return counts;
        });
  }

  @Override
  public List<RecentSymbol> recent(int limit) {
    return access.read(
        view -> {
          List<RecentSymbol> recent = new ArrayList<>();
          List<RecentSymbol> together = new ArrayList<>();
          double time = Double.NaN;
          try (IndexCursor<Double, String, FileRecord> files =
              view.cursor(Tables.FILES_BY_TIME, Range.all())) {
            while ((limit < 0 || recent.size() < limit) && files.next()) {
              FileRecord file = files.record();
              if (file.indexedAt() != time) {
                release(together, recent);
                time = file.indexedAt();
              }
              for (SymbolRecord symbol : ofFile(view, file.path())) {
                together.add(new RecentSymbol(symbol, file.indexedAt()));
              }
            }
          }
          release(together, recent);
          return Limits.first(recent, limit);
        });
  }

  /// Files of one time share one order of their symbols.
  private static void release(List<RecentSymbol> together, List<RecentSymbol> recent) {
    together.sort(Comparator.comparingLong(symbol -> -symbol.symbol().id()));
    recent.addAll(together);
    together.clear();
  }

  @Override
  public long count() {
    return access.read(view -> view.count(Tables.SYMBOLS));
  }

  @Override
  public long embeddedCount() {
    return access.read(view -> view.get(Tables.SYMBOLS_EMBEDDED));
  }

  @Override
  public long delete(String path) {
    return access.write(tx -> deleteOfFile(tx, path));
  }

  static long deleteOfFile(Transaction tx, String path) {
    List<SymbolRecord> symbols = ofFile(tx, path);
    VectorCounts counts = new VectorCounts();
    for (SymbolRecord symbol : symbols) {
      remove(tx, symbol, counts);
    }
    counts.addTo(tx);
    return symbols.size();
  }

  private static void remove(Transaction tx, SymbolRecord symbol, VectorCounts counts) {
    tx.delete(Tables.SYMBOLS, Tables.symbolKey(symbol));
    counts.changed(Tables.SYMBOLS_EMBEDDED, symbol.vector(), null);
  }

  @Override
  public boolean deleteByKey(long keyHash) {
    return access.write(
        tx -> {
          List<IndexRow<Long, SymbolKey, SymbolRecord>> rows =
              tx.scan(Tables.SYMBOLS_BY_KEY, Range.only(keyHash), Integer.MAX_VALUE);
          VectorCounts counts = new VectorCounts();
          for (IndexRow<Long, SymbolKey, SymbolRecord> row : rows) {
            remove(tx, row.record(), counts);
          }
          counts.addTo(tx);
          return !rows.isEmpty();
        });
  }
}
