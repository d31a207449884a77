package dev.fulgur.app;

import dev.fulgur.app.cli.CommandLines;
import dev.fulgur.app.measure.FolderTree;
import dev.fulgur.app.terminal.Terminal;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/// The run that the launcher records its AOT cache from (JEP 514): the verbs that people wait for,
/// on a small registry in a temporary folder, with nothing printed.
public final class Training {

  private Training() {}

  /// Trains, or leaves with exit code 1 if a verb failed.
  public static void main(String[] arguments) throws IOException {
    Path folder = Files.createTempDirectory("fulgur-training");
    try {
      String config = folder.resolve("fulgur.yaml").toString();
      run("--version");
      run("--help");
      run("completion");
      run("init", folder.toString());
      run("migrate", "--config", config);
      run("list", "--config", config);
      run("list", "--config", config, "--json");
      run("list", "--db", folder.resolve("prompts.fulgur").toString());
      run("get", "hello", "--config", config);
      run("show", "hello@1.0.0", "--config", config);
      run("render", "hello", "--set", "name=you", "--config", config);
      run("vars", "hello", "--config", config);
      run("lint", "--config", config);
      run("stats", "--config", config);
      run("doctor", "--config", config);
      run("check", "--config", config);
      run("export", "--config", config);
      String tracker = folder.resolve("tracker").toString();
      Path notes = Files.writeString(folder.resolve("notes.txt"), "# TODO: train\n");
      run("index", folder.toString(), "--db", tracker, "--no-blobs");
      run("symbols", "#", "--prefix", "--db", tracker);
      run("symbols", "train", "--contains", "--json", "--db", tracker);
      run("files", "--db", tracker);
      run("outline", notes.toString(), "--db", tracker);
      run("memory", "add", "text", "--db", tracker);
      run("memory", "search", "text", "--db", tracker);
      run("threads", "--db", tracker);
      run("tracker", "stats", "--db", tracker);
    } finally {
      FolderTree.remove(folder);
    }
  }

  private static void run(String... line) {
    PrintStream nowhere =
        new PrintStream(OutputStream.nullOutputStream(), false, StandardCharsets.UTF_8);
    Terminal terminal = new Terminal(nowhere, nowhere, false, false);
    if (CommandLines.run(terminal, line) != 0) {
      throw new IllegalStateException("failed: fulgur " + String.join(" ", line));
    }
  }
}
