package dev.fulgur.app.cli;

import dev.fulgur.app.terminal.Ending;
import dev.fulgur.app.terminal.Progress;
import dev.fulgur.app.terminal.Terminal;
import dev.fulgur.tracker.KeyHash;
import dev.fulgur.tracker.index.IndexOptions;
import dev.fulgur.tracker.index.IndexReport;
import dev.fulgur.tracker.index.Indexer;
import dev.fulgur.tracker.index.Problem;
import dev.fulgur.tracker.index.Rules;
import dev.fulgur.tracker.index.TreeWatch;
import dev.fulgur.tracker.index.syntax.TreeSitterFinder;
import dev.fulgur.tracker.stored.StoreTracker;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// `fulgur index`: a source tree into the tracker.
@Command(
    name = "index",
    description = "Index a source tree: its files, symbols, contexts and remarks.",
    footerHeading = "%nExamples:%n",
    footer = {
      "  fulgur index src --db .fulgur/tracker     only what changed is read again",
      "  fulgur index . --watch                    and again whenever something changes",
      "  fulgur symbols main                       then ask"
    })
final class IndexVerb extends TrackerVerb {

  private static final int SHOWN_PROBLEMS = 20;
  private static final long WATCH_MILLIS = 1_000;
  private static final Duration GRACE = Duration.ofSeconds(30);

  @Parameters(paramLabel = "DIR", description = "The root of the tree.")
  @SuppressWarnings("NullAway.Init") // picocli sets it
  private Path root;

  @Option(names = "--watch", description = "Go on, and index again whenever something changes.")
  private boolean watch;

  @Option(
      names = "--rules",
      paramLabel = "FILE",
      description = "Find contexts and remarks by these rules, not by the usual ones.")
  private @Nullable Path rules;

  @Option(
      names = "--no-blobs",
      description = "Do not keep the contents of files; else they are appended to DB.blobs.")
  private boolean noBlobs;

  @Option(names = "--jobs", paramLabel = "N", description = "Parse in so many threads.")
  private int jobs = Runtime.getRuntime().availableProcessors();

  @Option(
      names = "--max-bytes",
      paramLabel = "N",
      description = "Leave out files that are larger; ${DEFAULT-VALUE} if not given.")
  private long maxBytes = 1_000_000;

  @Option(names = "--person", description = "The person string of key hashes.")
  private String person = KeyHash.DEFAULT_PERSON;

  @Override
  int work(Terminal terminal) throws Exception {
    IndexOptions options = options();
    KeyHash keys = keys();
    AtomicBoolean stop = new AtomicBoolean();
    // What is done is kept, if it can be in time.
    try (Ending _ =
            Ending.listen(
                () -> stop.set(true),
                GRACE,
                () -> System.err.println("The last files could not be written in time."));
        StoreTracker tracker = openOrMake(now())) {
      IndexOptions others = options.withLeftOut(own());
      // What changes from here on is seen, also while the tree is gone through.
      TreeWatch changes = watch ? TreeWatch.of(root, others.leftOut()) : null;
      IndexReport report;
      try (changes) {
        report = index(terminal, tracker, keys, others, stop);
        show(terminal, report);
        if (changes != null && report.complete()) {
          watch(terminal, tracker, keys, others, stop, changes);
        }
      }
      return report.complete() ? ExitCode.DONE : ExitCode.FAILED;
    }
  }

  private IndexOptions options() throws IOException {
    try {
      IndexOptions options = IndexOptions.usual().withWorkers(jobs).withMaxFileBytes(maxBytes);
      if (rules != null) {
        options = options.withRules(Rules.of(rules));
      }
      return noBlobs ? options : options.withBlobs(blobs());
    } catch (IllegalArgumentException e) {
      throw wrongUse(String.valueOf(e.getMessage()));
    }
  }

  private Path blobs() {
    return Path.of(db() + ".blobs").toAbsolutePath();
  }

  /// What the tracker itself has written, which may lie in the tree.
  private Set<Path> own() throws IOException {
    Path folder = Objects.requireNonNull(blobs().getParent()).toRealPath();
    return Set.of(db().toRealPath(), folder.resolve(Objects.requireNonNull(blobs().getFileName())));
  }

  private KeyHash keys() {
    try {
      return new KeyHash(person);
    } catch (IllegalArgumentException e) {
      throw wrongUse(String.valueOf(e.getMessage()));
    }
  }

  private IndexReport index(
      Terminal terminal,
      StoreTracker tracker,
      KeyHash keys,
      IndexOptions options,
      AtomicBoolean stop)
      throws IOException {
    try (Progress progress = terminal.progress("Indexing", 1)) {
      return Indexer.run(
          root,
          tracker,
          keys,
          options,
          () -> new TreeSitterFinder(options.parseLimit()),
          at -> progress.at(at.files(), Math.max(at.totalFiles(), 1)),
          stop::get);
    }
  }

  private void watch(
      Terminal terminal,
      StoreTracker tracker,
      KeyHash keys,
      IndexOptions options,
      AtomicBoolean stop,
      TreeWatch changes)
      throws IOException, InterruptedException {
    terminal.message("Watching " + root + "; Ctrl-C ends it.");
    while (!stop.get()) {
      if (changes.await(WATCH_MILLIS)) {
        IndexReport report = index(terminal, tracker, keys, options, stop);
        if (report.indexed() + report.deleted() > 0) {
          show(terminal, report);
        }
      }
    }
  }

  private static void show(Terminal terminal, IndexReport report) {
    List<Problem> problems = report.problems();
    for (Problem problem : problems.subList(0, Math.min(SHOWN_PROBLEMS, problems.size()))) {
      terminal.warn(problem.sentence());
    }
    if (report.problemCount() > SHOWN_PROBLEMS) {
      terminal.warn("and %d more.".formatted(report.problemCount() - SHOWN_PROBLEMS));
    }
    terminal.line(
        "%s %s: %s indexed with %s symbols, %s %s, %s deleted."
            .formatted(
                Terminal.number(report.seen()),
                report.seen() == 1 ? "file" : "files",
                Terminal.number(report.indexed()),
                Terminal.number(report.symbols()),
                Terminal.number(report.unchanged()),
                report.complete() ? "unchanged" : "unchanged or not looked at",
                Terminal.number(report.deleted())));
    if (report.binary() + report.large() > 0) {
      terminal.line(
          "Left out: %s that are no text, %s that are too large."
              .formatted(Terminal.number(report.binary()), Terminal.number(report.large())));
    }
    Map<String, @Nullable Object> counts = new LinkedHashMap<>();
    report
        .problemCounts()
        .forEach((kind, count) -> counts.put(kind.name().toLowerCase(Locale.ROOT), count));
    if (!counts.isEmpty()) {
      terminal.line("Problems: " + counts + ".");
    }
    if (!report.complete()) {
      terminal.message("Stopped early; the next run goes on.");
    }
    Map<String, @Nullable Object> json = new LinkedHashMap<>();
    json.put("files", report.seen());
    json.put("indexed", report.indexed());
    json.put("symbols", report.symbols());
    json.put("bytes", report.bytes());
    json.put("deleted", report.deleted());
    json.put("binary", report.binary());
    json.put("large", report.large());
    json.put("failed", report.failed());
    json.put("unchanged", report.unchanged());
    json.put("complete", report.complete());
    json.put("problems", counts);
    terminal.json(json);
  }
}
