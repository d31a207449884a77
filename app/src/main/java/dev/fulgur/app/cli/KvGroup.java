package dev.fulgur.app.cli;

import picocli.CommandLine.Command;

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
final class KvGroup extends VerbGroup {

  KvGroup() {
    super("fulgur kv stats");
  }
}
