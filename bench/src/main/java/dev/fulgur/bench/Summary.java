package dev.fulgur.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.regex.Pattern;

/// Puts all pages of `docs/benchmarks` together in `docs/benchmarks.md`, so that figures have one
/// place to be looked for: first the page of targets, then every group.
final class Summary {
  private static final Pattern BESIDE = Pattern.compile("\\]\\(([a-z0-9-]+\\.(?:md|png))\\)");

  private Summary() {}

  /// Writes it anew.
  ///
  /// @param docs the folder of the documentation
  /// @param groups the names of the groups, in the order in which they are shown, with what each
  ///   shows
  static void write(Path docs, Map<String, String> groups) throws IOException {
    StringBuilder text =
        new StringBuilder(
            """
            # Benchmarks

            Put together by `./fulgur-bench` from the pages of [benchmarks](benchmarks/), each of which a run of its group wrote. Each group runs beside
            its peers in one run, and says on what machine. `./fulgur-bench` alone runs all.

            | group | command | shows |
            |---|---|---|
            """);
    groups.forEach(
        (name, shows) ->
            text.append(
                "| [%s](benchmarks/%s.md) | `./fulgur-bench %s` | %s |\n"
                    .formatted(name, name, name, shows)));
    text.append('\n');
    append(text, docs.resolve("benchmarks").resolve("targets.md"));
    for (String group : groups.keySet()) {
      append(text, docs.resolve("benchmarks").resolve(group + ".md"));
    }
    Files.writeString(docs.resolve("benchmarks.md"), text.toString().stripTrailing() + "\n");
  }

  private static void append(StringBuilder text, Path page) throws IOException {
    if (Files.exists(page)) {
      for (String line : Files.readAllLines(page)) {
        // Headings one level down, links from one folder up.
        text.append(line.startsWith("#") ? "#" : "");
        text.append(BESIDE.matcher(line).replaceAll("](benchmarks/$1)")).append('\n');
      }
      text.append('\n');
    }
  }
}
