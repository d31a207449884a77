package dev.fulgur.app.cli;

import dev.fulgur.app.terminal.Terminal;
import picocli.CommandLine.Command;
import picocli.CommandLine.IVersionProvider;
import picocli.CommandLine.Option;

/// The command itself; its verbs stand in files of their own.
@Command(
    name = "fulgur",
    versionProvider = Root.Version.class,
    synopsisSubcommandLabel = "VERB",
    description = {
      "Keeps what an LLM application needs beside its model: prompt templates, what a coding agent knows, durable state.",
      ""
    },
    commandListHeading = "%nVerbs:%n",
    footerHeading = "%nExamples:%n",
    footer = {
      "  fulgur demo                                  see it work on bundled prompts",
      "  fulgur init && fulgur migrate                take a folder of YAML prompts into a database",
      "  fulgur get support/triage@1.2.0              print one version of a template",
      "  fulgur list --json | jq -r '.templates[].id' use it from a script",
      "",
      "Exit codes: 0 done, 1 the job failed or found differences, 2 wrong use."
    })
final class Root extends VerbGroup {
  private final Terminal terminal;

  @Option(
      names = {"-V", "--version"},
      versionHelp = true,
      description = "Show the version and exit.")
  @SuppressWarnings("unused") // picocli acts on it
  private boolean version;

  Root(Terminal terminal) {
    super("fulgur list");
    this.terminal = terminal;
  }

  Terminal terminal() {
    return terminal;
  }

  /// The version of the jar, and of the JVM that runs it.
  static final class Version implements IVersionProvider {
    @Override
    public String[] getVersion() {
      String version = Root.class.getPackage().getImplementationVersion();
      return new String[] {
        "fulgur " + (version == null ? "(not packaged)" : version),
        "Java " + Runtime.version() + ", " + System.getProperty("os.name")
      };
    }
  }
}
