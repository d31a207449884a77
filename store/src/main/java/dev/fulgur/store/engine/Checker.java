package dev.fulgur.store.engine;

import dev.fulgur.store.CheckReport;
import dev.fulgur.store.Counter;
import dev.fulgur.store.KeepingProgress;
import dev.fulgur.store.RecordFormat;
import dev.fulgur.store.StoreException;
import java.lang.foreign.MemorySegment;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/// Reads every row of a snapshot: each record with its checksum, each index against its
/// recomputation from the records.
///
/// An index is right if every row that the records call for is there, and there are no others,
/// which the numbers tell.
public final class Checker {

  private static final int KEPT_PROBLEMS = 1_000;
  private static final int TELL_EVERY = 1 << 12;

  private final Catalog catalog;
  private final Rows rows;
  private final Scratch scratch = new Scratch();
  private final List<String> problems = new ArrayList<>();
  private final KeepingProgress progress;
  private long total;
  private long problemCount;
  private long records;
  private long indexEntries;

  /// @param structure problems that were found in the structure of the file before
  public Checker(Catalog catalog, Rows rows, List<String> structure) {
    this(catalog, rows, structure, KeepingProgress.NONE);
  }

  /// @param structure problems that were found in the structure of the file before
  /// @param progress told in records
  public Checker(Catalog catalog, Rows rows, List<String> structure, KeepingProgress progress) {
    this.catalog = catalog;
    this.rows = rows;
    this.progress = progress;
    for (String problem : structure) {
      problem(problem);
    }
  }

  /// Checks everything.
  public CheckReport run() {
    long begun = System.nanoTime();
    definitions();
    counters();
    boolean others = rows.writtenByOthers();
    for (BoundTable<?, ?> table : catalog.tables()) {
      total += rows.count(table.tree);
    }
    progress.at(0, total);
    for (BoundTable<?, ?> table : catalog.tables()) {
      boolean behind = others && !(table.table.format() instanceof RecordFormat.Sealed<?>);
      table(table, !behind);
    }
    progress.at(records, total);
    return new CheckReport(
        records, indexEntries, problems, problemCount, Duration.ofNanos(System.nanoTime() - begun));
  }

  private void definitions() {
    try {
      Definitions _ = Definitions.read(rows, scratch);
    } catch (StoreException.CorruptRecord e) {
      problem(String.valueOf(e.getMessage()));
    }
  }

  private void counters() {
    try (RangeWalk walk = new RangeWalk(rows, Catalog.COUNTERS, ByteRange.ALL)) {
      while (walk.next()) {
        String name = new String(Bytes.copy(walk.key()), StandardCharsets.UTF_8);
        try {
          long _ = Counters.read(new Counter(name), walk.key(), walk.value());
        } catch (StoreException.CorruptRecord | IllegalArgumentException e) {
          problem(String.valueOf(e.getMessage()));
        }
      }
    }
  }

  private <K, R> void table(BoundTable<K, R> table, boolean indexes) {
    List<IndexMaintainer<?, K, R>> built = new ArrayList<>();
    for (IndexMaintainer<?, K, R> index : table.indexes) {
      if (indexes && index.built) {
        built.add(index);
      }
    }
    long[] wanted = new long[built.size()];
    boolean whole = true;
    try (RangeWalk walk = new RangeWalk(rows, table.tree, ByteRange.ALL)) {
      while (walk.next()) {
        records++;
        if ((records & TELL_EVERY - 1) == 0) {
          progress.at(records, total);
        }
        whole &= record(table, built, wanted, walk);
      }
    }
    for (int i = 0; whole && i < wanted.length; i++) {
      long there = rows.count(built.get(i).tree);
      if (there != wanted[i]) {
        problem(
            "The index \"%s\" has %d entries and its records call for %d."
                .formatted(built.get(i).tree.name(), there, wanted[i]));
      }
    }
  }

  private <K, R> boolean record(
      BoundTable<K, R> table,
      List<IndexMaintainer<?, K, R>> indexes,
      long[] wanted,
      RangeWalk walk) {
    MemorySegment key = walk.key();
    try {
      K _ = table.readKey(scratch, key);
      R record = table.read(rows, scratch, key, walk.value());
      for (int i = 0; i < wanted.length; i++) {
        for (IndexEntry entry : indexes.get(i).entries(scratch, record, key)) {
          wanted[i]++;
          indexEntries++;
          entry(indexes.get(i), entry);
        }
      }
      return true;
    } catch (StoreException.CorruptRecord e) {
      problem(String.valueOf(e.getMessage()));
      return false;
    }
  }

  private void entry(IndexMaintainer<?, ?, ?> index, IndexEntry entry) {
    MemorySegment there = rows.get(index.tree, MemorySegment.ofArray(entry.key()));
    if (there == null) {
      problem(
          "The index \"%s\" has no entry %s, which a record calls for."
              .formatted(index.tree.name(), Bytes.show(entry.key())));
    } else if (!Bytes.equal(there, entry.value())) {
      problem(
          "The entry %s of the index \"%s\" is not what its record calls for."
              .formatted(Bytes.show(entry.key()), index.tree.name()));
    }
  }

  private void problem(String sentence) {
    problemCount++;
    if (problems.size() < KEPT_PROBLEMS) {
      problems.add(sentence);
    }
  }
}
