package dev.fulgur.app.measure;

import dev.fulgur.prompts.Registry;
import java.nio.file.Path;
import java.util.List;

/// How fast the demo's templates are read, each way.
///
/// @param loadNanos one load from the database
/// @param rescanNanos finding and parsing the same template in the folder of YAML files
public record DemoSpeed(double loadNanos, double rescanNanos) {

  /// Measures both on all templates of the folder.
  public static DemoSpeed of(Path yaml, Registry registry) throws Exception {
    List<String> ids = registry.ids();
    double load =
        Stopwatch.nanosOf(
                () -> {
                  for (String id : ids) {
                    registry.load(id);
                  }
                })
            / ids.size();
    RescanningReader rescanning = new RescanningReader(yaml);
    List<String> inFolder;
    try (Registry folder = dev.fulgur.prompts.YamlRegistry.open(yaml)) {
      inFolder = folder.ids();
    }
    double rescan =
        Stopwatch.nanosOnce(
                () -> {
                  for (String id : inFolder) {
                    rescanning.load(id);
                  }
                })
            / inFolder.size();
    return new DemoSpeed(load, rescan);
  }
}
