package dev.fulgur.prompts.transfer;

import dev.fulgur.prompts.PromptException;
import dev.fulgur.prompts.Registry;
import dev.fulgur.prompts.Registry.SaveMode;
import dev.fulgur.prompts.TemplateFailure;
import dev.fulgur.prompts.TemplateSpec;
import dev.fulgur.prompts.yaml.YamlException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/// Saves what [PromptFiles] reads: one file, or all of a folder with its subfolders. The id of a
/// template is the path of its file in the folder, without the ending.
public final class PromptFolder {
  private PromptFolder() {}

  /// Saves the templates of a file or folder.
  ///
  /// @param failures gets what was not taken
  /// @return how many were saved
  /// @throws IOException if the folder cannot be read
  public static long save(
      Path from, Registry registry, SaveMode mode, List<TemplateFailure> failures)
      throws IOException {
    List<TemplateSpec> specs = new ArrayList<>();
    List<String> places = new ArrayList<>();
    boolean isFolder = Files.isDirectory(from);
    for (Path file : files(from)) {
      String place = String.valueOf(isFolder ? from.relativize(file) : from.getFileName());
      String id = place.substring(0, place.lastIndexOf('.'));
      try {
        specs.add(PromptFiles.read(Files.readAllBytes(file), id, place));
        places.add(place);
      } catch (PromptException.InvalidTemplate e) {
        failures.add(new TemplateFailure(place, id, e.reason()));
      } catch (YamlException | IllegalArgumentException e) {
        failures.add(new TemplateFailure(place, id, String.valueOf(e.getMessage())));
      }
    }
    return TemplateSave.batch(specs, places, registry, mode, failures);
  }

  private static List<Path> files(Path from) throws IOException {
    if (!Files.isDirectory(from)) {
      return List.of(from);
    }
    try (Stream<Path> tree = Files.walk(from)) {
      return tree.filter(file -> PromptFiles.isOne(String.valueOf(file.getFileName())))
          .filter(Files::isRegularFile)
          .sorted()
          .toList();
    }
  }
}
