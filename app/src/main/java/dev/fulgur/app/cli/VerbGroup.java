package dev.fulgur.app.cli;

import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/// A word with verbs of its own behind it, which does nothing alone.
abstract class VerbGroup implements Runnable {
  private final String example;

  @Spec private @Nullable CommandSpec spec;

  @Option(
      names = {"-h", "--help"},
      usageHelp = true,
      description = "Show this help and exit.")
  @SuppressWarnings("unused") // picocli acts on it
  private boolean help;

  /// Shows `example` to those who name no verb.
  ///
  /// @param example a command line with one of its verbs
  VerbGroup(String example) {
    this.example = example;
  }

  @Override
  public final void run() {
    if (spec != null) {
      throw new ParameterException(
          spec.commandLine(), "name a verb, for example '" + example + "'");
    }
  }
}
