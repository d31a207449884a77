package dev.fulgur.app.cli;

import picocli.CommandLine.Command;

/// `fulgur log`: the files of a log.
@Command(
    name = "log",
    description = "Look into the log of a database.",
    synopsisSubcommandLabel = "VERB",
    subcommands = {LogDumpVerb.class},
    footerHeading = "%nExamples:%n",
    footer = {"  fulgur log dump .fulgur/kv"})
final class LogGroup extends VerbGroup {

  LogGroup() {
    super("fulgur log dump .fulgur/kv");
  }
}
