package dev.fulgur.app.cli;

import dev.fulgur.app.kv.KvDatabase;
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
    description = "Bring everything in the log into the data file, so that other readers see it.",
    footerHeading = "%nExamples:%n",
    footer = {"  fulgur kv checkpoint"})
final class KvCheckpointVerb extends Verb {

  @Mixin private KvOptions kvOptions = new KvOptions();

  @Override
  int run(Terminal terminal) {
    try (KvDatabase database = kvOptions.openThere()) {
      database.store().checkpoint();
      LogHealth log = database.store().stats().log();
      long brought = log == null ? 0 : log.recovery().committed();
      long applied = log == null ? 0 : log.appliedSequence();
      Map<String, @Nullable Object> object = new LinkedHashMap<>();
      object.put("brought_in", brought);
      object.put("checkpointed", applied);
      object.put("log_bytes", log == null ? 0 : log.logBytes());
      terminal.json(object);
      terminal.line(
          "%s transactions were brought in; the data file holds all %s."
              .formatted(Terminal.number(brought), Terminal.number(applied)));
      return ExitCode.DONE;
    }
  }
}
