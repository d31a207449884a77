package dev.fulgur.app.cli;

import dev.fulgur.app.terminal.Terminal;
import dev.fulgur.prompts.Registry;
import dev.fulgur.prompts.search.Query;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// `fulgur search`: the templates that have all the words.
@Command(
    name = "search",
    description = "Find templates by words of their id, description and text.",
    footerHeading = "%nExamples:%n",
    footer = {
      "  fulgur search refund policy",
      "  fulgur search --tag billing --variable customer",
      "  fulgur search refund --field owner=support --prefix mail/ --limit 50"
    })
final class SearchVerb extends Verb {

  @Mixin private RegistryOptions registryOptions = new RegistryOptions();
  @Mixin private QueryOptions queryOptions = new QueryOptions();

  @Parameters(arity = "0..*", paramLabel = "WORD", description = "Words, in any case.")
  private List<String> words = new ArrayList<>();

  @Option(
      names = "--limit",
      paramLabel = "N",
      description = "At most so many templates (default: 20).")
  private int limit = 20;

  @Override
  int run(Terminal terminal) {
    if (limit < 0) {
      throw wrongUse("--limit takes a number of templates, zero or more, not " + limit);
    }
    Query query = queryOptions.query(words);
    if (query.words().isEmpty() && queryOptions.isEmpty()) {
      throw wrongUse(
          "name a word, for example 'fulgur search refund', or --tag, --variable or --field");
    }
    try (Registry registry = registryOptions.openToRead(terminal)) {
      Found.print(terminal, registry, query, limit);
      return ExitCode.DONE;
    }
  }
}
