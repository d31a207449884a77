package dev.fulgur.app.cli;

import dev.fulgur.app.terminal.Terminal;
import dev.fulgur.prompts.Registry;
import dev.fulgur.prompts.TemplateSpec;
import dev.fulgur.prompts.search.Query;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// How verbs show the templates that a query finds.
final class Found {

  private Found() {}

  static void print(Terminal terminal, Registry registry, Query query, int limit) {
    int asked = limit == Integer.MAX_VALUE ? limit : limit + 1; // to know whether there are more
    List<TemplateSpec> all = registry.search(query.limit(asked));
    boolean more = all.size() > limit;
    List<TemplateSpec> found = more ? all.subList(0, limit) : all;
    if (terminal.isJson()) {
      Map<String, @Nullable Object> object = new LinkedHashMap<>();
      object.put("templates", found.stream().map(Found::summary).toList());
      object.put("more", more);
      terminal.json(object);
      return;
    }
    if (found.isEmpty()) {
      terminal.message(nothing(registry, query));
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

  private static String nothing(Registry registry, Query query) {
    if (query.hasTerms()) {
      return "No template in " + registry.place() + " has all that; leave something out.";
    }
    return "No templates"
        + (query.prefix() == null && query.after() == null ? "" : " in that range")
        + " in "
        + registry.place()
        + "; 'fulgur migrate' or 'fulgur save' puts some there.";
  }

  private static Map<String, @Nullable Object> summary(TemplateSpec spec) {
    Map<String, @Nullable Object> fields = new LinkedHashMap<>();
    fields.put("id", spec.id());
    fields.put("version", spec.version());
    fields.put("description", spec.description());
    return fields;
  }
}
