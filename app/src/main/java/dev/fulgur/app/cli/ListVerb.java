package dev.fulgur.app.cli;

import dev.fulgur.app.terminal.Terminal;
import dev.fulgur.prompts.Registry;
import dev.fulgur.prompts.TemplateSpec;
import dev.fulgur.store.Range;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
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
      "  fulgur list --limit 100 --after rag/answer  the page behind that id",
      "  fulgur list --json | jq -r '.templates[].id'"
    })
final class ListVerb extends Verb {

  private static final int PAGE = 1_000;

  @Mixin private RegistryOptions registryOptions = new RegistryOptions();

  @Option(
      names = "--prefix",
      paramLabel = "TEXT",
      description = "Only ids that begin with this text.")
  private @Nullable String prefix;

  @Option(names = "--after", paramLabel = "ID", description = "Only ids behind this one.")
  private @Nullable String after;

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
      List<TemplateSpec> found = new ArrayList<>();
      boolean more = false;
      Range<String> range = prefix == null ? Range.all() : Range.prefix(prefix);
      if (after != null) {
        range = range.beyond(after);
      }
      while (found.size() < limit) {
        int wanted = Math.min(PAGE, limit - found.size());
        List<TemplateSpec> page = registry.list(range, wanted);
        found.addAll(page);
        if (page.size() < wanted) {
          break;
        }
        range = range.beyond(page.getLast().id());
        more = found.size() == limit && !registry.ids(range, 1).isEmpty();
      }
      print(terminal, registry, found, more);
      return ExitCode.DONE;
    }
  }

  private void print(Terminal terminal, Registry registry, List<TemplateSpec> found, boolean more) {
    if (terminal.isJson()) {
      Map<String, @Nullable Object> object = new LinkedHashMap<>();
      object.put("templates", found.stream().map(ListVerb::summary).toList());
      object.put("more", more);
      terminal.json(object);
      return;
    }
    if (found.isEmpty()) {
      terminal.message(
          "No templates"
              + (prefix == null && after == null ? "" : " in that range")
              + " in "
              + registry.place()
              + "; 'fulgur migrate' or 'fulgur save' puts some there.");
      return;
    }
    terminal.table(
        List.of("ID", "VERSION", "INPUTS", "DESCRIPTION"),
        found.stream()
            .map(
                spec ->
                    List.of(
                        Text.oneLine(spec.id(), 60),
                        Text.oneLine(spec.version(), 20),
                        String.valueOf(spec.inputs().size()),
                        Text.oneLine(spec.description() == null ? "" : spec.description(), 60)))
            .toList());
    if (more) {
      terminal.message(
          "There are more: --after " + Text.shellWord(found.getLast().id()) + " continues.");
    }
  }

  private static Map<String, @Nullable Object> summary(TemplateSpec spec) {
    Map<String, @Nullable Object> fields = new LinkedHashMap<>();
    fields.put("id", spec.id());
    fields.put("version", spec.version());
    fields.put("description", spec.description());
    return fields;
  }
}
