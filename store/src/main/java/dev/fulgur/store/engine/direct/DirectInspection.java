package dev.fulgur.store.engine.direct;

import dev.fulgur.store.CheckReport;
import dev.fulgur.store.Inspection;
import dev.fulgur.store.KeepingProgress;
import dev.fulgur.store.Schema;
import dev.fulgur.store.StoreContents;
import dev.fulgur.store.StoreOptions;
import dev.fulgur.store.StoreStats;
import dev.fulgur.store.Table;
import dev.fulgur.store.engine.Catalog;
import dev.fulgur.store.engine.Checker;
import dev.fulgur.store.engine.Contents;
import dev.fulgur.store.engine.Rows;
import dev.fulgur.store.engine.SchemaKeeper;
import dev.fulgur.store.engine.env.Copies;
import dev.fulgur.store.engine.env.Environment;
import dev.fulgur.store.engine.env.ReadSlot;
import dev.fulgur.store.engine.env.StatsReader;
import dev.fulgur.store.engine.env.Structure;
import dev.fulgur.store.engine.env.ViewWatch;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// What LMDB's file of a store holds, opened with the tables that the file itself names.
public final class DirectInspection implements Inspection {

  private static final String ENGINE = "direct";

  private final Environment environment;
  private final Catalog catalog;
  private final ViewWatch watch;
  private final StoreContents contents;

  private DirectInspection(Environment environment, Catalog catalog, StoreContents contents) {
    this.environment = environment;
    this.catalog = catalog;
    this.watch = new ViewWatch(environment);
    this.contents = contents;
  }

  /// Opens the store in `folder` for reading.
  public static DirectInspection open(Path folder, List<Schema> known, StoreOptions options) {
    if (options.mode() == StoreOptions.Mode.READ_WRITE) {
      throw new IllegalArgumentException("A store is inspected with options for reading.");
    }
    Path absolute = folder.toAbsolutePath().normalize();
    Catalog all = new Catalog(Contents.union(known));
    List<Schema> fitting = new ArrayList<>();
    List<Table<?, ?>> tables = new ArrayList<>();
    Environment first = Environment.open(absolute, options, all.trees());
    StoreContents contents;
    try {
      contents =
          read(
              first,
              rows -> {
                fitting.addAll(Contents.fitting(rows, known, all));
                tables.addAll(Contents.unknown(rows, fitting));
                return Contents.read(rows, tables);
              });
    } finally {
      first.close();
    }
    tables.addAll(0, Contents.union(fitting).tables());
    Catalog catalog = new Catalog(new Schema("inspection", 1, tables));
    Environment environment = Environment.open(absolute, options, catalog.trees());
    boolean opened = false;
    try {
      read(
          environment,
          rows -> {
            new SchemaKeeper(catalog, ENGINE).examine(rows, fitting);
            return true;
          });
      opened = true;
      return new DirectInspection(environment, catalog, contents);
    } finally {
      if (!opened) {
        environment.close();
      }
    }
  }

  private static <T extends @Nullable Object> T read(
      Environment environment, Function<? super Rows, T> reading) {
    ReadSlot slot = environment.take();
    try {
      return reading.apply(slot.rows());
    } finally {
      environment.end(slot);
    }
  }

  @Override
  public Path path() {
    return environment.folder();
  }

  @Override
  public StoreContents contents() {
    return contents;
  }

  @Override
  public StoreStats stats() {
    String engine = contents.engine();
    return read(
        environment,
        rows ->
            new StatsReader(environment, catalog, watch)
                .read(engine == null ? ENGINE : engine, rows, 0, 0, Map.of(), null));
  }

  @Override
  public CheckReport check(KeepingProgress progress) {
    return read(
        environment,
        rows ->
            new Checker(catalog, rows, Structure.check(environment, rows.version()), progress)
                .run());
  }

  @Override
  public void backup(Path target, KeepingProgress progress) {
    Copies.refuseOpenLog(environment, target);
    Copies.backup(environment, target, progress);
  }

  @Override
  public void compact(Path target, KeepingProgress progress) {
    Copies.refuseOpenLog(environment, target);
    Copies.compact(environment, catalog, target, progress);
  }

  @Override
  public void close() {
    environment.close();
  }
}
