package dev.fulgur.app.cli;

import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/// `fulgur tracker`: the database of the tracker itself.
@Command(
    name = "tracker",
    description = "Look after the tracker: statistics, migration, replay, comparison.",
    synopsisSubcommandLabel = "VERB",
    subcommands = {
      TrackerStatsVerb.class,
      TrackerMigrateVerb.class,
      TrackerVerifyVerb.class,
      TrackerReplayVerb.class
    },
    footerHeading = "%nExamples:%n",
    footer = {
      "  fulgur tracker migrate --from tracker.db --db .fulgur/tracker",
      "  fulgur tracker verify --from tracker.db --db .fulgur/tracker --shadow ops.ndjson",
      "  fulgur tracker stats --json"
    })
final class TrackerGroup implements Runnable {

  @Spec private @Nullable CommandSpec spec;

  @Override
  public void run() {
    if (spec != null) {
      throw new ParameterException(
          spec.commandLine(), "name a verb, for example 'fulgur tracker stats'");
    }
  }
}
