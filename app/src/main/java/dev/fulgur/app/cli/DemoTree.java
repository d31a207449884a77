package dev.fulgur.app.cli;

import dev.fulgur.app.terminal.Progress;
import dev.fulgur.app.terminal.Style;
import dev.fulgur.app.terminal.Terminal;
import dev.fulgur.tracker.JsonList;
import dev.fulgur.tracker.KeyHash;
import dev.fulgur.tracker.MemoryEntry;
import dev.fulgur.tracker.MemoryQuery;
import dev.fulgur.tracker.MemoryRecord;
import dev.fulgur.tracker.NameFilter;
import dev.fulgur.tracker.Span;
import dev.fulgur.tracker.SymbolRecord;
import dev.fulgur.tracker.Tracker;
import dev.fulgur.tracker.index.IndexOptions;
import dev.fulgur.tracker.index.IndexReport;
import dev.fulgur.tracker.index.Indexer;
import dev.fulgur.tracker.index.syntax.TreeSitterFinder;
import dev.fulgur.tracker.stored.StoreTracker;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// The steps of the demo that are about the tracker: the sources of this checkout are indexed, and
/// asked about.
final class DemoTree {

  private static final int SHOWN = 4;
  private static final String ASKED = "StoreTracker";
  private static final String PART = "batch";

  private final Terminal terminal;
  private final Path root;
  private final Consumer<? super String> step;
  private final Map<String, @Nullable Object> object;

  /// @param root the folder whose tree is indexed
  /// @param step shows the heading of the next step
  /// @param object takes what a script would want to know
  DemoTree(
      Terminal terminal,
      Path root,
      Consumer<? super String> step,
      Map<String, @Nullable Object> object) {
    this.terminal = terminal;
    this.root = root;
    this.step = step;
    this.object = object;
  }

  /// Shows the steps with a tracker in `db` and answers whether all went well.
  boolean run(Path db) throws IOException {
    try (StoreTracker tracker = StoreTracker.open(db)) {
      step.accept("A source tree becomes answers: the sources of this checkout are indexed");
      IndexReport first = index(tracker);
      long begin = System.nanoTime();
      IndexReport second = index(tracker);
      terminal.line(
          ("   And once more, with nothing changed: %s files and %s that are no text looked at in %s,"
                  + " %s read.")
              .formatted(
                  Terminal.number(second.seen() - second.binary()),
                  Terminal.number(second.binary()),
                  Terminal.duration(System.nanoTime() - begin),
                  Terminal.number(second.indexed())));
      object.put("indexed", first.indexed());
      object.put("symbols", first.symbols());

      step.accept("It is asked something, as an agent would");
      boolean found = ask(tracker);
      boolean remembered = remember(tracker);
      List<String> problems = tracker.store().check().problems();
      problems.forEach(problem -> terminal.line("   " + problem));
      return first.indexed() > 0
          && second.indexed() == 0
          && found
          && remembered
          && problems.isEmpty();
    }
  }

  private IndexReport index(Tracker tracker) throws IOException {
    IndexOptions options = IndexOptions.usual();
    long begin = System.nanoTime();
    IndexReport report;
    try (Progress progress = terminal.progress("Indexing", 1)) {
      report =
          Indexer.run(
              root,
              tracker,
              KeyHash.DEFAULT,
              options,
              () -> new TreeSitterFinder(options.parseLimit()),
              at -> progress.at(at.files(), Math.max(at.totalFiles(), 1)),
              () -> false);
    }
    if (report.indexed() > 0) {
      terminal.line(
          "   %s files, %s, parsed by tree-sitter: %s symbols in %s."
              .formatted(
                  Terminal.number(report.indexed()),
                  Terminal.size(report.bytes()),
                  Terminal.number(report.symbols()),
                  Terminal.duration(System.nanoTime() - begin)));
    }
    return report;
  }

  private boolean ask(Tracker tracker) {
    List<SymbolRecord> defined = tracker.symbols().byName(NameFilter.exact(ASKED), null, -1);
    question("Where is " + ASKED + " defined?", "fulgur symbols " + ASKED);
    defined.forEach(this::show);

    List<SymbolRecord> named = tracker.symbols().byName(NameFilter.contains(PART), null, -1);
    question("What has \"" + PART + "\" in its name?", "fulgur symbols " + PART + " --contains");
    named.subList(0, Math.min(SHOWN, named.size())).forEach(this::show);
    if (named.size() > SHOWN) {
      terminal.line("   and %s more".formatted(Terminal.number(named.size() - SHOWN)));
    }

    question("What are the files about?", "fulgur tracker stats");
    StringBuilder contexts = new StringBuilder();
    tracker
        .files()
        .contextCounts()
        .forEach(
            (context, count) ->
                contexts
                    .append(contexts.isEmpty() ? "" : ", ")
                    .append(context)
                    .append(' ')
                    .append(count));
    terminal.line("   " + contexts);
    object.put("found", (long) named.size());
    return !defined.isEmpty() && !named.isEmpty();
  }

  private boolean remember(Tracker tracker) {
    String id = "mem:0000d3e0";
    tracker
        .memories()
        .upsert(
            new MemoryEntry(
                id,
                null,
                JsonList.EMPTY,
                JsonList.EMPTY,
                JsonList.EMPTY,
                "A batch may run twice, so it changes nothing outside.",
                JsonList.ofTexts(List.of("transactions")),
                Span.NONE,
                KeyHash.DEFAULT.memory(id)));
    question(
        "What is remembered of batches?", "fulgur memory search " + PART + " --tag transactions");
    List<MemoryRecord> memories =
        tracker
            .memories()
            .query(MemoryQuery.ALL.withText(PART).withTags(List.of("transactions")), null, SHOWN);
    memories.forEach(memory -> terminal.line("   " + memory.text()));
    return memories.size() == 1;
  }

  private void question(String text, String command) {
    terminal.line("   " + text + "  " + terminal.style(Style.DIM, "# " + command));
  }

  private void show(SymbolRecord symbol) {
    Path file = Path.of(symbol.filePath());
    terminal.line(
        "     %s %s%s  %s"
            .formatted(
                symbol.kind(),
                symbol.container() == null ? "" : symbol.container() + ".",
                terminal.style(Style.CYAN, symbol.name()),
                terminal.style(
                    Style.DIM,
                    (file.startsWith(root) ? root.relativize(file) : file)
                        + ":"
                        + symbol.lineStart())));
  }
}
