package dev.fulgur.app.cli;

import dev.fulgur.app.terminal.Terminal;
import dev.fulgur.prompts.LmdbRegistry;
import dev.fulgur.prompts.Registry;
import dev.fulgur.prompts.RegistryMetadata;
import dev.fulgur.store.Inspection;
import dev.fulgur.store.StoreStats;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/// `fulgur stats`: how much is there, how full it is, who reads.
@Command(
    name = "stats",
    description = "Show how many templates there are and how the database stands.",
    footerHeading = "%nExamples:%n",
    footer = {
      "  fulgur stats",
      "  fulgur stats --db prompts.fulgur --json",
      "  fulgur stats --watch                       live, until Ctrl-C",
      "  fulgur stats --watch --interval 5 --json   one JSON object on a line every five seconds"
    })
final class StatsVerb extends Verb {

  @Mixin private RegistryOptions registryOptions = new RegistryOptions();

  @Option(
      names = {"-w", "--watch"},
      description = "Look again and again, until it is interrupted.")
  private boolean watch;

  @Option(
      names = "--interval",
      paramLabel = "SECONDS",
      description = "Seconds between two looks of --watch (default: 1).")
  private double intervalSeconds = 1;

  @Option(
      names = "--times",
      paramLabel = "N",
      description = "End --watch after so many looks (default: never).")
  private long times;

  @Override
  int run(Terminal terminal) {
    if (watch) {
      return watch(terminal);
    }
    try (Registry registry = registryOptions.openToRead(terminal)) {
      RegistryMetadata metadata = registry.metadata();
      StoreStats stats = registry instanceof LmdbRegistry lmdb ? lmdb.store().stats() : null;
      Map<String, @Nullable Object> object = new LinkedHashMap<>();
      object.put("place", registry.place());
      object.put("templates", metadata.count());
      object.put(
          "last_modified",
          metadata.lastModified() == null ? null : metadata.lastModified().toString());
      if (stats != null) {
        object.put("store", json(stats));
      }
      terminal.json(object);
      terminal.line("place          " + registry.place());
      terminal.line("templates      " + Terminal.number(metadata.count()));
      terminal.line(
          "last modified  "
              + (metadata.lastModified() == null ? "never" : metadata.lastModified()));
      if (stats != null) {
        print(terminal, stats);
      }
      return ExitCode.DONE;
    }
  }

  private int watch(Terminal terminal) {
    if (!(intervalSeconds >= 0.1 && intervalSeconds <= 86_400)) {
      throw wrongUse("--interval takes seconds from 0.1 to 86400");
    }
    if (times < 0) {
      throw wrongUse("--times takes a number of looks");
    }
    Duration interval = Duration.ofNanos(Math.round(intervalSeconds * 1e9));
    try (Inspection store =
        Inspection.open(
            registryOptions.folder(), StoreOfVerb.KNOWN, registryOptions.readOptions())) {
      new StatsWatch(terminal, store, interval, times).run();
    }
    return ExitCode.DONE;
  }

  private static void print(Terminal terminal, StoreStats stats) {
    terminal.line("version        " + stats.version());
    terminal.line("engine         " + stats.engine());
    terminal.line(
        "used           "
            + Terminal.size(stats.usedBytes())
            + " of "
            + Terminal.size(stats.quotaBytes())
            + ", "
            + Terminal.size(stats.freeBytes())
            + " of it free to be used again");
    terminal.line("file           " + Terminal.size(stats.fileBytes()));
    terminal.line("disk free      " + Terminal.size(stats.diskFreeBytes()));
    terminal.line(
        "readers        "
            + stats.readersInUse()
            + " of "
            + stats.readersMax()
            + ", the oldest "
            + stats.oldestReaderLag()
            + " commits behind");
    terminal.line("");
    List<List<String>> rows = new ArrayList<>();
    new TreeMap<>(stats.rows())
        .forEach((name, count) -> rows.add(List.of(name, Terminal.number(count))));
    terminal.table(List.of("TABLE OR INDEX", "ENTRIES"), rows);
    stats.warnings().forEach(terminal::warn);
  }

  static Map<String, @Nullable Object> json(StoreStats stats) {
    Map<String, @Nullable Object> object = new LinkedHashMap<>();
    object.put("version", stats.version());
    object.put("engine", stats.engine());
    object.put("used_bytes", stats.usedBytes());
    object.put("free_bytes", stats.freeBytes());
    object.put("quota_bytes", stats.quotaBytes());
    object.put("file_bytes", stats.fileBytes());
    object.put("disk_free_bytes", stats.diskFreeBytes());
    object.put("readers_in_use", stats.readersInUse());
    object.put("readers_max", stats.readersMax());
    object.put("oldest_reader_lag", stats.oldestReaderLag());
    object.put("rows", new TreeMap<>(stats.rows()));
    object.put("warnings", stats.warnings());
    return object;
  }
}
