package dev.fulgur.app.cli;

import dev.fulgur.app.kv.KvDatabase;
import dev.fulgur.app.terminal.Terminal;
import dev.fulgur.store.LogHealth;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/// `fulgur kv recover`: what every opening does, shown.
@Command(
    name = "recover",
    description = {
      "Recover after a crash, show what was found, and check the whole database.",
      "Every other verb recovers as well, without a word."
    },
    footerHeading = "%nExamples:%n",
    footer = {"  fulgur kv recover", "  fulgur kv recover --json"})
final class KvRecoverVerb extends Verb {

  @Mixin private KvOptions kvOptions = new KvOptions();

  @Override
  int run(Terminal terminal) {
    try (KvDatabase database = kvOptions.openThere()) {
      LogHealth log = database.store().stats().log();
      List<String> problems = database.store().check().problems();
      Map<String, @Nullable Object> object = new LinkedHashMap<>();
      object.put("recovery", log == null ? null : KvHealth.json(log.recovery()));
      object.put("problems", problems);
      terminal.json(object);
      if (log != null) {
        KvHealth.print(terminal, log.recovery());
      }
      terminal.line("check          " + terminal.mark(problems.isEmpty()));
      problems.forEach(terminal::error);
      return problems.isEmpty() ? ExitCode.DONE : ExitCode.FAILED;
    }
  }
}
