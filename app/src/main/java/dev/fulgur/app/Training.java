package dev.fulgur.app;

import dev.fulgur.app.cli.CommandLines;
import dev.fulgur.app.terminal.Terminal;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;

/// The run that the launcher records its AOT cache from (JEP 514): every verb that people wait for,
/// on a small registry in a temporary folder, with nothing printed.
public final class Training {

  private Training() {}

  /// Trains, or leaves with exit code 1 if a verb failed.
  public static void main(String[] arguments) throws IOException {
    PrintStream nowhere =
        new PrintStream(OutputStream.nullOutputStream(), false, StandardCharsets.UTF_8);
    String[][] lines = {{"--version"}, {"--help"}, {"completion"}};
    for (String[] line : lines) {
      Terminal terminal = new Terminal(nowhere, nowhere, false, false);
      if (CommandLines.run(terminal, line) != 0) {
        System.err.println("failed: " + String.join(" ", line));
        System.exit(1);
      }
    }
  }
}
