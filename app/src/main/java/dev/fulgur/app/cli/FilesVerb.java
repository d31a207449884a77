package dev.fulgur.app.cli;

import dev.fulgur.app.terminal.Terminal;
import dev.fulgur.tracker.FileRecord;
import dev.fulgur.tracker.SourceFiles;
import dev.fulgur.tracker.StaleFiles;
import dev.fulgur.tracker.index.IndexOptions;
import dev.fulgur.tracker.index.Indexer;
import dev.fulgur.tracker.stored.StoreTracker;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/// `fulgur files`: which files are known.
@Command(
    name = "files",
    description = "List the files that are known.",
    footerHeading = "%nExamples:%n",
    footer = {
      "  fulgur files --context context:auth",
      "  fulgur files --recent --limit 5",
      "  fulgur files --stale src                  what a next run would read"
    })
final class FilesVerb extends TrackerVerb {

  @ArgGroup private @Nullable Which which;

  static final class Which {
    @Option(names = "--context", paramLabel = "NAME", description = "Files that have this context.")
    private @Nullable String context;

    @Option(names = "--recent", description = "The files that were indexed last.")
    private boolean recent;

    @Option(names = "--under", paramLabel = "DIR", description = "Files below a folder.")
    private @Nullable Path under;

    @Option(
        names = "--stale",
        paramLabel = "DIR",
        description = "Files below a folder that are new or changed.")
    private @Nullable Path stale;
  }

  @Option(
      names = "--ext",
      paramLabel = ".EXT",
      split = ",",
      description = "With --stale: only names that end so, such as .py,.rs.")
  private @Nullable Set<String> extensions;

  @Option(
      names = "--limit",
      paramLabel = "N",
      description = "At most so many; ${DEFAULT-VALUE} if not given, -1 for all.")
  private int limit = 50;

  @Override
  int work(Terminal terminal) throws IOException {
    if (extensions != null && (which == null || which.stale == null)) {
      throw wrongUse("--ext goes with --stale only");
    }
    try (StoreTracker tracker = openToRead()) {
      if (which != null && which.stale != null) {
        return stale(terminal, tracker.files(), which.stale);
      }
      List<FileRecord> files = find(tracker.files());
      List<List<String>> rows = new ArrayList<>();
      for (FileRecord file : files) {
        rows.add(
            List.of(
                TrackerJson.shown(file.path()),
                Terminal.number(file.sizeBytes()),
                TrackerJson.time(file.indexedAt()),
                String.join(" ", file.contexts().texts())));
      }
      if (files.isEmpty()) {
        terminal.message("No such file is known.");
      } else {
        terminal.table(List.of("path", "bytes", "indexed", "contexts"), rows);
      }
      Map<String, @Nullable Object> json = new LinkedHashMap<>();
      json.put("files", files.stream().map(TrackerJson::of).toList());
      json.put("total", tracker.files().count());
      terminal.json(json);
      return ExitCode.DONE;
    }
  }

  private List<FileRecord> find(SourceFiles files) {
    if (which == null) {
      return files.list(null, limit);
    }
    if (which.context != null) {
      return files.byContext(which.context, null, limit);
    }
    if (which.under != null) {
      return files.under(SourceFiles.keyOf(which.under), null, limit);
    }
    return which.recent ? files.recent(limit) : files.list(null, limit);
  }

  private int stale(Terminal terminal, SourceFiles files, Path root) throws IOException {
    List<String> paths = new ArrayList<>();
    if (extensions == null) {
      Indexer.pending(
              root, files, IndexOptions.usual(), problem -> terminal.warn(problem.sentence()))
          .forEach(path -> paths.add(path.toString()));
    } else {
      StaleFiles filter = new StaleFiles(extensions, StaleFiles.DEFAULT.excludedFolders());
      files
          .stale(root, filter, 1_000, batch -> batch.forEach(path -> paths.add(path.toString())))
          .problems()
          .forEach(terminal::warn);
    }
    List<String> shown =
        limit < 0 || paths.size() <= limit ? paths : List.copyOf(paths.subList(0, limit));
    shown.forEach(path -> terminal.line(TrackerJson.shown(path)));
    if (paths.isEmpty()) {
      terminal.message("Everything is indexed as it is.");
    }
    if (shown.size() < paths.size()) {
      terminal.message("and " + (paths.size() - shown.size()) + " more.");
    }
    Map<String, @Nullable Object> json = new LinkedHashMap<>();
    json.put("stale", shown);
    json.put("total", paths.size());
    terminal.json(json);
    return ExitCode.DONE;
  }
}
