package dev.fulgur.app.cli;

import dev.fulgur.app.terminal.Terminal;
import dev.fulgur.prompts.Registry;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/// `fulgur list`: the templates, in the byte order of their ids, page by page.
@Command(
    name = "list",
    description = "List the templates.",
    footerHeading = "%nExamples:%n",
    footer = {
      "  fulgur list --prefix support/             one folder of ids",
      "  fulgur list --tag billing --search refund",
      "  fulgur list --limit 100 --after rag/answer  the page behind that id",
      "  fulgur list --json | jq -r '.templates[].id'"
    })
final class ListVerb extends Verb {

  @Mixin private RegistryOptions registryOptions = new RegistryOptions();
  @Mixin private QueryOptions queryOptions = new QueryOptions();

  @Option(
      names = "--search",
      paramLabel = "WORDS",
      description = "Only those that have all these words.")
  private List<String> words = new ArrayList<>();

  @Option(
      names = "--limit",
      paramLabel = "N",
      description = "At most so many templates (default: all).")
  private int limit = Integer.MAX_VALUE;

  @Override
  int run(Terminal terminal) {
    if (limit < 0) {
      throw wrongUse("--limit takes a number of templates, zero or more, not " + limit);
    }
    try (Registry registry = registryOptions.openToRead(terminal)) {
      Found.print(terminal, registry, queryOptions.query(words), limit);
      return ExitCode.DONE;
    }
  }
}
