package dev.fulgur.app.cli;

import dev.fulgur.app.terminal.Progress;
import dev.fulgur.app.terminal.Terminal;
import dev.fulgur.app.terminal.Utf8Lines;
import dev.fulgur.prompts.PromptException;
import dev.fulgur.prompts.Registry;
import dev.fulgur.prompts.Registry.SaveMode;
import dev.fulgur.prompts.SpecValues;
import dev.fulgur.prompts.TemplateFailure;
import dev.fulgur.prompts.TemplateSpec;
import dev.fulgur.prompts.transfer.PromptFiles;
import dev.fulgur.prompts.transfer.PromptFolder;
import dev.fulgur.prompts.transfer.TemplateJson;
import dev.fulgur.prompts.transfer.TemplateSave;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// `fulgur import`: templates from JSON lines, as `export` writes them, or from a folder of YAML
/// files.
@Command(
    name = "import",
    description =
        "Add templates from JSON lines, as export writes them, or from files: YAML, .prompty, .prompt.",
    footerHeading = "%nExamples:%n",
    footer = {
      "  fulgur import prompts.jsonl",
      "  fulgur import ./prompts               a folder of YAML, .prompty and .prompt files",
      "  fulgur import chat.prompty            one file of Microsoft's Prompty, or Google's dotprompt",
      "  ssh host fulgur export | fulgur import -"
    })
final class ImportVerb extends Verb {

  private static final int BATCH = 1_000;

  @Mixin private RegistryOptions registryOptions = new RegistryOptions();

  @Option(names = "--replace", description = "Replace bodies of versions that are stored already.")
  private boolean replace;

  @Parameters(
      paramLabel = "FILE|DIR|-",
      arity = "1..*",
      description =
          "JSON lines, a .yaml, .prompty or .prompt file, a folder of files, or - for JSON lines on standard input.")
  private List<String> sources = List.of();

  @Override
  int run(Terminal terminal) throws IOException {
    List<TemplateFailure> failures = new ArrayList<>();
    try (Registry registry = registryOptions.openToWrite(terminal);
        Progress progress = terminal.progress("Importing", 0)) {
      SaveMode mode = replace ? SaveMode.REPLACE : SaveMode.KEEP;
      long imported = 0;
      for (String source : sources) {
        imported += take(source, registry, mode, failures, progress);
      }
      Map<String, @Nullable Object> object = new LinkedHashMap<>();
      object.put("imported", imported);
      object.put("failed", failures.stream().map(Sources::json).toList());
      terminal.json(object);
      terminal.line("Imported " + Sources.templates(imported) + " into " + registry.place() + ".");
      Sources.printFailures(terminal, "Not taken", failures);
      return failures.isEmpty() ? ExitCode.DONE : ExitCode.FAILED;
    }
  }

  private long take(
      String source,
      Registry registry,
      SaveMode mode,
      List<TemplateFailure> failures,
      Progress progress)
      throws IOException {
    Path path = Path.of(source);
    String prefix = sources.size() == 1 ? "" : source + ", ";
    if (source.equals("-")) {
      return lines(Utf8Lines.of(source), prefix, registry, mode, failures, progress);
    }
    if (Files.isDirectory(path)) {
      return PromptFolder.save(path, registry, mode, failures)
          + TemplateSave.folder(path, registry, mode, failures, progress::at);
    }
    if (PromptFiles.isOne(source)) {
      return PromptFolder.save(path, registry, mode, failures);
    }
    if (source.endsWith(".yaml") || source.endsWith(".yml")) {
      return yaml(path, registry, mode, failures);
    }
    return lines(Utf8Lines.of(source), prefix, registry, mode, failures, progress);
  }

  private static long yaml(
      Path path, Registry registry, SaveMode mode, List<TemplateFailure> failures)
      throws IOException {
    String place = path.toString();
    try {
      TemplateSpec spec = SpecValues.ofYaml(Sources.read(place), place);
      return TemplateSave.batch(List.of(spec), List.of(place), registry, mode, failures);
    } catch (PromptException.InvalidTemplate e) {
      failures.add(new TemplateFailure(place, null, e.reason()));
    } catch (PromptException.NotStorable e) {
      failures.add(new TemplateFailure(place, e.id(), e.reason()));
    }
    return 0;
  }

  private static long lines(
      Utf8Lines lines,
      String prefix,
      Registry registry,
      SaveMode mode,
      List<TemplateFailure> failures,
      Progress progress)
      throws IOException {
    long imported = 0;
    List<TemplateSpec> batch = new ArrayList<>();
    List<String> places = new ArrayList<>();
    try (lines) {
      while (lines.next()) {
        if (lines.isBlank()) {
          continue;
        }
        String place = prefix + "line " + lines.number();
        try {
          batch.add(TemplateJson.read(lines.text(), place));
          places.add(place);
        } catch (IllegalArgumentException e) {
          failures.add(new TemplateFailure(place, null, String.valueOf(e.getMessage())));
        } catch (PromptException.InvalidTemplate e) {
          failures.add(new TemplateFailure(place, null, e.reason()));
        } catch (PromptException.NotStorable e) {
          failures.add(new TemplateFailure(place, e.id(), e.reason()));
        }
        if (batch.size() == BATCH) {
          imported += TemplateSave.batch(batch, places, registry, mode, failures);
          batch.clear();
          places.clear();
          progress.at(imported, imported);
        }
      }
    }
    return imported + TemplateSave.batch(batch, places, registry, mode, failures);
  }
}
