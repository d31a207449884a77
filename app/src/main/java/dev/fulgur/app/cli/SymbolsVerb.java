package dev.fulgur.app.cli;

import dev.fulgur.app.terminal.Terminal;
import dev.fulgur.tracker.NameFilter;
import dev.fulgur.tracker.SymbolRecord;
import dev.fulgur.tracker.stored.StoreTracker;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// `fulgur symbols`: where a name is defined.
@Command(
    name = "symbols",
    description = "Find symbols by name.",
    footerHeading = "%nExamples:%n",
    footer = {
      "  fulgur symbols readAllBytes               exactly this name",
      "  fulgur symbols read --prefix --kind method",
      "  fulgur symbols todo --contains --json"
    })
final class SymbolsVerb extends TrackerVerb {

  private static final int PAGE = 1_000;

  @Parameters(paramLabel = "NAME", description = "The name, or a part of it.")
  @SuppressWarnings("NullAway.Init") // picocli sets it
  private String name;

  @ArgGroup private @Nullable How how;

  static final class How {
    @Option(names = "--prefix", description = "Names that begin so.")
    private boolean prefix;

    @Option(
        names = "--contains",
        description = "Names in which it stands, whatever the case of its letters.")
    private boolean contains;
  }

  @Option(names = "--kind", description = "Only symbols of this kind, such as class or method.")
  private @Nullable String kind;

  @Option(
      names = "--limit",
      paramLabel = "N",
      description = "At most so many; ${DEFAULT-VALUE} if not given, -1 for all.")
  private int limit = 50;

  @Override
  int work(Terminal terminal) {
    NameFilter filter =
        how != null && how.prefix
            ? NameFilter.prefix(name)
            : how != null && how.contains ? NameFilter.contains(name) : NameFilter.exact(name);
    List<SymbolRecord> found;
    try (StoreTracker tracker = openToRead()) {
      found = tracker.snapshot(t -> find(t.symbols(), filter));
    }
    List<List<String>> rows = new ArrayList<>();
    for (SymbolRecord symbol : found) {
      rows.add(
          List.of(
              TrackerJson.visible(symbol.name()),
              symbol.kind(),
              symbol.container() == null ? "" : TrackerJson.visible(symbol.container()),
              TrackerJson.shown(symbol.filePath()) + ":" + symbol.lineStart()));
    }
    if (found.isEmpty()) {
      terminal.message(
          how == null
              ? "No symbol is called so; --prefix and --contains find more."
              : "No symbol is called so.");
    } else {
      terminal.table(List.of("name", "kind", "in", "where"), rows);
    }
    Map<String, @Nullable Object> json = new LinkedHashMap<>();
    json.put("symbols", found.stream().map(TrackerJson::of).toList());
    terminal.json(json);
    return ExitCode.DONE;
  }

  private List<SymbolRecord> find(dev.fulgur.tracker.Symbols symbols, NameFilter filter) {
    if (kind == null) {
      return symbols.byName(filter, null, limit);
    }
    List<SymbolRecord> found = new ArrayList<>();
    SymbolRecord last = null;
    while (true) {
      List<SymbolRecord> page = symbols.byName(filter, last, PAGE);
      for (SymbolRecord symbol : page) {
        if (symbol.kind().equals(kind)) {
          found.add(symbol);
          if (found.size() == limit) {
            return found;
          }
        }
      }
      if (page.size() < PAGE) {
        return found;
      }
      last = page.getLast();
    }
  }
}
