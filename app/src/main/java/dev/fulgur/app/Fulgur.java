package dev.fulgur.app;

import dev.fulgur.app.cli.CommandLines;
import dev.fulgur.app.terminal.Terminal;

/// The entry point of the command `fulgur`.
public final class Fulgur {

  private Fulgur() {}

  /// Runs one verb and leaves with its exit code: 0 done, 1 the job failed or found differences, 2
  /// wrong use.
  public static void main(String[] arguments) {
    System.exit(CommandLines.run(Terminal.ofProcess(), arguments));
  }
}
