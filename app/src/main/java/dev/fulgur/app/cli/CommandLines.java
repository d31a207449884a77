package dev.fulgur.app.cli;

import dev.fulgur.app.terminal.Terminal;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import picocli.CommandLine;
import picocli.CommandLine.Help.Ansi;
import picocli.CommandLine.ParameterException;

/// Runs command lines: parses, calls the verb, turns every error into one sentence and an exit
/// code.
public final class CommandLines {

  private CommandLines() {}

  /// Runs one command line.
  ///
  /// @return the exit code: 0 done, 1 the job failed or found differences, 2 wrong use
  public static int run(Terminal terminal, String... arguments) {
    CommandLine line = of(terminal, arguments);
    int exitCode = line.execute(arguments);
    terminal.flush();
    return exitCode;
  }

  /// The command with the verbs that `arguments` may mean, writing to `terminal`.
  static CommandLine of(Terminal terminal, String... arguments) {
    CommandLine line = new CommandLine(new Root(terminal));
    Verbs.addTo(line, arguments);
    line.setCaseInsensitiveEnumValuesAllowed(true);
    line.setUsageHelpAutoWidth(true);
    line.setUsageHelpLongOptionsMaxWidth(32);
    line.setColorScheme(
        CommandLine.Help.defaultColorScheme(terminal.isInteractive() ? Ansi.AUTO : Ansi.OFF));
    line.setOut(new PrintWriter(terminal.out(), true, StandardCharsets.UTF_8));
    line.setParameterExceptionHandler((e, _) -> wrongUse(terminal, e));
    line.setExecutionExceptionHandler((e, _, _) -> failed(terminal, e));
    return line;
  }

  private static int wrongUse(Terminal terminal, ParameterException e) {
    terminal.error(WrongUse.sentence(e));
    terminal.message(
        "See '" + e.getCommandLine().getCommandSpec().qualifiedName(" ") + " --help'.");
    return ExitCode.WRONG_USE;
  }

  private static int failed(Terminal terminal, Exception e) {
    if (e instanceof ParameterException wrongUse) {
      return wrongUse(terminal, wrongUse);
    }
    boolean debug = System.getenv("FULGUR_DEBUG") != null;
    if (Errors.isExpected(e)) {
      terminal.error(Errors.sentence(e));
    } else {
      terminal.error(
          "this is a bug in fulgur, please report it: "
              + e
              + (debug ? "" : " (set FULGUR_DEBUG=1 to see where)"));
    }
    if (debug) {
      StringWriter stack = new StringWriter();
      e.printStackTrace(new PrintWriter(stack, true));
      terminal.message(stack.toString());
    }
    return ExitCode.FAILED;
  }
}
