package dev.fulgur.app.cli;

import dev.fulgur.prompts.Config;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/// Which config file a verb reads: `--config`, else the one of this folder.
final class ConfigOptions {

  @Option(
      names = "--config",
      paramLabel = "FILE",
      description =
          "The config file (default: fulgur.yaml, promptlightning.yaml or dakora.yaml in this folder).")
  private @Nullable Path configFile;

  /// What the config file says.
  Config config() {
    Path file = configFile == null ? Config.find(Path.of("")) : configFile;
    if (file == null) {
      throw new CommandFailed(
          "There is no fulgur.yaml in this folder; name the places with options, or run 'fulgur init'.");
    }
    return Config.read(file);
  }
}
