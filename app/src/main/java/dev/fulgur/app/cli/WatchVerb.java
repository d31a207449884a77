package dev.fulgur.app.cli;

import dev.fulgur.app.terminal.Ending;
import dev.fulgur.app.terminal.Style;
import dev.fulgur.app.terminal.Terminal;
import dev.fulgur.prompts.LmdbRegistry;
import dev.fulgur.prompts.watch.FolderWatch;
import dev.fulgur.prompts.watch.FolderWatch.Change;
import dev.fulgur.prompts.watch.FolderWatch.Deleted;
import dev.fulgur.prompts.watch.FolderWatch.Failed;
import dev.fulgur.prompts.watch.FolderWatch.Saved;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// `fulgur watch`: a line for each change of a prompt folder, and a database kept in step.
@Command(
    name = "watch",
    description = "Watch a folder of YAML prompts, and keep a database in step with it.",
    footerHeading = "%nExamples:%n",
    footer = {
      "  fulgur watch                              the folder of the config file: what changes, what is wrong",
      "  fulgur watch ./prompts --to prompts.fulgur",
      "",
      "It runs until it is interrupted. With --json, every change is one JSON object on a line."
    })
final class WatchVerb extends Verb {

  @Mixin private ConfigOptions configOptions = new ConfigOptions();

  @Parameters(
      arity = "0..1",
      paramLabel = "FOLDER",
      description = "The folder of YAML files (default: prompt_dir of the config file).")
  private @Nullable Path folder;

  @Option(
      names = "--to",
      paramLabel = "DB",
      description = "The database to keep in step, made if it is not there.")
  private @Nullable Path to;

  @Option(
      names = "--debounce",
      paramLabel = "MS",
      description = "Milliseconds without a change after which changes are read (default: 200).")
  private int debounceMillis = 200;

  @Override
  int run(Terminal terminal) {
    Path watched = folder == null ? configOptions.config().promptDir() : folder;
    if (watched == null) {
      throw new CommandFailed("The config file has no prompt_dir; name the folder to watch.");
    }
    Sources.requireFolder(watched);
    if (debounceMillis < 0) {
      throw wrongUse("--debounce is a number of milliseconds, not below zero");
    }
    // The database is closed before the process ends.
    try (Ending ending = Ending.listen();
        @Nullable LmdbRegistry database = to == null ? null : LmdbRegistry.open(to);
        FolderWatch _ =
            FolderWatch.start(
                watched,
                database,
                Duration.ofMillis(debounceMillis),
                change -> print(terminal, change))) {
      terminal.message("Watching " + watched + "; interrupt to end.");
      ending.awaitAsked();
    }
    return ExitCode.DONE;
  }

  private static void print(Terminal terminal, Change change) {
    Map<String, @Nullable Object> object = new LinkedHashMap<>();
    String line =
        switch (change) {
          case Saved saved -> {
            object.put("change", "saved");
            object.put("path", saved.path());
            object.put("id", saved.id());
            object.put("version", saved.version());
            yield "saved    " + Text.oneLine(saved.id() + "@" + saved.version(), 200);
          }
          case Deleted deleted -> {
            object.put("change", "deleted");
            object.put("path", deleted.path());
            object.put("id", deleted.id());
            yield "deleted  " + Text.oneLine(deleted.id(), 200);
          }
          case Failed failed -> {
            object.put("change", "failed");
            object.put("path", failed.path());
            object.put("reason", failed.reason());
            yield terminal.style(Style.RED, "error")
                + "    "
                + Text.oneLine(failed.path(), 200)
                + ": "
                + Text.oneLine(failed.reason(), 400);
          }
        };
    terminal.json(object);
    terminal.line(line);
    terminal.flush();
  }
}
