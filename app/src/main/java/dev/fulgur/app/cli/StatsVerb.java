package dev.fulgur.app.cli;

import dev.fulgur.app.terminal.Terminal;
import dev.fulgur.prompts.LmdbRegistry;
import dev.fulgur.prompts.Registry;
import dev.fulgur.prompts.RegistryMetadata;
import dev.fulgur.store.StoreStats;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/// `fulgur stats`: how much is there, how full it is, who reads.
@Command(
    name = "stats",
    description = "Show how many templates there are and how the database stands.",
    footerHeading = "%nExamples:%n",
    footer = {"  fulgur stats", "  fulgur stats --db prompts.fulgur --json"})
final class StatsVerb extends Verb {

  @Mixin private RegistryOptions registryOptions = new RegistryOptions();

  @Override
  int run(Terminal terminal) {
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

  private static Map<String, @Nullable Object> json(StoreStats stats) {
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
