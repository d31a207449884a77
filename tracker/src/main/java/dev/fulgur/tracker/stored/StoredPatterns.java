package dev.fulgur.tracker.stored;

import dev.fulgur.store.Cursor;
import dev.fulgur.store.IndexCursor;
import dev.fulgur.store.IndexRow;
import dev.fulgur.store.Range;
import dev.fulgur.store.Transaction;
import dev.fulgur.tracker.PatternRecord;
import dev.fulgur.tracker.Patterns;
import dev.fulgur.tracker.Span;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.DoubleSupplier;
import org.jspecify.annotations.Nullable;

final class StoredPatterns implements Patterns {

  private final Access access;
  private final DoubleSupplier clock;

  StoredPatterns(Access access, DoubleSupplier clock) {
    this.access = access;
    this.clock = clock;
  }

  @Override
  public void cache(
      long keyHash, String pattern, String toolType, List<String> matchedFiles, Span blob) {
    access.<@Nullable Object>write(
        tx -> {
          PatternRecord old = tx.get(Tables.PATTERNS, keyHash);
          tx.put(
              Tables.PATTERNS,
              keyHash,
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
    access.<@Nullable Object>write(
        tx -> {
          replace(tx, tx.get(Tables.PATTERNS, pattern.keyHash()), pattern);
          return null;
        });
  }

  static void replace(Transaction tx, @Nullable PatternRecord old, PatternRecord pattern) {
    VectorCounts counts = new VectorCounts();
    replace(tx, old, pattern, counts);
    counts.addTo(tx);
  }

  static void replace(
      Transaction tx, @Nullable PatternRecord old, PatternRecord pattern, VectorCounts counts) {
    tx.put(Tables.PATTERNS, pattern.keyHash(), pattern);
    counts.changed(null, old == null ? null : old.vector(), pattern.vector());
  }

  @Override
  public @Nullable PatternRecord get(long keyHash) {
    return access.<@Nullable PatternRecord>read(view -> view.get(Tables.PATTERNS, keyHash));
  }

  @Override
  public long[] ofFile(String path) {
    return access.read(
        view -> {
          List<Long> keys = view.keys(Tables.PATTERNS_BY_FILE, Range.only(path), Integer.MAX_VALUE);
          long[] hashes = new long[keys.size()];
          for (int i = 0; i < hashes.length; i++) {
            hashes[i] = keys.get(i);
          }
          return hashes;
        });
  }

  @Override
  public long evictForFile(String path) {
    return access.write(tx -> evictForFile(tx, path));
  }

  static long evictForFile(Transaction tx, String path) {
    List<IndexRow<String, Long, PatternRecord>> rows =
        tx.scan(Tables.PATTERNS_BY_FILE, Range.only(path), Integer.MAX_VALUE);
    for (IndexRow<String, Long, PatternRecord> row : rows) {
      evict(tx, row.record());
    }
    return rows.size();
  }

  private static void evict(Transaction tx, PatternRecord pattern) {
    tx.delete(Tables.PATTERNS, pattern.keyHash());
    VectorCounts.changed(tx, null, pattern.vector(), null);
  }

  @Override
  public long evictOlderThan(Duration age) {
    double cutoff = clock.getAsDouble() - age.toNanos() / 1e9;
    return access.write(
        tx -> {
          List<IndexRow<Double, Long, PatternRecord>> rows =
              tx.scan(Tables.PATTERNS_BY_TIME, Range.after(-cutoff), Integer.MAX_VALUE);
          for (IndexRow<Double, Long, PatternRecord> row : rows) {
            evict(tx, row.record());
          }
          return (long) rows.size();
        });
  }

  @Override
  public long count() {
    return access.read(view -> view.count(Tables.PATTERNS));
  }

  @Override
  public long clear() {
    return access.write(
        tx -> {
          try (Cursor<Long, PatternRecord> cursor = tx.cursor(Tables.PATTERNS, Range.all())) {
            while (cursor.next()) {
              VectorCounts.changed(tx, null, cursor.record().vector(), null);
            }
          }
          return tx.clear(Tables.PATTERNS);
        });
  }

  @Override
  public List<PatternRecord> recent(int limit) {
    return access.read(
        view -> {
          List<PatternRecord> patterns = new ArrayList<>();
          for (IndexRow<Double, Long, PatternRecord> row :
              view.scan(Tables.PATTERNS_BY_TIME, Range.all(), Limits.of(limit))) {
            patterns.add(row.record());
          }
          return patterns;
        });
  }

  @Override
  public void forEachEmbedded(Consumer<? super PatternRecord> action) {
    access.<@Nullable Object>read(
        view -> {
          try (IndexCursor<Double, Long, PatternRecord> cursor =
              view.cursor(Tables.PATTERNS_BY_TIME, Range.all())) {
            while (cursor.next()) {
              PatternRecord pattern = cursor.record();
              if (pattern.vector() != null) {
                action.accept(pattern);
              }
            }
          }
          return null;
        });
  }

  @Override
  public void forEach(Consumer<? super PatternRecord> action) {
    access.<@Nullable Object>read(
        view -> {
          try (Cursor<Long, PatternRecord> cursor = view.cursor(Tables.PATTERNS, Range.all())) {
            while (cursor.next()) {
              action.accept(cursor.record());
            }
          }
          return null;
        });
  }
}
