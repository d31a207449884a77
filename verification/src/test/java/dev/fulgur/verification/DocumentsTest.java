package dev.fulgur.verification;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/// What the guides point at is there: files, headings, tests; and the figures of the README are
/// those of the page that each of them names.
final class DocumentsTest {
  private static final Path ROOT = Path.of("..").toAbsolutePath().normalize();
  private static final Pattern LINK = Pattern.compile("]\\(([^)\\s#]*)(?:#([^)\\s]*))?\\)");
  private static final Pattern HEADING = Pattern.compile("(?m)^#+ (.*)$");
  private static final Pattern FIGURE = Pattern.compile("\\d[\\d,]*(?:\\.\\d+)?");
  private static final Pattern FIGURE_ROW =
      Pattern.compile("(?m)^\\| [^|]+ \\| ([^|]+) \\| \\[[^]]+]\\((docs/benchmarks/[^)]+)\\) \\|$");
  private static final Pattern SHOWN_BY = Pattern.compile("`([A-Z]\\w*Test)(?:\\.(\\w+))?`");

  /// How far a figure may have moved since it was written down: machines are noisy.
  private static final double TOLERANCE = 0.25;

  private static List<Path> guides() throws IOException {
    List<Path> guides = new ArrayList<>();
    guides.add(ROOT.resolve("README.md"));
    guides.add(ROOT.resolve("CONTRIBUTING.md"));
    guides.add(ROOT.resolve("CHANGELOG.md"));
    try (Stream<Path> docs = Files.walk(ROOT.resolve("docs"))) {
      docs.filter(path -> path.toString().endsWith(".md")).sorted().forEach(guides::add);
    }
    return guides;
  }

  @Test
  void links_ofEveryGuide_leadSomewhere() throws IOException {
    List<String> broken = new ArrayList<>();
    int links = 0;
    for (Path guide : guides()) {
      Matcher link = LINK.matcher(Files.readString(guide));
      while (link.find()) {
        String file = link.group(1);
        if (file.contains("://")) {
          continue;
        }
        links++;
        Path target = file.isEmpty() ? guide : guide.resolveSibling(file).normalize();
        String where = ROOT.relativize(guide) + ": " + link.group();
        if (!Files.exists(target)) {
          broken.add(where);
        } else if (link.group(2) != null && !headings(target).contains(link.group(2))) {
          broken.add(where + " has no such heading");
        }
      }
    }
    assertThat(links).isGreaterThan(50);
    assertThat(broken).isEmpty();
  }

  private static Set<String> headings(Path guide) throws IOException {
    Set<String> anchors = new HashSet<>();
    Matcher heading = HEADING.matcher(Files.readString(guide));
    while (heading.find()) {
      String text = heading.group(1).toLowerCase(Locale.ROOT).replaceAll("[^\\p{L}\\p{N} _-]", "");
      anchors.add(text.replace(' ', '-'));
    }
    return anchors;
  }

  @Test
  void figures_ofTheReadme_standOnThePageBesideThem() throws IOException {
    Matcher row = FIGURE_ROW.matcher(Files.readString(ROOT.resolve("README.md")));
    List<String> missing = new ArrayList<>();
    int rows = 0;
    while (row.find()) {
      rows++;
      List<Double> there = figures(Files.readString(ROOT.resolve(row.group(2))));
      for (double figure : figures(row.group(1))) {
        if (there.stream().noneMatch(t -> Math.abs(t - figure) <= TOLERANCE * figure)) {
          missing.add(figure + " of \"" + row.group(1) + "\" is not in " + row.group(2));
        }
      }
    }
    assertThat(rows).isGreaterThan(5);
    assertThat(missing).isEmpty();
  }

  private static List<Double> figures(String text) {
    List<Double> figures = new ArrayList<>();
    Matcher figure = FIGURE.matcher(text);
    while (figure.find()) {
      figures.add(Double.parseDouble(figure.group().replace(",", "")));
    }
    return figures;
  }

  @Test
  void claims_nameTestsThatExist() throws IOException {
    Map<String, StringBuilder> sources = new HashMap<>();
    try (Stream<Path> modules = Files.list(ROOT)) {
      for (Path tests :
          modules.map(m -> m.resolve("src/test/java")).filter(Files::isDirectory).toList()) {
        try (Stream<Path> tree = Files.walk(tests)) {
          for (Path source : tree.filter(p -> p.toString().endsWith("Test.java")).toList()) {
            String name = source.getFileName().toString().replace(".java", "");
            sources
                .computeIfAbsent(name, _ -> new StringBuilder())
                .append(Files.readString(source));
          }
        }
      }
    }
    Matcher shown = SHOWN_BY.matcher(Files.readString(ROOT.resolve("docs/claims.md")));
    List<String> missing = new ArrayList<>();
    int tests = 0;
    while (shown.find()) {
      tests++;
      StringBuilder source = sources.get(shown.group(1));
      if (source == null
          || (shown.group(2) != null && source.indexOf(" " + shown.group(2) + "(") < 0)) {
        missing.add(shown.group());
      }
    }
    assertThat(tests).isGreaterThan(50);
    assertThat(missing).isEmpty();
  }
}
