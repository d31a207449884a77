package dev.fulgur.app.cli;

import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/// `fulgur log`: the files of a log.
@Command(
    name = "log",
    description = "Look into the log of a database.",
    synopsisSubcommandLabel = "VERB",
    subcommands = {LogDumpVerb.class},
    footerHeading = "%nExamples:%n",
    footer = {"  fulgur log dump .fulgur/kv"})
final class LogGroup implements Runnable {

  @Spec private @Nullable CommandSpec spec;

  @Override
  public void run() {
    if (spec != null) {
      throw new ParameterException(
          spec.commandLine(), "name a verb, for example 'fulgur log dump .fulgur/kv'");
    }
  }
}
