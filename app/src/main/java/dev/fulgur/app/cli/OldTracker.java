package dev.fulgur.app.cli;

import dev.fulgur.tracker.migrate.LmdbSource;
import dev.fulgur.tracker.migrate.Source;
import dev.fulgur.tracker.migrate.SqliteSource;
import java.nio.file.Files;
import java.nio.file.Path;
import picocli.CommandLine.Option;

/// The tracker to come from.
final class OldTracker {

  @Option(
      names = "--from",
      required = true,
      paramLabel = "PATH",
      description = "The old tracker: its tracker.db, or the folder with its data.mdb.")
  @SuppressWarnings("NullAway.Init") // picocli sets it
  private Path from;

  Path path() {
    return from;
  }

  boolean isFolder() {
    return Files.isDirectory(from);
  }

  Source open() {
    return isFolder() ? LmdbSource.open(from) : SqliteSource.open(from);
  }
}
