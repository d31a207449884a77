package dev.fulgur.app.cli;

import dev.fulgur.app.kv.KvDatabase;
import dev.fulgur.app.terminal.Terminal;
import dev.fulgur.store.LogHealth;
import dev.fulgur.store.StoreStats;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/// `fulgur kv stats`: which tables there are and how the log stands.
@Command(
    name = "stats",
    description = "Show the tables, and how the database and its log stand.",
    footerHeading = "%nExamples:%n",
    footer = {"  fulgur kv stats", "  fulgur kv stats --db .fulgur/kv --json"})
final class KvStatsVerb extends Verb {

  @Mixin private KvOptions kvOptions = new KvOptions();

  @Override
  int run(Terminal terminal) {
    try (KvDatabase database = kvOptions.openToRead(terminal)) {
      StoreStats stats = database.store().stats();
      LogHealth log = stats.log();
      Map<String, Long> counts = database.counts();
      Map<String, @Nullable Object> object = new LinkedHashMap<>();
      object.put("place", kvOptions.folder().toString());
      object.put("version", stats.version());
      object.put("used_bytes", stats.usedBytes());
      object.put("quota_bytes", stats.quotaBytes());
      object.put("file_bytes", stats.fileBytes());
      object.put("tables", counts);
      object.put("log", log == null ? null : KvHealth.json(log));
      object.put("warnings", stats.warnings());
      terminal.json(object);
      terminal.line("place          " + kvOptions.folder());
      terminal.line(
          "used           "
              + Terminal.size(stats.usedBytes())
              + " of "
              + Terminal.size(stats.quotaBytes()));
      if (log != null) {
        KvHealth.print(terminal, log);
      }
      terminal.line("");
      List<List<String>> rows = new ArrayList<>();
      counts.forEach((name, count) -> rows.add(List.of(name, Terminal.number(count))));
      terminal.table(List.of("TABLE", "ROWS"), rows);
      stats.warnings().forEach(terminal::warn);
      return ExitCode.DONE;
    }
  }
}
