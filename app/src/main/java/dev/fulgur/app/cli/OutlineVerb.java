package dev.fulgur.app.cli;

import dev.fulgur.app.terminal.Style;
import dev.fulgur.app.terminal.Terminal;
import dev.fulgur.tracker.FileRecord;
import dev.fulgur.tracker.SourceFiles;
import dev.fulgur.tracker.SymbolRecord;
import dev.fulgur.tracker.stored.StoreTracker;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/// `fulgur outline`: the symbols of one file.
@Command(
    name = "outline",
    description = "Show the symbols of a file, as they stand in it.",
    footerHeading = "%nExamples:%n",
    footer = {"  fulgur outline src/Main.java"})
final class OutlineVerb extends TrackerVerb {

  @Parameters(paramLabel = "FILE", description = "The file, as it was indexed.")
  @SuppressWarnings("NullAway.Init") // picocli sets it
  private Path file;

  @Override
  int work(Terminal terminal) throws java.io.IOException {
    String path =
        java.nio.file.Files.exists(file) ? file.toRealPath().toString() : SourceFiles.keyOf(file);
    FileRecord record;
    List<SymbolRecord> symbols;
    try (StoreTracker tracker = openToRead()) {
      record = tracker.files().get(path);
      symbols = new ArrayList<>(tracker.symbols().ofFile(path));
    }
    if (record == null) {
      terminal.error("the file " + path + " is not known; index the tree that it stands in");
      return ExitCode.FAILED;
    }
    symbols.sort(
        Comparator.comparingInt(SymbolRecord::lineStart).thenComparingLong(SymbolRecord::id));
    terminal.heading(TrackerJson.shown(path));
    for (SymbolRecord symbol : symbols) {
      Integer end = symbol.lineEnd();
      terminal.line(
          "%6d%s  %s %s%s"
              .formatted(
                  symbol.lineStart(),
                  end == null || end == symbol.lineStart() ? "" : "-" + end,
                  terminal.style(Style.DIM, symbol.kind()),
                  symbol.container() == null ? "" : TrackerJson.visible(symbol.container()) + " ",
                  terminal.style(Style.CYAN, TrackerJson.visible(symbol.name()))));
    }
    Map<String, @Nullable Object> json = new LinkedHashMap<>();
    json.put("file", TrackerJson.of(record));
    json.put("symbols", symbols.stream().map(TrackerJson::of).toList());
    terminal.json(json);
    return ExitCode.DONE;
  }
}
