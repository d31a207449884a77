package dev.fulgur.app.cli;

import dev.fulgur.app.terminal.Terminal;
import dev.fulgur.prompts.LabelPlacement;
import dev.fulgur.prompts.Labels;
import dev.fulgur.prompts.Labels.Gate;
import dev.fulgur.prompts.Registry;
import dev.fulgur.prompts.versions.LabelKey;
import dev.fulgur.prompts.versions.LabelMove;
import dev.fulgur.prompts.versions.Targets;
import dev.fulgur.store.Range;
import dev.fulgur.store.Row;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// `fulgur release`: moves a label of many templates at one instant.
@Command(
    name = "release",
    description = "Move a label of many templates in one transaction.",
    footerHeading = "%nExamples:%n",
    footer = {
      "  fulgur release 2026-03 production support/triage@1.5.0 support/reply@2.0.0",
      "  fulgur release 2026-03 production --from staging   all that is staged now"
    })
final class ReleaseVerb extends Verb {

  @Mixin private RegistryOptions registryOptions = new RegistryOptions();
  @Mixin private EditOptions editOptions = new EditOptions();

  @Parameters(index = "0", paramLabel = "NAME", description = "What the release is called.")
  private String name = "";

  @Parameters(index = "1", paramLabel = "LABEL", description = "The label that moves.")
  private String label = "";

  @Parameters(
      index = "2..*",
      arity = "0..*",
      paramLabel = "ID@VERSION",
      description = "The templates, each with a version or a label.")
  private List<String> references = new ArrayList<>();

  @Option(
      names = "--from",
      paramLabel = "LABEL",
      description = "Take every template that has this label, with what it names.")
  private @Nullable String from;

  @Option(
      names = "--force",
      description = "Move a guarded label also to versions that break its callers.")
  private boolean force;

  @Override
  int run(Terminal terminal) {
    if (references.isEmpty() == (from == null)) {
      throw wrongUse("name the templates as ID@VERSION, or --from a label that they have");
    }
    try (Registry registry = registryOptions.openToWrite(terminal)) {
      Labels labels = registry.labels();
      List<LabelPlacement> placements = from == null ? named(registry) : having(labels, from);
      List<LabelMove> moves =
          labels.release(name, placements, editOptions.edit(), force ? Gate.FORCED : Gate.CLOSED);
      print(terminal, placements, moves);
      return ExitCode.DONE;
    }
  }

  private List<LabelPlacement> named(Registry registry) {
    List<LabelPlacement> placements = new ArrayList<>();
    for (String reference : references) {
      var spec = registry.loadReference(reference);
      placements.add(LabelPlacement.of(spec.id(), label, spec.version()));
    }
    return placements;
  }

  private List<LabelPlacement> having(Labels labels, String source) {
    List<LabelPlacement> placements = new ArrayList<>();
    for (Row<LabelKey, LabelMove> row : labels.list(Range.all(), Integer.MAX_VALUE)) {
      Targets targets = row.record().targets();
      if (targets != null && row.key().label().equals(source)) {
        placements.add(new LabelPlacement(row.key().id(), label, targets));
      }
    }
    if (placements.isEmpty()) {
      throw new CommandFailed(
          "No template has a label "
              + Text.oneLine(source, 60)
              + "; 'fulgur labels' shows what there is.");
    }
    return placements;
  }

  private void print(Terminal terminal, List<LabelPlacement> placements, List<LabelMove> moves) {
    List<Map<String, ?>> rows = new ArrayList<>();
    for (int i = 0; i < moves.size(); i++) {
      rows.add(Moves.json(placements.get(i).id(), label, moves.get(i)));
    }
    Map<String, @Nullable Object> object = new LinkedHashMap<>();
    object.put("release", name);
    object.put("label", label);
    object.put("moves", rows);
    terminal.json(object);
    terminal.line(
        "Released "
            + Text.oneLine(name, 60)
            + ": "
            + label
            + " of "
            + Terminal.number(moves.size())
            + (moves.size() == 1 ? " template." : " templates."));
  }
}
