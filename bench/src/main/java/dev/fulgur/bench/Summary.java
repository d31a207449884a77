package dev.fulgur.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/// Puts all pages of `docs/benchmarks` together in `docs/benchmarks.md`, so that figures have one
/// place to be looked for: first the page of targets, then every group.
final class Summary {
  private Summary() {}

  /// Writes it anew.
  ///
  /// @param docs the folder of the documentation
  /// @param groups the names of the groups, in the order in which they are shown
  static void write(Path docs, List<String> groups) throws IOException {
    StringBuilder text =
        new StringBuilder(
            """
            # Benchmarks

            Put together by `./fulgur-bench` from the pages of [benchmarks](benchmarks/), each of which a run of its group wrote.

            """);
    append(text, docs.resolve("benchmarks").resolve("targets.md"));
    for (String group : groups) {
      append(text, docs.resolve("benchmarks").resolve(group + ".md"));
    }
    Files.writeString(docs.resolve("benchmarks.md"), text.toString().stripTrailing() + "\n");
  }

  private static void append(StringBuilder text, Path page) throws IOException {
    if (Files.exists(page)) {
      for (String line : Files.readAllLines(page)) {
        // Headings one level down.
        text.append(line.startsWith("#") ? "#" : "").append(line).append('\n');
      }
      text.append('\n');
    }
  }
}
