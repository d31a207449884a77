package dev.fulgur.app.cli;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/// A verb that works on a tracker that `--db` names.
///
/// An answer that is empty is an answer: lists and searches that find nothing are done, and say so
/// beside their output. A single thing that is named and not there is a failure.
@Command(
    exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {
      "0:done, also where a list or a search found nothing",
      "1:failed, or what was named is not there",
      "2:the command line was wrong"
    })
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
