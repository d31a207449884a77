package dev.fulgur.bench;

import dev.fulgur.app.measure.FolderTree;
import dev.fulgur.prompts.LmdbRegistry;
import dev.fulgur.prompts.Registry;
import dev.fulgur.prompts.YamlRegistry;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/// The command as a whole, from its start to its end, as a user waits for it.
final class WholeProcess {
  private static final int TEMPLATES = 1_000;
  private static final int LISTS = 15;
  private static final int MIGRATIONS = 5;

  private WholeProcess() {}

  static void run(Report report, Path folder) throws IOException, InterruptedException {
    Path command = Path.of("fulgur").toAbsolutePath();
    if (!Files.isExecutable(command)) {
      report.paragraph("The launcher is not here, so the command as a whole was not measured.");
      return;
    }
    Path yaml = folder.resolve("yaml");
    try (Registry registry = YamlRegistry.open(Files.createDirectory(yaml))) {
      registry.saveAll(SampleRegistry.range(0, TEMPLATES));
    }
    Path database = folder.resolve("listed");
    try (Registry registry = LmdbRegistry.open(database)) {
      registry.saveAll(SampleRegistry.range(0, 10));
    }
    List<String> list = List.of(command.toString(), "list", "--db", database.toString());
    millis(list); // builds, and trains the start-up cache
    List<Double> lists = new ArrayList<>();
    List<Double> versions = new ArrayList<>();
    for (int i = 0; i < LISTS; i++) {
      lists.add(millis(list));
      versions.add(millis(List.of(command.toString(), "--version")));
    }
    List<Double> migrations = new ArrayList<>();
    for (int i = 0; i < MIGRATIONS; i++) {
      Path target = folder.resolve("migrated-" + i);
      migrations.add(
          millis(
              List.of(
                  command.toString(),
                  "migrate",
                  "--from",
                  yaml.toString(),
                  "--to",
                  target.toString())));
      FolderTree.remove(target);
    }
    report.paragraph(
        "The command as a whole, start of the JVM included; milliseconds of time, median"
            + " (least-greatest).");
    report.table(
        List.of("", "ms", "runs"),
        List.of(
            List.of("`./fulgur --version`", Spread.of(versions).toString(), runs(versions)),
            List.of("`./fulgur list`, 10 templates", Spread.of(lists).toString(), runs(lists)),
            List.of(
                String.format(Locale.ROOT, "`./fulgur migrate`, %,d files, verified", TEMPLATES),
                Spread.of(migrations).toString(),
                runs(migrations))));
  }

  private static String runs(List<Double> values) {
    return String.valueOf(values.size());
  }

  private static double millis(List<String> command) throws IOException, InterruptedException {
    long start = System.nanoTime();
    NativePeer.run(command.toArray(String[]::new));
    return (System.nanoTime() - start) / 1e6;
  }
}
