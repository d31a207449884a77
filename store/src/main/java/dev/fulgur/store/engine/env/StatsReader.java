package dev.fulgur.store.engine.env;

import dev.fulgur.lmdb.EnvInfo;
import dev.fulgur.lmdb.ReaderSlot;
import dev.fulgur.store.StoreOptions;
import dev.fulgur.store.StoreStats;
import dev.fulgur.store.StoreStats.LongView;
import dev.fulgur.store.engine.Catalog;
import dev.fulgur.store.engine.Rows;
import dev.fulgur.store.engine.Tree;
import java.io.IOException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Gathers how a store stands.
public final class StatsReader {

  private static final int WARN_AT_PERCENT = 80;
  private static final long WARN_BELOW_DISK_BYTES = 64L << 20;

  private final Environment environment;
  private final Catalog catalog;
  private final ViewWatch watch;

  /// For an open environment.
  public StatsReader(Environment environment, Catalog catalog, ViewWatch watch) {
    this.environment = environment;
    this.catalog = catalog;
    this.watch = watch;
  }

  /// How it stands, as a snapshot has it.
  public StoreStats read(
      String engine,
      Rows rows,
      long commits,
      long writes,
      Map<String, Long> failures,
      @Nullable Throwable poison) {
    EnvInfo info = environment.info();
    int pageBytes = environment.env().stat().pageSizeBytes();
    long usedBytes = (info.lastPage() + 1) * pageBytes;
    long freeBytes = Structure.freePages(environment, rows.version()) * pageBytes;
    List<ReaderSlot> slots =
        environment.options().mode() == StoreOptions.Mode.IMAGE
            ? List.of()
            : environment.env().readers();
    long oldest = info.lastTxnId();
    for (ReaderSlot slot : slots) {
      if (slot.txnId() >= 0) {
        oldest = Math.min(oldest, slot.txnId());
      }
    }
    Map<String, Long> counts = new LinkedHashMap<>();
    for (Tree tree : catalog.trees()) {
      if (!tree.name().startsWith("_")) {
        counts.put(tree.name(), rows.count(tree));
      }
    }
    long diskFree = Failures.freeBytes(environment.folder());
    List<LongView> longViews = watch.longViews();
    long live = usedBytes - freeBytes;
    return new StoreStats(
        rows.version(),
        engine,
        usedBytes,
        freeBytes,
        environment.quotaBytes(),
        fileBytes(),
        diskFree,
        slots.size(),
        info.maxReaders(),
        info.lastTxnId() - oldest,
        commits,
        writes,
        failures,
        counts,
        longViews,
        warnings(live, diskFree, slots.size(), info.maxReaders(), longViews, poison),
        null);
  }

  private List<String> warnings(
      long liveBytes,
      long diskFree,
      int readers,
      int maxReaders,
      List<LongView> longViews,
      @Nullable Throwable poison) {
    List<String> warnings = new ArrayList<>();
    long quota = environment.quotaBytes();
    if (liveBytes > quota / 100 * WARN_AT_PERCENT) {
      warnings.add(
          "%d of %d bytes are used, over %d %%; delete, or raise the quota."
              .formatted(liveBytes, quota, WARN_AT_PERCENT));
    }
    if (diskFree < WARN_BELOW_DISK_BYTES) {
      warnings.add("The disk has only %d bytes left; free some.".formatted(diskFree));
    }
    if (readers > maxReaders / 100.0 * WARN_AT_PERCENT) {
      warnings.add(
          "%d of %d reader slots are taken; close views that are not needed."
              .formatted(readers, maxReaders));
    }
    for (LongView view : longViews) {
      warnings.add(
          "A view has been open for %s in thread %s; close it soon."
              .formatted(view.age(), view.thread()));
    }
    if (poison != null) {
      warnings.add(
          "Writes fail since a commit did (%s); reopen the store.".formatted(poison.getMessage()));
    }
    return warnings;
  }

  private long fileBytes() {
    try {
      return Files.size(environment.folder().resolve(DataFile.NAME));
    } catch (IOException e) {
      return -1;
    }
  }
}
