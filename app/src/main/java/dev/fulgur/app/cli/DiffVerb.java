package dev.fulgur.app.cli;

import dev.fulgur.app.terminal.Style;
import dev.fulgur.app.terminal.Terminal;
import dev.fulgur.prompts.Registry;
import dev.fulgur.prompts.TemplateSpec;
import dev.fulgur.prompts.compare.SpecDiff;
import dev.fulgur.prompts.value.TaggedJson;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/// `fulgur diff`: what differs between two versions of a template.
@Command(
    name = "diff",
    description = "Show what differs between two versions of a template.",
    footerHeading = "%nExamples:%n",
    footer = {
      "  fulgur diff support/triage 1.4.0 1.5.0",
      "  fulgur diff support/triage production      against the current version",
      "",
      "Exit codes: 0 nothing differs, 1 something does, 2 wrong use."
    })
final class DiffVerb extends Verb {

  @Mixin private RegistryOptions registryOptions = new RegistryOptions();

  @Parameters(index = "0", paramLabel = "ID", description = "The template.")
  private String id = "";

  @Parameters(index = "1", paramLabel = "A", description = "A version or label.")
  private String left = "";

  @Parameters(
      index = "2",
      arity = "0..1",
      paramLabel = "B",
      description = "Another one (default: the current version).")
  private @Nullable String right;

  @Override
  int run(Terminal terminal) {
    try (Registry registry = registryOptions.openToRead(terminal)) {
      TemplateSpec before = registry.loadReference(id + "@" + left);
      TemplateSpec after = registry.loadReference(right == null ? id : id + "@" + right);
      SpecDiff diff = SpecDiff.of(before, after);
      if (terminal.isJson()) {
        json(terminal, diff);
      } else {
        print(terminal, diff);
      }
      return diff.isEmpty() ? ExitCode.DONE : ExitCode.FAILED;
    }
  }

  private static void print(Terminal terminal, SpecDiff diff) {
    for (SpecDiff.Field field : diff.fields()) {
      if (!field.kind().equals("added")) {
        String line = "- " + Text.oneLine(field.path(), 60) + ": " + value(field.before());
        terminal.line(terminal.style(Style.RED, line));
      }
      if (!field.kind().equals("removed")) {
        String line = "+ " + Text.oneLine(field.path(), 60) + ": " + value(field.after());
        terminal.line(terminal.style(Style.GREEN, line));
      }
    }
    for (String line : diff.text()) {
      terminal.line(
          switch (line.charAt(0)) {
            case '-' -> terminal.style(line.startsWith("--- ") ? Style.BOLD : Style.RED, line);
            case '+' -> terminal.style(line.startsWith("+++ ") ? Style.BOLD : Style.GREEN, line);
            case '@' -> terminal.style(Style.CYAN, line);
            default -> line;
          });
    }
    for (String breaks : diff.breaks()) {
      terminal.warn("callers break: " + breaks);
    }
    if (diff.isEmpty()) {
      terminal.message(
          Text.oneLine(diff.id(), 60)
              + " says the same in "
              + Text.oneLine(diff.before(), 40)
              + " and "
              + Text.oneLine(diff.after(), 40)
              + ".");
    }
  }

  private static String value(@Nullable Object value) {
    return Text.oneLine(value instanceof String text ? text : TaggedJson.write(value), 100);
  }

  private static void json(Terminal terminal, SpecDiff diff) {
    Map<String, @Nullable Object> object = new LinkedHashMap<>();
    object.put("id", diff.id());
    object.put("before", diff.before());
    object.put("after", diff.after());
    object.put("equal", diff.isEmpty());
    object.put(
        "fields",
        diff.fields().stream()
            .map(
                field -> {
                  Map<String, @Nullable Object> fields = new LinkedHashMap<>();
                  fields.put("path", field.path());
                  fields.put("kind", field.kind());
                  fields.put("before", field.before());
                  fields.put("after", field.after());
                  return fields;
                })
            .toList());
    object.put("text", diff.text());
    object.put("breaks", diff.breaks());
    terminal.json(object);
  }
}
