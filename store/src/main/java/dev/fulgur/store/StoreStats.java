package dev.fulgur.store;

import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.ToLongFunction;
import org.jspecify.annotations.Nullable;

/// How a store stands.
///
/// @param version the version of the last commit
/// @param engine the engine, `direct` or `logged`
/// @param usedBytes how much of the map holds data
/// @param freeBytes how much of the used part is free to be used again
/// @param quotaBytes the most that may be used
/// @param fileBytes the size of the data file
/// @param diskFreeBytes what its disk has left
/// @param readersInUse reader slots taken, by all processes
/// @param readersMax reader slots there are; whoever opened the store first decided
/// @param oldestReaderLag how many commits the oldest reader is behind
/// @param commits commits made through this open store
/// @param writes closures and interactive transactions that were committed
/// @param failures writes that threw, by the simple name of what they threw
/// @param rows records by table and entries by index
/// @param longViews views that are older than the age limit
/// @param warnings one sentence each, such as when over 80 % of the quota is used
/// @param log how the log stands, null in the direct engine
public record StoreStats(
    long version,
    String engine,
    long usedBytes,
    long freeBytes,
    long quotaBytes,
    long fileBytes,
    long diskFreeBytes,
    int readersInUse,
    int readersMax,
    long oldestReaderLag,
    long commits,
    long writes,
    Map<String, Long> failures,
    Map<String, Long> rows,
    List<LongView> longViews,
    List<String> warnings,
    @Nullable LogHealth log) {

  /// Copies the collections.
  public StoreStats {
    failures = Map.copyOf(failures);
    rows = Map.copyOf(rows);
    longViews = List.copyOf(longViews);
    warnings = List.copyOf(warnings);
  }

  /// The same with the state of a log.
  public StoreStats withLog(LogHealth health) {
    return with(version, rows, health);
  }

  /// The same with the version and the numbers of rows of an engine that has more than LMDB's file.
  public StoreStats withRows(long newVersion, ToLongFunction<String> count) {
    Map<String, Long> counted = new HashMap<>();
    rows.keySet().forEach(name -> counted.put(name, count.applyAsLong(name)));
    return with(newVersion, counted, log);
  }

  private StoreStats with(long newVersion, Map<String, Long> newRows, @Nullable LogHealth newLog) {
    return new StoreStats(
        newVersion,
        engine,
        usedBytes,
        freeBytes,
        quotaBytes,
        fileBytes,
        diskFreeBytes,
        readersInUse,
        readersMax,
        oldestReaderLag,
        commits,
        writes,
        failures,
        newRows,
        longViews,
        warnings,
        newLog);
  }

  /// A view that has been open for longer than the age limit.
  ///
  /// @param thread the name of the thread that opened it
  /// @param age how long it has been open
  /// @param openedAt the stack that opened it
  public record LongView(String thread, Duration age, List<StackTraceElement> openedAt) {

    /// Copies the stack.
    public LongView {
      openedAt = List.copyOf(openedAt);
    }
  }
}
