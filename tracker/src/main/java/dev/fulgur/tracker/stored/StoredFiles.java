package dev.fulgur.tracker.stored;

import dev.fulgur.store.Cursor;
import dev.fulgur.store.IndexCursor;
import dev.fulgur.store.IndexRow;
import dev.fulgur.store.Range;
import dev.fulgur.store.Row;
import dev.fulgur.store.Transaction;
import dev.fulgur.store.View;
import dev.fulgur.tracker.AsciiCase;
import dev.fulgur.tracker.FileEntry;
import dev.fulgur.tracker.FileRecord;
import dev.fulgur.tracker.JsonList;
import dev.fulgur.tracker.PathOrder;
import dev.fulgur.tracker.SourceFiles;
import dev.fulgur.tracker.stored.IndexKeys.ContextKey;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.function.DoubleSupplier;
import org.jspecify.annotations.Nullable;

final class StoredFiles implements SourceFiles {

  private final Access access;
  private final DoubleSupplier clock;

  StoredFiles(Access access, DoubleSupplier clock) {
    this.access = access;
    this.clock = clock;
  }

  @Override
  public @Nullable FileRecord get(String path) {
    return access.<@Nullable FileRecord>read(view -> find(view, path));
  }

  static @Nullable FileRecord find(View view, String path) {
    FileRecord file = view.get(Tables.FILES, TextKey.of(path));
    return file != null && file.path().equals(path) ? file : null;
  }

  @Override
  public @Nullable FileRecord byKey(long keyHash) {
    return access.<@Nullable FileRecord>read(view -> view.first(Tables.FILES_BY_KEY, keyHash));
  }

  @Override
  public FileRecord upsert(String path, double mtime, long sizeBytes, FileEntry entry) {
    return access.write(
        tx -> {
          FileRecord old = find(tx, path);
          FileRecord file =
              new FileRecord(
                  path,
                  mtime,
                  sizeBytes,
                  entry.contentHash(),
                  entry.blob(),
                  entry.keyHash(),
                  clock.getAsDouble(),
                  old == null ? null : old.vector(),
                  JsonList.ofAny(entry.contexts()));
          tx.put(Tables.FILES, TextKey.of(path), file);
          return file;
        });
  }

  @Override
  public void put(FileRecord file) {
    access.<@Nullable Object>write(
        tx -> {
          replace(tx, find(tx, file.path()), file);
          return null;
        });
  }

  static void replace(Transaction tx, @Nullable FileRecord old, FileRecord file) {
    VectorCounts counts = new VectorCounts();
    replace(tx, old, file, counts);
    counts.addTo(tx);
  }

  static void replace(
      Transaction tx, @Nullable FileRecord old, FileRecord file, VectorCounts counts) {
    tx.put(Tables.FILES, TextKey.of(file.path()), file);
    counts.changed(Tables.FILES_EMBEDDED, old == null ? null : old.vector(), file.vector());
  }

  @Override
  public boolean delete(String path) {
    return access.write(
        tx -> {
          FileRecord old = find(tx, path);
          if (old == null) {
            return false;
          }
          tx.delete(Tables.FILES, TextKey.of(path));
          VectorCounts.changed(tx, Tables.FILES_EMBEDDED, old.vector(), null);
          StoredSymbols.deleteOfFile(tx, path);
          StoredPatterns.evictForFile(tx, path);
          return true;
        });
  }

  @Override
  public long count() {
    return access.read(view -> view.count(Tables.FILES));
  }

  @Override
  public long embeddedCount() {
    return access.read(view -> view.get(Tables.FILES_EMBEDDED));
  }

  @Override
  public List<FileRecord> list(@Nullable FileRecord after, int limit) {
    Range<String> range = after == null ? Range.all() : Range.after(TextKey.of(after.path()));
    return access.read(
        view -> {
          List<FileRecord> files = new ArrayList<>();
          for (Row<String, FileRecord> row : view.scan(Tables.FILES, range, Limits.of(limit))) {
            files.add(row.record());
          }
          return files;
        });
  }

  @Override
  public List<FileRecord> under(String folder, @Nullable FileRecord after, int limit) {
    String prefix = folder.endsWith("/") ? folder : folder + '/';
    Range<String> within = Range.prefix(TextKey.beginning(prefix));
    return access.read(
        view -> {
          List<FileRecord> files = new ArrayList<>();
          try (Cursor<String, FileRecord> cursor =
              view.cursor(
                  Tables.FILES, after == null ? within : within.beyond(TextKey.of(after.path())))) {
            while ((limit < 0 || files.size() < limit) && cursor.next()) {
              FileRecord file = cursor.record();
              if (file.path().startsWith(prefix)) {
                files.add(file);
              }
            }
          }
          return files;
        });
  }

  @Override
  public void forEach(Consumer<? super FileRecord> action) {
    access.<@Nullable Object>read(
        view -> {
          try (Cursor<String, FileRecord> cursor = view.cursor(Tables.FILES, Range.all())) {
            while (cursor.next()) {
              action.accept(cursor.record());
            }
          }
          return null;
        });
  }

  @Override
  public List<FileRecord> byContext(String context, @Nullable FileRecord after, int limit) {
    String lower = AsciiCase.lower(context);
    return access.read(
        view -> {
          List<String> variants = variants(view, lower);
          return switch (variants.size()) {
            case 0 -> List.<FileRecord>of();
            case 1 -> ofVariant(view, new ContextKey(lower, variants.getFirst()), after, limit);
            default -> ofVariants(view, lower, variants, after, limit);
          };
        });
  }

  /// The ways in which the context is written in files; "" for the one in lower case.
  private static List<String> variants(View view, String lower) {
    List<String> variants = new ArrayList<>();
    Range<ContextKey> range = Range.prefix(new ContextKey(lower, null));
    ContextKey last = null;
    while (true) {
      ContextKey next = nextKey(view, last == null ? range : range.beyond(last));
      if (next == null || next.exact() == null) {
        return variants;
      }
      variants.add(next.exact());
      last = next;
    }
  }

  private static @Nullable ContextKey nextKey(View view, Range<ContextKey> range) {
    try (IndexCursor<ContextKey, String, FileRecord> cursor =
        view.cursor(Tables.FILES_BY_CONTEXT, range)) {
      return cursor.next() ? cursor.indexKey() : null;
    }
  }

  private static List<FileRecord> ofVariant(
      View view, ContextKey key, @Nullable FileRecord after, int limit) {
    List<IndexRow<ContextKey, String, FileRecord>> rows =
        after == null
            ? view.scan(Tables.FILES_BY_CONTEXT, Range.only(key), Limits.of(limit))
            : view.scanAfter(
                Tables.FILES_BY_CONTEXT,
                Range.only(key),
                key,
                TextKey.of(after.path()),
                Limits.of(limit));
    List<FileRecord> files = new ArrayList<>(rows.size());
    for (IndexRow<ContextKey, String, FileRecord> row : rows) {
      files.add(row.record());
    }
    return files;
  }

  private static List<FileRecord> ofVariants(
      View view, String lower, List<String> variants, @Nullable FileRecord after, int limit) {
    SortedMap<String, FileRecord> byPath = new TreeMap<>(PathOrder.CODE_POINTS);
    for (String variant : variants) {
      for (FileRecord file : ofVariant(view, new ContextKey(lower, variant), after, limit)) {
        byPath.put(file.path(), file);
      }
    }
    return Limits.first(List.copyOf(byPath.values()), limit);
  }

  @Override
  public SortedMap<String, Long> contextCounts() {
    return access.read(
        view -> {
          SortedMap<String, Long> counts = new TreeMap<>(PathOrder.CODE_POINTS);
          try (IndexCursor<ContextKey, String, FileRecord> cursor =
              view.cursor(Tables.FILES_BY_CONTEXT, Range.all())) {
            while (cursor.next()) {
              ContextKey key = cursor.indexKey();
              String exact = key.exact();
              counts.merge(exact == null || exact.isEmpty() ? key.lower() : exact, 1L, Long::sum);
            }
          }
          return counts;
        });
  }

  @Override
  public List<FileRecord> recent(int limit) {
    return access.read(
        view -> {
          List<FileRecord> files = new ArrayList<>();
          for (IndexRow<Double, String, FileRecord> row :
              view.scan(Tables.FILES_BY_TIME, Range.all(), Limits.of(limit))) {
            files.add(row.record());
          }
          return files;
        });
  }
}
