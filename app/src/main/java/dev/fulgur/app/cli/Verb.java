package dev.fulgur.app.cli;

import dev.fulgur.app.terminal.Terminal;
import dev.fulgur.prompts.PromptException;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/// What every verb shares: `--json`, `--no-color`, `--help`, and a terminal.
abstract class Verb implements Callable<Integer> {

  @Spec private @Nullable CommandSpec spec;

  @Option(
      names = "--json",
      description =
          "Print JSON on standard output, one object, or one a line where rows are streamed; messages go to standard error.")
  private boolean json;

  @Option(names = "--no-color", description = "Print without colours, also on a terminal.")
  private boolean noColor;

  @Option(
      names = {"-h", "--help"},
      usageHelp = true,
      description = "Show this help and exit.")
  @SuppressWarnings("unused") // picocli acts on it
  private boolean help;

  /// Does the job and says how it went, as a constant of [ExitCode].
  abstract int run(Terminal terminal) throws Exception;

  @Override
  public final Integer call() throws Exception {
    Terminal terminal = root().terminal();
    if (json) {
      terminal.useJson();
    }
    if (noColor) {
      terminal.useNoColor();
    }
    try {
      return run(terminal);
    } catch (PromptException.NotFound e) {
      RegistryOptions registry = registryOptions();
      String near = registry == null ? null : registry.near(e.id());
      if (near == null) {
        throw e;
      }
      String message = String.valueOf(e.getMessage());
      throw new CommandFailed(
          message.substring(0, message.lastIndexOf(';')) + "; did you mean '" + near + "'?");
    }
  }

  private @Nullable RegistryOptions registryOptions() {
    for (CommandSpec mixin : spec().mixins().values()) {
      if (mixin.userObject() instanceof RegistryOptions options) {
        return options;
      }
    }
    return null;
  }

  /// The error of a command line that parses but makes no sense.
  final ParameterException wrongUse(String sentence) {
    return new ParameterException(spec().commandLine(), sentence);
  }

  final Root root() {
    return (Root) spec().root().userObject();
  }

  final CommandSpec spec() {
    if (spec == null) {
      throw new IllegalStateException("a verb runs only through its command line");
    }
    return spec;
  }
}
