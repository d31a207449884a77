package dev.fulgur.app.cli;

import dev.fulgur.app.terminal.Terminal;
import dev.fulgur.prompts.LabelException;
import dev.fulgur.prompts.Labels;
import dev.fulgur.prompts.Registry;
import dev.fulgur.prompts.versions.LabelMove;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// `fulgur history`: every move of the labels of a template, the newest first.
@Command(
    name = "history",
    description = "Show the moves of a template's labels, the newest first.",
    footerHeading = "%nExamples:%n",
    footer = {
      "  fulgur history support/triage",
      "  fulgur history support/triage production --limit 5",
      "  fulgur get support/triage@production --as-of 2026-03-01T09:00:00Z"
    })
final class HistoryVerb extends Verb {

  @Mixin private RegistryOptions registryOptions = new RegistryOptions();

  @Parameters(index = "0", paramLabel = "ID", description = "The template.")
  private String id = "";

  @Parameters(
      index = "1",
      arity = "0..1",
      paramLabel = "LABEL",
      description = "The label (default: all).")
  private @Nullable String label;

  @Option(
      names = "--limit",
      paramLabel = "N",
      description = "At most so many moves of each label (default: all).")
  private int limit = Integer.MAX_VALUE;

  @Override
  int run(Terminal terminal) {
    if (limit < 0) {
      throw wrongUse("--limit takes a number of moves, zero or more, not " + limit);
    }
    try (Registry registry = registryOptions.openToRead(terminal)) {
      Labels labels = registry.labels();
      Map<String, List<LabelMove>> moved = new LinkedHashMap<>();
      if (label == null) {
        labels
            .history(id)
            .forEach(
                (name, moves) -> moved.put(name, moves.subList(0, Math.min(limit, moves.size()))));
        if (moved.isEmpty()) {
          registry.load(id); // says so where there is no such template
        }
      } else {
        List<LabelMove> moves = labels.history(id, label, limit);
        if (moves.isEmpty() && limit > 0) {
          labels.load(id, label, null); // says what is missing
        }
        moved.put(label, moves);
      }
      print(terminal, moved);
      return ExitCode.DONE;
    } catch (LabelException.Missing e) {
      throw new CommandFailed(
          "The template "
              + Text.oneLine(id, 60)
              + " never had a label "
              + Text.oneLine(String.valueOf(label), 60)
              + "; 'fulgur labels' shows what there is.");
    }
  }

  private void print(Terminal terminal, Map<String, List<LabelMove>> moved) {
    List<Map<String, ?>> moves = new ArrayList<>();
    List<List<String>> rows = new ArrayList<>();
    moved.forEach(
        (name, history) -> {
          for (int i = 0; i < history.size(); i++) {
            LabelMove move = history.get(i);
            moves.add(Moves.json(id, name, move));
            boolean wentBack = i + 1 < history.size() && history.get(i + 1).at() > move.at();
            rows.add(
                List.of(
                    Text.oneLine(name, 40),
                    String.valueOf(move.sequence()),
                    move.kind().word(),
                    Moves.targets(move),
                    Moves.time(move.time()) + (wentBack ? " (clock went back)" : ""),
                    Moves.text(move.author(), 40),
                    Moves.text(
                        move.release() == null
                            ? move.message()
                            : "[" + move.release() + "] " + Moves.text(move.message(), 60),
                        60)));
          }
        });
    Map<String, @Nullable Object> object = new LinkedHashMap<>();
    object.put("id", id);
    object.put("moves", moves);
    terminal.json(object);
    if (rows.isEmpty()) {
      terminal.message("No label of " + Text.oneLine(id, 60) + " was moved yet.");
      return;
    }
    terminal.table(List.of("LABEL", "MOVE", "KIND", "VERSION", "TIME", "AUTHOR", "MESSAGE"), rows);
  }
}
