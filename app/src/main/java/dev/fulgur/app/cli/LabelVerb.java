package dev.fulgur.app.cli;

import dev.fulgur.app.terminal.Terminal;
import dev.fulgur.prompts.LabelPlacement;
import dev.fulgur.prompts.Labels;
import dev.fulgur.prompts.Labels.Gate;
import dev.fulgur.prompts.Registry;
import dev.fulgur.prompts.versions.LabelMove;
import dev.fulgur.prompts.versions.Targets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// `fulgur label`: puts a label of a template on a version, or takes it away.
@Command(
    name = "label",
    description = "Put a label of a template on a version, or on several with weights.",
    footerHeading = "%nExamples:%n",
    footer = {
      "  fulgur label support/triage production 1.4.0",
      "  fulgur label support/triage production 1.4.0=90 1.5.0=10   by percent of the callers",
      "  fulgur label support/triage canary --remove",
      "  fulgur get support/triage@production"
    })
final class LabelVerb extends Verb {

  @Mixin private RegistryOptions registryOptions = new RegistryOptions();
  @Mixin private EditOptions editOptions = new EditOptions();

  @Parameters(index = "0", paramLabel = "ID", description = "The template.")
  private String id = "";

  @Parameters(index = "1", paramLabel = "LABEL", description = "The label.")
  private String label = "";

  @Parameters(
      index = "2..*",
      arity = "0..*",
      paramLabel = "VERSION[=PERCENT]",
      description = "The version, or several with weights that sum to 100.")
  private List<String> versions = new ArrayList<>();

  @Option(names = "--remove", description = "Take the label away; its history stays.")
  private boolean remove;

  @Option(
      names = "--force",
      description = "Put a guarded label also on a version that breaks its callers.")
  private boolean force;

  @Override
  int run(Terminal terminal) {
    if (remove != versions.isEmpty()) {
      throw wrongUse(
          remove ? "--remove takes no version" : "name the version for the label, or --remove");
    }
    Targets targets = remove ? null : targets();
    try (Registry registry = registryOptions.openToWrite(terminal)) {
      Labels labels = registry.labels();
      if (targets == null) {
        labels.remove(id, label, editOptions.edit());
        Map<String, @Nullable Object> object = new LinkedHashMap<>();
        object.put("id", id);
        object.put("label", label);
        object.put("removed", true);
        terminal.json(object);
        terminal.line(Text.oneLine(id, 100) + " has no label " + label + " any more.");
        return ExitCode.DONE;
      }
      LabelMove move =
          labels.move(
              new LabelPlacement(id, label, targets),
              editOptions.edit(),
              force ? Gate.FORCED : Gate.CLOSED);
      terminal.json(Moves.json(id, label, move));
      terminal.line(Text.oneLine(id, 100) + "@" + label + " is " + Moves.targets(move));
      return ExitCode.DONE;
    }
  }

  private Targets targets() {
    try {
      return Targets.parse(versions);
    } catch (IllegalArgumentException e) {
      throw new CommandFailed(
          "The label "
              + Text.oneLine(label, 60)
              + " of "
              + Text.oneLine(id, 60)
              + " cannot be set: "
              + e.getMessage()
              + "; write it as 1.4.0, or as 1.4.0=90 1.5.0=10.");
    }
  }
}
