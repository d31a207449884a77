package dev.fulgur.app.cli;

import dev.fulgur.app.terminal.Terminal;
import picocli.AutoComplete;
import picocli.CommandLine.Command;

/// `fulgur completion`: the completion script of bash and zsh.
@Command(
    name = "completion",
    description = "Print the completion script for bash or zsh.",
    footerHeading = "%nExamples:%n",
    footer = {
      "  source <(fulgur completion)                                          this shell",
      "  fulgur completion > ~/.local/share/bash-completion/completions/fulgur  every bash"
    })
final class CompletionVerb extends Verb {

  @Override
  int run(Terminal terminal) {
    terminal.raw(AutoComplete.bash("fulgur", spec().root().commandLine()));
    return ExitCode.DONE;
  }
}
