package dev.fulgur.app.cli;

import dev.fulgur.app.terminal.Terminal;
import dev.fulgur.prompts.Labels;
import dev.fulgur.prompts.Registry;
import dev.fulgur.prompts.versions.LabelKey;
import dev.fulgur.prompts.versions.LabelMove;
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

/// `fulgur labels`: which labels there are, and where they stand.
@Command(
    name = "labels",
    description = "List the labels of one template or of all, and where they stand.",
    footerHeading = "%nExamples:%n",
    footer = {
      "  fulgur labels",
      "  fulgur labels support/triage",
      "  fulgur labels --label production --json"
    })
final class LabelsVerb extends Verb {

  private static final int PAGE = 1_000;

  @Mixin private RegistryOptions registryOptions = new RegistryOptions();

  @Parameters(arity = "0..1", paramLabel = "ID", description = "The template (default: all).")
  private @Nullable String id;

  @Option(names = "--label", paramLabel = "LABEL", description = "Only this label.")
  private @Nullable String only;

  @Override
  int run(Terminal terminal) {
    try (Registry registry = registryOptions.openToRead(terminal)) {
      Labels labels = registry.labels();
      List<Row<LabelKey, LabelMove>> found = new ArrayList<>();
      if (id == null) {
        all(labels, found);
      } else {
        registry.load(id); // says so where there is no such template
        labels.of(id).forEach((label, move) -> found.add(new Row<>(new LabelKey(id, label), move)));
      }
      found.removeIf(row -> only != null && !row.key().label().equals(only));
      print(terminal, found, labels.guarded());
      return ExitCode.DONE;
    }
  }

  private static void all(Labels labels, List<Row<LabelKey, LabelMove>> found) {
    Range<LabelKey> rest = Range.all();
    while (true) {
      List<Row<LabelKey, LabelMove>> page = labels.list(rest, PAGE);
      found.addAll(page);
      if (page.size() < PAGE) {
        return;
      }
      rest = rest.beyond(page.getLast().key());
    }
  }

  private void print(
      Terminal terminal, List<Row<LabelKey, LabelMove>> found, List<String> guarded) {
    Map<String, @Nullable Object> object = new LinkedHashMap<>();
    object.put(
        "labels",
        found.stream()
            .map(row -> Moves.json(row.key().id(), row.key().label(), row.record()))
            .toList());
    object.put("guarded", guarded);
    terminal.json(object);
    if (found.isEmpty()) {
      terminal.message("No labels; 'fulgur label ID LABEL VERSION' sets one.");
    } else {
      terminal.table(
          List.of("ID", "LABEL", "VERSION", "SINCE", "AUTHOR"),
          found.stream()
              .map(
                  row ->
                      List.of(
                          Text.oneLine(row.key().id(), 60),
                          Text.oneLine(row.key().label(), 40),
                          Moves.targets(row.record()),
                          Moves.time(row.record().time()),
                          Moves.text(row.record().author(), 40)))
              .toList());
    }
    if (!guarded.isEmpty()) {
      terminal.line("guarded: " + String.join(", ", guarded));
    }
  }
}
