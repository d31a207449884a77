package dev.fulgur.app.cli;

import dev.fulgur.app.kv.KvDatabase;
import dev.fulgur.app.terminal.Terminal;
import dev.fulgur.store.Inspection;
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
      "Every other verb recovers as well, and says so in one line."
    },
    footerHeading = "%nExamples:%n",
    footer = {"  fulgur kv recover", "  fulgur kv recover --json"})
final class KvRecoverVerb extends Verb {

  @Mixin private KvOptions kvOptions = new KvOptions();

  @Override
  int run(Terminal terminal) {
    LogHealth.Recovery recovery;
    try (KvDatabase database = kvOptions.openToRecover(terminal)) {
      recovery = database.recovery();
    }
    try (Inspection store = Inspection.open(kvOptions.folder(), List.of())) {
      List<String> problems = Checks.run(terminal, store).problems();
      Map<String, @Nullable Object> object = new LinkedHashMap<>();
      object.put("recovery", recovery == null ? null : KvHealth.json(recovery));
      object.put("problems", problems);
      terminal.json(object);
      if (recovery != null) {
        KvHealth.print(terminal, recovery);
      }
      terminal.line("check          " + terminal.mark(problems.isEmpty()));
      problems.forEach(terminal::error);
      return problems.isEmpty() ? ExitCode.DONE : ExitCode.FAILED;
    }
  }
}
