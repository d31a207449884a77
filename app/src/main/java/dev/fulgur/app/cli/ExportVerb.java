package dev.fulgur.app.cli;

import dev.fulgur.app.terminal.Progress;
import dev.fulgur.app.terminal.Terminal;
import dev.fulgur.prompts.Registry;
import dev.fulgur.prompts.TemplateSpec;
import dev.fulgur.prompts.transfer.TemplateJson;
import dev.fulgur.prompts.transfer.YamlExport;
import dev.fulgur.store.Range;
import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// `fulgur export`: all templates as JSON lines, or as a folder of YAML files.
@Command(
    name = "export",
    description = {
      "Write all templates as JSON lines or as a folder of YAML files.",
      "To standard output it is one JSON object a line, with and without --json."
    },
    footerHeading = "%nExamples:%n",
    footer = {
      "  fulgur export > prompts.jsonl          one line for each template, by id",
      "  fulgur export --format yaml ./prompts  one file for each template"
    })
final class ExportVerb extends Verb {

  private static final int PAGE = 1_000;

  /// What is written.
  enum Format {
    jsonl,
    yaml
  }

  @Mixin private RegistryOptions registryOptions = new RegistryOptions();

  @Option(
      names = "--format",
      paramLabel = "jsonl|yaml",
      description = "What to write (default: jsonl).")
  private Format format = Format.jsonl;

  @Parameters(
      arity = "0..1",
      paramLabel = "DIR",
      description =
          "The folder of YAML files; for JSON lines a folder to write templates.jsonl into (default: standard output).")
  private @Nullable Path folder;

  @Override
  int run(Terminal terminal) throws IOException {
    try (Registry registry = registryOptions.openToRead(terminal)) {
      long written =
          switch (format) {
            case jsonl -> lines(terminal, registry);
            case yaml -> files(terminal, registry);
          };
      if (folder != null) {
        Map<String, @Nullable Object> object = new LinkedHashMap<>();
        object.put("exported", written);
        object.put("to", folder.toString());
        terminal.json(object);
        terminal.message("Exported " + Sources.templates(written) + " to " + folder + ".");
      }
      return ExitCode.DONE;
    }
  }

  private long files(Terminal terminal, Registry registry) throws IOException {
    if (folder == null) {
      throw wrongUse("--format yaml needs a folder to write to");
    }
    try (Progress progress = terminal.progress("Exporting", 0)) {
      return YamlExport.write(registry, folder, progress::at);
    }
  }

  private long lines(Terminal terminal, Registry registry) throws IOException {
    if (folder == null) {
      return lines(registry, line -> terminal.raw(line + "\n"));
    }
    Files.createDirectories(folder);
    Path file = folder.resolve("templates.jsonl");
    Path partial = folder.resolve("templates.jsonl.partial");
    StringBuilder pending = new StringBuilder();
    long written;
    try (BufferedWriter out = Files.newBufferedWriter(partial)) {
      written =
          lines(
              registry,
              line -> {
                pending.append(line).append('\n');
                if (pending.length() > 1 << 16) {
                  drain(pending, out);
                }
              });
      drain(pending, out);
    }
    Files.move(partial, file, java.nio.file.StandardCopyOption.REPLACE_EXISTING);
    return written;
  }

  private static void drain(StringBuilder pending, BufferedWriter out) {
    try {
      out.append(pending);
      pending.setLength(0);
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }

  private static long lines(Registry registry, Consumer<String> line) {
    long written = 0;
    Range<String> rest = Range.all();
    while (true) {
      List<TemplateSpec> page = registry.list(rest, PAGE);
      if (page.isEmpty()) {
        return written;
      }
      page.forEach(spec -> line.accept(TemplateJson.write(spec)));
      written += page.size();
      rest = rest.beyond(page.getLast().id());
    }
  }
}
