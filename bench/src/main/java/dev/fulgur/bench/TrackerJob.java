package dev.fulgur.bench;

import dev.fulgur.tracker.KeyHash;
import dev.fulgur.tracker.index.IndexOptions;
import dev.fulgur.tracker.index.IndexReport;
import dev.fulgur.tracker.index.Indexer;
import dev.fulgur.tracker.index.syntax.TreeSitterFinder;
import dev.fulgur.tracker.migrate.Migration;
import dev.fulgur.tracker.migrate.Source;
import dev.fulgur.tracker.migrate.SqliteSource;
import dev.fulgur.tracker.stored.StoreTracker;
import java.io.IOException;
import java.nio.file.Path;

/// Long work of the tracker in a JVM of its own, whose heap is limited; writes one line to standard
/// output: what was done, and the milliseconds that it took.
public final class TrackerJob {

  private TrackerJob() {}

  /// Does the work.
  ///
  /// @param arguments `migrate FROM TO`, or `index TREE DB`
  public static void main(String[] arguments) throws IOException {
    Path from = Path.of(arguments[1]);
    Path to = Path.of(arguments[2]);
    switch (arguments[0]) {
      case "migrate" -> migrate(from, to);
      case "index" -> index(from, to);
      default -> throw new IllegalArgumentException(arguments[0]);
    }
  }

  private static void migrate(Path from, Path to) {
    long begin = System.nanoTime();
    try (Source source = SqliteSource.open(from);
        StoreTracker target = StoreTracker.open(to)) {
      Migration.Report report = Migration.run(source, target, at -> {});
      if (!report.differences().isEmpty() || !report.problems().isEmpty()) {
        throw new IllegalStateException("the migration went wrong: " + report);
      }
      long records = report.counts().values().stream().mapToLong(Long::longValue).sum();
      say(begin, records, 0);
    }
  }

  private static void index(Path tree, Path db) throws IOException {
    IndexOptions options = IndexOptions.usual().withBlobs(Path.of(db + ".blobs"));
    try (StoreTracker tracker = StoreTracker.open(db)) {
      long begin = System.nanoTime();
      IndexReport report =
          Indexer.run(
              tree,
              tracker,
              KeyHash.DEFAULT,
              options,
              () -> new TreeSitterFinder(options.parseLimit()),
              at -> {},
              () -> false);
      say(begin, report.indexed(), report.symbols());
    }
  }

  private static void say(long begin, long records, long symbols) {
    System.out.println((System.nanoTime() - begin) / 1_000_000 + " " + records + " " + symbols);
  }
}
