package dev.fulgur.prompts;

import dev.fulgur.prompts.versions.SemanticVersion;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// Gives templates their next version, in files too.
public final class Bump {
  private static final Pattern VERSION_LINE =
      Pattern.compile("(?m)^(version[ \\t]*:[ \\t]+)([^#\\r\\n]*?)([ \\t]+#[^\\r\\n]*)?(\\r?)$");
  private static final Pattern ID_LINE = Pattern.compile("(?m)^id[ \\t]*:[^\\r\\n]*(\\r?\\n)");

  private Bump() {}

  /// The template as its next version.
  ///
  /// @throws PromptException.Unsupported if its version is no [SemanticVersion]
  public static TemplateSpec next(TemplateSpec spec, SemanticVersion.Part part) {
    SemanticVersion version = SemanticVersion.parse(spec.version());
    if (version == null) {
      throw new PromptException.Unsupported(
          "Version "
              + PromptException.quote(spec.version())
              + " of "
              + PromptException.quote(spec.id())
              + " has no numbers that could rise; save it with a version such as 1.0.0 first.");
    }
    return spec.withVersion(version.next(part).toString());
  }

  /// Gives the template in a file its next version. The rest of the file stays as it is, comments
  /// too, wherever the version stands in a line of its own.
  ///
  /// @return the template as that version
  /// @throws PromptException.InvalidTemplate if the file is no template
  /// @throws PromptException.Unsupported if its version is no [SemanticVersion]
  /// @throws PromptException.Unreadable if it cannot be read or written
  public static TemplateSpec file(Path file, SemanticVersion.Part part) {
    TemplateSpec next = next(SpecValues.ofYaml(read(file), file.toString()), part);
    write(file, next);
    return next;
  }

  private static byte[] read(Path file) {
    try {
      return Files.readAllBytes(file);
    } catch (IOException e) {
      throw new PromptException.Unreadable(
          file, file + " cannot be read: " + e.getMessage() + ".", e);
    }
  }

  /// Writes the template of a file that differs by its version only.
  static void write(Path file, TemplateSpec next) {
    String text = new String(read(file), StandardCharsets.UTF_8);
    String edited = edited(text, next);
    FileNames.write(file, edited == null ? SpecYaml.write(next) : edited);
  }

  /// The text with the other version in its place, or null if that is not all it takes.
  private static @Nullable String edited(String text, TemplateSpec next) {
    String version = SpecYaml.scalar(next.version());
    Matcher line = VERSION_LINE.matcher(text);
    Matcher id = ID_LINE.matcher(text);
    String edited;
    if (line.find()) {
      String comment = line.group(3) == null ? "" : line.group(3);
      edited =
          text.substring(0, line.start())
              + line.group(1)
              + version
              + comment
              + line.group(4)
              + text.substring(line.end());
    } else if (id.find()) {
      edited =
          text.substring(0, id.end())
              + "version: "
              + version
              + id.group(1)
              + text.substring(id.end());
    } else {
      return null;
    }
    try {
      byte[] bytes = edited.getBytes(StandardCharsets.UTF_8);
      return SpecValues.ofYaml(bytes, next.id()).equals(next) ? edited : null;
    } catch (PromptException.InvalidTemplate | PromptException.NotStorable e) {
      return null; // the line was part of something else
    }
  }
}
