package dev.fulgur.verification;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/// Runs after all other tests: gathers what they printed about faults, from the test reports of all
/// modules, and writes it to `docs/reliability.md` when `-Dreliability.write` is given.
final class ReliabilityReport {
  private static final Map<String, Row> ROWS = new LinkedHashMap<>();

  static {
    ROWS.put("process death", new Row("kill -9 of a child JVM at a random time", 200));
    ROWS.put(
        "power loss",
        new Row("a trace of write and sync calls, un-synced pages dropped or torn", 5_000));
    ROWS.put("torn tail", new Row("the log cut at every byte, appended to, opened twice", 65_537));
    ROWS.put("log bit flip", new Row("a random bit that is not in the tail", 10_000));
    ROWS.put("LMDB bit flip", new Row("a random bit of a record, read in another process", 2_000));
    ROWS.put("EIO", new Row("every Nth call fails, of the log's storage or of the system", 500));
    ROWS.put("disk full", new Row("a tmpfs of 16 MiB", 20));
    ROWS.put("short writes", new Row("1 to n bytes taken of each write", 5_000));
    ROWS.put("interrupts", new Row("threads interrupted in any call", 5_000));
    ROWS.put("dead readers", new Row("processes killed while they read", 50));
    ROWS.put(
        "resize race", new Row("8 threads of each of 3 processes, the map growing under them", 30));
    ROWS.put("misuse", new Row("random calls, closing, wrong threads", 50_000));
    ROWS.put(
        "isolation", new Row("transactions on lists, their history checked for cycles", 50_000));
    ROWS.put("model", new Row("random operations beside a TreeMap", 1_000));
    ROWS.put("parsers", new Row("random and broken input", 100_000));
    ROWS.put("mutants", new Row("known bugs put back one by one", 14));
    ROWS.put("leaks", new Row("opened and closed with flat memory", 8_000));
  }

  private static final Pattern LINE =
      Pattern.compile("reliability: ([^|\\n]+) \\| ([^|\\n]+) \\| (\\d+) \\| (-?\\d+|-)");
  private static final Pattern SEED = Pattern.compile("(?:-D|\\b)seed[ =](\\d+)");
  private static final Pattern CASE = Pattern.compile("<testsuite [^>]*?>", Pattern.DOTALL);
  private static final Pattern SKIPPED = Pattern.compile("(?m)^skipped: .*$");
  private static final Pattern SOME_TESTS =
      Pattern.compile("<testsuite [^>]*?\\btests=\"[1-9]", Pattern.DOTALL);
  private static final Pattern ATTRIBUTE =
      Pattern.compile("(name|time|failures|errors)=\"([^\"]*)\"");

  /// A fault.
  ///
  /// @param how what brings it about
  /// @param asked how often a build meets it at least, over all that meet it
  private record Row(String how, long asked) {}

  /// One line of the report.
  private record Evident(
      String row,
      String what,
      long runs,
      String seed,
      long failures,
      double seconds,
      String test) {}

  @Test
  void everyFault_wasMetInThisBuild() throws IOException {
    List<Evident> found = new ArrayList<>();
    Set<String> skipped = new TreeSet<>();
    for (Path report : reports()) {
      String text = Files.readString(report);
      found.addAll(read(text));
      if (report.toString().contains("verification")) {
        SKIPPED.matcher(text).results().forEach(reason -> skipped.add(reason.group()));
      }
    }
    List<String> missing = new ArrayList<>();
    ROWS.forEach(
        (name, row) -> {
          if (met(name, found) < row.asked()) {
            missing.add("%s: %,d of %,d".formatted(name, met(name, found), row.asked()));
          }
        });
    assumeWhole("every fault; missing: " + missing);
    if (System.getProperty("reliability.write") != null) {
      Files.writeString(Path.of("../docs/reliability.md"), page(found));
    }
    if (!skipped.isEmpty()) {
      System.out.println("What this machine does not allow: " + skipped + "; missing: " + missing);
    }
    assumeTrue(missing.isEmpty() || skipped.isEmpty(), "skipped: " + skipped);
    assertThat(missing).as("faults that were not met as often as is asked").isEmpty();
  }

  private static long met(String row, List<Evident> found) {
    return found.stream().filter(e -> e.row().equals(row)).mapToLong(Evident::runs).sum();
  }

  /// A JVM of tests that ends silently leaves no report behind, or an empty one, and is taken for
  /// success by who started it.
  @Test
  void everyTestClass_ofEveryModule_wasRun() throws IOException {
    assumeWhole("every class of tests");
    List<String> silent = new ArrayList<>();
    int classes = 0;
    for (Path source : testClasses()) {
      if (Files.readString(source).contains("abstract class")) {
        continue;
      }
      classes++;
      Path module = source.subpath(0, 2);
      String name =
          module
              .resolve("src/test/java")
              .relativize(source)
              .toString()
              .replace(".java", "")
              .replace('/', '.');
      Path report = module.resolve("target/surefire-reports/TEST-" + name + ".xml");
      if (!Files.exists(report)) {
        silent.add(name + " has no report");
      } else if (!SOME_TESTS.matcher(Files.readString(report)).find()) {
        silent.add(name + " ran no test");
      }
    }
    assertThat(classes).as("classes of tests").isGreaterThan(100);
    assertThat(silent).isEmpty();
  }

  /// What surefire takes for a class of tests.
  private static List<Path> testClasses() throws IOException {
    List<Path> found = new ArrayList<>();
    try (Stream<Path> modules = Files.list(Path.of(".."))) {
      for (Path sources :
          modules.map(m -> m.resolve("src/test/java")).filter(Files::isDirectory).toList()) {
        try (Stream<Path> tree = Files.walk(sources)) {
          tree.filter(p -> p.toString().endsWith("Test.java")).forEach(found::add);
        }
      }
    }
    return found;
  }

  private static void assumeWhole(String what) {
    boolean whole = Files.isDirectory(Path.of("../log/target/surefire-reports"));
    String reason = "skipped: only a build of all modules meets " + what;
    if (!whole) {
      System.out.println(reason);
    }
    assumeTrue(whole, reason);
  }

  private static List<Path> reports() throws IOException {
    try (Stream<Path> paths = Files.walk(Path.of(".."), 4)) {
      return paths
          .filter(p -> p.toString().contains("surefire-reports"))
          .filter(p -> p.getFileName().toString().matches("TEST-.*\\.xml"))
          .sorted()
          .toList();
    }
  }

  private static List<Evident> read(String report) {
    List<Evident> found = new ArrayList<>();
    Matcher suite = CASE.matcher(report);
    if (!suite.find()) {
      return found;
    }
    Map<String, String> of = new LinkedHashMap<>();
    Matcher attribute = ATTRIBUTE.matcher(suite.group());
    while (attribute.find()) {
      of.put(attribute.group(1), attribute.group(2));
    }
    String name = of.getOrDefault("name", "");
    long failures =
        Long.parseLong(of.getOrDefault("failures", "0"))
            + Long.parseLong(of.getOrDefault("errors", "0"));
    double seconds = Double.parseDouble(of.getOrDefault("time", "0").replace(",", ""));
    Matcher printed = SEED.matcher(report);
    String seed = printed.find() ? printed.group(1) : "";
    Matcher line = LINE.matcher(report);
    while (line.find()) {
      found.add(
          new Evident(
              line.group(1).strip(),
              line.group(2).strip(),
              Long.parseLong(line.group(3)),
              line.group(4).equals("-") ? seed : line.group(4),
              failures,
              seconds,
              name.substring(name.lastIndexOf('.') + 1)));
    }
    return found;
  }

  private static String page(List<Evident> found) throws IOException {
    StringBuilder page = new StringBuilder();
    page.append("# What it survives\n\n");
    page.append("Written by `mvn -B verify -Dreliability.write`");
    page.append(Evidence.soak() ? " with `-Dsoak`" : "");
    page.append(", ").append(LocalDate.now(ZoneOffset.UTC)).append(", ");
    page.append(Runtime.getRuntime().availableProcessors()).append(" processors, ");
    page.append(System.getProperty("os.name")).append(' ').append(System.getProperty("os.version"));
    page.append(", Java ").append(Runtime.version()).append(".\n\n");
    page.append(
        """
        The same build runs these in small numbers every time; `-Dsoak` runs them in large ones, and `-Dseed=N` repeats a run that
        printed N. Failures and seconds are those of the test class, which may hold several rows.

        """);
    page.append("| fault | a build asks for | met |\n|---|---|---|\n");
    ROWS.forEach(
        (name, row) ->
            page.append("| %s | %,d | %,d |%n".formatted(name, row.asked(), met(name, found))));
    page.append('\n');
    page.append("| fault | injected how | where | runs | failures | seed | seconds | test |\n");
    page.append("|---|---|---|---|---|---|---|---|\n");
    ROWS.forEach(
        (row, of) -> {
          for (Evident e : found) {
            if (e.row().equals(row)) {
              page.append(
                  "| %s | %s | %s | %,d | %d | %s | %.1f | %s |%n"
                      .formatted(
                          row,
                          of.how(),
                          e.what(),
                          e.runs(),
                          e.failures(),
                          e.seed(),
                          e.seconds(),
                          e.test()));
            }
          }
        });
    return page.toString();
  }
}
