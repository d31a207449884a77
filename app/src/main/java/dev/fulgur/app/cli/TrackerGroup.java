package dev.fulgur.app.cli;

import picocli.CommandLine.Command;

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
      "  fulgur tracker migrate --from tracker.db --to .fulgur/tracker",
      "  fulgur tracker verify --from tracker.db --shadow ops.ndjson",
      "  fulgur tracker stats --json"
    })
final class TrackerGroup extends VerbGroup {

  TrackerGroup() {
    super("fulgur tracker stats");
  }
}
