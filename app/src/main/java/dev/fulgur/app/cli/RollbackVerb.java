package dev.fulgur.app.cli;

import dev.fulgur.app.terminal.Terminal;
import dev.fulgur.prompts.Labels.Gate;
import dev.fulgur.prompts.Registry;
import dev.fulgur.prompts.versions.LabelMove;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// `fulgur rollback`: puts a label back on what it named before.
@Command(
    name = "rollback",
    description =
        "Put a label back on what it named before. Done again, it goes back one move further.",
    footerHeading = "%nExamples:%n",
    footer = {"  fulgur rollback support/triage production -m 'answers in the wrong language'"})
final class RollbackVerb extends Verb {

  @Mixin private RegistryOptions registryOptions = new RegistryOptions();
  @Mixin private EditOptions editOptions = new EditOptions();

  @Parameters(index = "0", paramLabel = "ID", description = "The template.")
  private String id = "";

  @Parameters(index = "1", paramLabel = "LABEL", description = "The label.")
  private String label = "";

  @Option(
      names = "--force",
      description = "Put a guarded label back also where that breaks its callers.")
  private boolean force;

  @Override
  int run(Terminal terminal) {
    try (Registry registry = registryOptions.openToWrite(terminal)) {
      LabelMove move =
          registry
              .labels()
              .rollback(id, label, editOptions.edit(), force ? Gate.FORCED : Gate.CLOSED);
      terminal.json(Moves.json(id, label, move));
      terminal.line(Text.oneLine(id, 100) + "@" + label + " is back on " + Moves.targets(move));
      return ExitCode.DONE;
    }
  }
}
