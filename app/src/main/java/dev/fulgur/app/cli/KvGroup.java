package dev.fulgur.app.cli;

import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/// `fulgur kv`: tables of keys and values behind the log.
@Command(
    name = "kv",
    description =
        "Keep keys and values in tables that you name, each commit durable when the verb ends.",
    synopsisSubcommandLabel = "VERB",
    subcommands = {
      KvPutVerb.class,
      KvGetVerb.class,
      KvDeleteVerb.class,
      KvScanVerb.class,
      KvTxnVerb.class,
      KvLoadVerb.class,
      KvStatsVerb.class,
      KvCheckpointVerb.class,
      KvRecoverVerb.class
    },
    footerHeading = "%nExamples:%n",
    footer = {
      "  fulgur kv put users alice '{\"age\": 30}'",
      "  fulgur kv get users alice",
      "  fulgur kv load users users.jsonl",
      "  fulgur kv scan users --prefix al --json"
    })
final class KvGroup implements Runnable {

  @Spec private @Nullable CommandSpec spec;

  @Override
  public void run() {
    if (spec != null) {
      throw new ParameterException(
          spec.commandLine(), "name a verb, for example 'fulgur kv stats'");
    }
  }
}
