package dev.fulgur.bench;

import dev.fulgur.store.StoreOptions;
import dev.fulgur.tracker.FileEntry;
import dev.fulgur.tracker.FileRecord;
import dev.fulgur.tracker.MemoryQuery;
import dev.fulgur.tracker.MemoryRecord;
import dev.fulgur.tracker.NameFilter;
import dev.fulgur.tracker.SymbolEntry;
import dev.fulgur.tracker.SymbolRecord;
import dev.fulgur.tracker.Tracker;
import dev.fulgur.tracker.sqlite.SqliteTracker;
import dev.fulgur.tracker.stored.StoreTracker;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.function.DoubleSupplier;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.infra.Blackhole;

/// Calls on a tracker that holds [TrackerData]: on a store, or on SQLite with the schema and the
/// settings of the original.
@State(Scope.Thread)
public class TrackerOps {
  static final String PLACE = "tracker.place";
  static final String STORED = "stored";
  static final int BATCH = 1_000;

  private static final int READS = 100;
  private static final int VERSIONS = 2;

  private final long[] fileKeys = new long[TrackerData.FILES];
  private final long[] symbolKeys = new long[TrackerData.FILES];
  private final String[] paths = new String[TrackerData.FILES];
  private Tracker tracker;
  private long random = 0x9E3779B97F4A7C15L;
  private final List<List<FileEntry>> files = new ArrayList<>();
  private final List<List<SymbolEntry>> symbols = new ArrayList<>();
  private int version;

  /// Made by JMH.
  @SuppressWarnings("NullAway.Init")
  public TrackerOps() {}

  static Tracker open(Path place) {
    DoubleSupplier clock = () -> System.currentTimeMillis() / 1e3;
    return place.getFileName().toString().equals(STORED)
        ? StoreTracker.open(place, StoreOptions.defaults(), clock)
        : SqliteTracker.open(place, clock);
  }

  /// Opens the tracker and gathers what is asked for.
  @Setup
  public void open() {
    tracker = open(Path.of(System.getProperty(PLACE, STORED)));
    for (int file = 0; file < TrackerData.FILES; file++) {
      fileKeys[file] = TrackerData.file(file, 0).keyHash();
      symbolKeys[file] = TrackerData.symbol(file, 3, 0).keyHash();
      paths[file] = TrackerData.path(file);
    }
    for (int of = 1; of <= VERSIONS; of++) {
      List<FileEntry> entries = new ArrayList<>();
      List<SymbolEntry> ofFiles = new ArrayList<>();
      for (int file = 0; file < TrackerData.FILES; file++) {
        entries.add(TrackerData.file(file, of));
        for (int i = 0; file < BATCH && i < TrackerData.SYMBOLS_OF_A_FILE; i++) {
          ofFiles.add(TrackerData.symbol(file, i, of));
        }
      }
      files.add(entries);
      symbols.add(ofFiles);
    }
  }

  /// Closes it.
  @TearDown
  public void close() {
    tracker.close();
  }

  Tracker tracker() {
    return tracker;
  }

  private int any() {
    random ^= random << 13;
    random ^= random >>> 7;
    random ^= random << 17;
    return (int) (((random >>> 32) * TrackerData.FILES) >>> 32);
  }

  /// The file of a key hash.
  @Benchmark
  @OperationsPerInvocation(READS)
  public long fileByKey() {
    long sum = 0;
    for (int i = 0; i < READS; i++) {
      sum += Objects.requireNonNull(tracker.files().byKey(fileKeys[any()])).sizeBytes();
    }
    return sum;
  }

  /// The symbol of a key hash.
  @Benchmark
  @OperationsPerInvocation(READS)
  public long symbolByKey() {
    long sum = 0;
    for (int i = 0; i < READS; i++) {
      sum += Objects.requireNonNull(tracker.symbols().byKey(symbolKeys[any()])).lineStart();
    }
    return sum;
  }

  /// The symbols of a file.
  @Benchmark
  public List<SymbolRecord> symbolsOfFile() {
    return tracker.symbols().ofFile(paths[any()]);
  }

  /// Files that are known, written again in one batch.
  @Benchmark
  @OperationsPerInvocation(BATCH)
  public int upsertFiles() {
    int first = any();
    List<FileEntry> entries = files.get(++version % VERSIONS);
    return tracker.batch(
        b -> {
          for (int i = 0; i < BATCH; i++) {
            int file = (first + i) % TrackerData.FILES;
            b.files().upsert(paths[file], 1.7e9 + version, 9_000, entries.get(file));
          }
          return BATCH;
        });
  }

  /// Symbols that are known, written again in one batch.
  @Benchmark
  @OperationsPerInvocation(BATCH)
  public int upsertSymbols() {
    List<SymbolEntry> entries = symbols.get(++version % VERSIONS);
    int first = any() * 2;
    return tracker.batch(
        b -> {
          for (int i = 0; i < BATCH; i++) {
            b.symbols().upsert(entries.get(first + i));
          }
          return BATCH;
        });
  }

  /// All files.
  @Benchmark
  public void iterateFiles(Blackhole hole) {
    tracker.files().forEach(hole::consume);
  }

  /// The files of one context.
  @Benchmark
  public List<FileRecord> filesOfContext() {
    return tracker.files().byContext(TrackerData.CONTEXT, null, -1);
  }

  /// The memories that have a tag.
  @Benchmark
  public List<MemoryRecord> memoriesByTag() {
    return tracker.memories().query(MemoryQuery.ALL.withTags(List.of(TrackerData.TAG)), null, 50);
  }

  /// The files that were indexed last.
  @Benchmark
  public List<FileRecord> recentFiles() {
    return tracker.files().recent(10);
  }

  /// All symbols in the order of their names.
  @Benchmark
  public void symbolsByName(Blackhole hole) {
    tracker.symbols().forEachByName(NameFilter.ALL, hole::consume);
  }
}
