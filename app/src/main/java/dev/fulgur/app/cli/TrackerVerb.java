package dev.fulgur.app.cli;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/// A verb that works on a tracker that `--db` names.
abstract class TrackerVerb extends OnTracker {

  @Option(
      names = "--db",
      paramLabel = "DB",
      description =
          "The folder of the tracker's database; else that of the environment variable"
              + " FULGUR_TRACKER, else .fulgur/tracker.")
  private @Nullable Path db;

  @Override
  final @Nullable Path named() {
    return db;
  }
}
