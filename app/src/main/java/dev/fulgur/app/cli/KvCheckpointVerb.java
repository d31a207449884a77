package dev.fulgur.app.cli;

import dev.fulgur.app.kv.KvDatabase;
import dev.fulgur.app.terminal.Progress;
import dev.fulgur.app.terminal.Terminal;
import dev.fulgur.store.LogHealth;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/// `fulgur kv checkpoint`: brings the log into the data file.
@Command(
    name = "checkpoint",
    description = {
      "Bring everything in the log into the data file, so that other readers see it.",
      "Every verb does so when it ends; this one is for after a crash, or a full disk."
    },
    footerHeading = "%nExamples:%n",
    footer = {"  fulgur kv checkpoint", "  fulgur kv checkpoint --db .fulgur/kv --json"})
final class KvCheckpointVerb extends Verb {

  @Mixin private KvOptions kvOptions = new KvOptions();

  @Override
  int run(Terminal terminal) {
    try (KvDatabase database = kvOptions.openToRecover(terminal)) {
      try (Progress _ = terminal.progress("Bringing in " + kvOptions.folder(), 0)) {
        database.store().checkpoint();
      }
      LogHealth log = database.store().stats().log();
      LogHealth.Recovery recovery = database.recovery();
      long brought = recovery == null ? 0 : recovery.committed();
      long applied = log == null ? 0 : log.appliedSequence();
      Map<String, @Nullable Object> object = new LinkedHashMap<>();
      object.put("brought_in", brought);
      object.put("checkpointed", applied);
      object.put("log_bytes", log == null ? 0 : log.logBytes());
      terminal.json(object);
      terminal.line(
          "Brought in %s; the data file holds all up to number %s."
              .formatted(Text.count(brought, "transaction"), Terminal.number(applied)));
      return ExitCode.DONE;
    }
  }
}
