package dev.fulgur.app.cli;

import dev.fulgur.app.measure.FolderTree;
import dev.fulgur.app.terminal.StoreLog;
import dev.fulgur.app.terminal.Terminal;
import dev.fulgur.store.Durability;
import dev.fulgur.store.scenario.CrashScenario;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// The demo's crash: a process that commits is killed, and what it had been told is looked for.
final class DemoCrash {
  private static final int KILLS = 3;

  private DemoCrash() {}

  /// Kills a process of its own some times, in a temporary folder, and says what was found again.
  ///
  /// @return whether nothing acknowledged was lost
  static boolean run(Terminal terminal, Map<String, @Nullable Object> object) throws IOException {
    StoreLog.onlyWarnings(terminal);
    Path folder = Files.createTempDirectory("fulgur-demo-crash");
    try {
      CrashScenario.Report report =
          new CrashScenario(
                  folder.resolve("kv"),
                  Durability.SYNCED,
                  System.nanoTime(),
                  line -> terminal.line("   " + line))
              .run(KILLS);
      terminal.line(
          "   %s acknowledged, %s; opening it after a kill took %s: %s"
              .formatted(
                  Terminal.number(report.acknowledged()),
                  report.isClean()
                      ? "all of them found again, none in part"
                      : "and not all is as it should be",
                  Terminal.duration(report.recovering().toNanos() / KILLS),
                  terminal.mark(report.isClean())));
      report.problems().forEach(problem -> terminal.line("   " + problem));
      object.put("kills", (long) report.kills());
      object.put("acknowledged", report.acknowledged());
      object.put("found_again", report.there());
      return report.isClean();
    } finally {
      FolderTree.remove(folder);
    }
  }
}
