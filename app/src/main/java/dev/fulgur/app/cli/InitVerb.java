package dev.fulgur.app.cli;

import dev.fulgur.app.terminal.Terminal;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/// `fulgur init`: a config file and a folder of prompts with a first one, never over what is there.
@Command(
    name = "init",
    description = "Write fulgur.yaml and a folder of prompts to begin with.",
    footerHeading = "%nExamples:%n",
    footer = {
      "  fulgur init            in this folder",
      "  fulgur init my-app && cd my-app && fulgur migrate && fulgur list"
    })
final class InitVerb extends Verb {

  private static final String CONFIG =
      """
      # Where fulgur keeps prompt templates. Paths are relative to this file.
      registry: lmdb            # lmdb: read from the database; local: read from the folder
      db_path: ./prompts.fulgur # the database, a folder
      prompt_dir: ./prompts     # YAML files, one template each, to write by hand
      """;

  private static final String PROMPT =
      """
      id: hello
      version: 1.0.0
      description: A first prompt, to be replaced by yours.
      inputs:
        name:
          type: string
        tone:
          type: string
          default: friendly
      template: |
        Greet {{ name }} in a {{ tone }} tone, in one sentence.
      """;

  @Parameters(
      arity = "0..1",
      paramLabel = "DIR",
      defaultValue = ".",
      description = "The folder (default: this one).")
  private Path folder = Path.of(".");

  @Override
  int run(Terminal terminal) throws IOException {
    Path config = folder.resolve("fulgur.yaml");
    Path prompts = folder.resolve("prompts");
    if (Files.exists(config)) {
      throw new CommandFailed(config + " exists already; edit it, or remove it to begin anew.");
    }
    Files.createDirectories(folder);
    boolean first = !Files.exists(prompts);
    if (first) {
      Files.createDirectories(prompts);
      Files.writeString(prompts.resolve("hello.yaml"), PROMPT);
    }
    Files.writeString(config, CONFIG);
    Map<String, @Nullable Object> object = new LinkedHashMap<>();
    object.put("config", config.toString());
    object.put("prompt_dir", prompts.toString());
    terminal.json(object);
    terminal.line("Wrote " + config + (first ? " and " + prompts.resolve("hello.yaml") : "") + ".");
    terminal.line(
        "Next: 'fulgur migrate' takes the folder into the database, 'fulgur list' shows it.");
    return ExitCode.DONE;
  }
}
