package dev.fulgur.app;

import dev.fulgur.app.cli.CommandLines;
import dev.fulgur.app.terminal.Terminal;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;

/// One run of the command in this JVM: its exit code and what it wrote to both streams.
public record CommandRun(int exitCode, String out, String err) {

  /// Runs `fulgur` with `arguments`, as a script would.
  public static CommandRun of(String... arguments) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    ByteArrayOutputStream err = new ByteArrayOutputStream();
    Terminal terminal =
        new Terminal(
            new PrintStream(out, false, StandardCharsets.UTF_8),
            new PrintStream(err, false, StandardCharsets.UTF_8),
            false,
            false);
    int exitCode = CommandLines.run(terminal, arguments);
    return new CommandRun(
        exitCode, out.toString(StandardCharsets.UTF_8), err.toString(StandardCharsets.UTF_8));
  }
}
