package dev.fulgur.bench;

import dev.fulgur.tracker.Tracker;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.TimeValue;
import org.openjdk.jmh.runner.options.VerboseMode;

/// The tracker beside SQLite with the schema and the settings of the original, on the same records
/// through the same interface; migration from it; and the JDK's own sources indexed. Everything
/// runs in JVMs with at most 256 MB of heap.
public final class TrackerGroup implements Group {

  private static final String HEAP = "-Xmx256m";
  private static final int MIGRATIONS = 3;
  private static final int C_OPS = 20_000;
  private static final int C_TURNS = 25;

  /// A call, the unit that it is shown in, and what it should take at most.
  private record Row(
      String benchmark, String what, String unit, double nanosOfUnit, double target) {}

  private static final List<Row> ROWS =
      List.of(
          new Row("fileByKey", "file by key hash", "us", 1e3, 1.0),
          new Row("symbolByKey", "symbol by key hash", "us", 1e3, 1.0),
          new Row("symbolsOfFile", "symbols of a file (15)", "us", 1e3, 8),
          new Row("upsertFiles", "upsert in a batch of 1,000, each file", "us", 1e3, 8),
          new Row("upsertSymbols", "upsert in a batch of 1,000, each symbol", "us", 1e3, 8),
          new Row("iterateFiles", "iterate 5,895 files", "ms", 1e6, 4),
          new Row("filesOfContext", "files of a context (1,350)", "ms", 1e6, 1.2),
          new Row("memoriesByTag", "memories by tag (50)", "ms", 1e6, 0.1),
          new Row("recentFiles", "recent files (10)", "ms", 1e6, 0.1),
          new Row("symbolsByName", "all symbols by name (88,425)", "ms", 1e6, 60));

  /// Made by its name.
  public TrackerGroup() {}

  @Override
  public String title() {
    return "The tracker";
  }

  @Override
  public void run(Report report) throws IOException, InterruptedException {
    Path folder = Files.createTempDirectory("fulgur-bench-");
    try {
      Path stored = folder.resolve(TrackerOps.STORED);
      Path sqlite = folder.resolve("tracker.db");
      for (Path place : List.of(stored, sqlite)) {
        try (Tracker tracker = TrackerOps.open(place)) {
          TrackerData.fill(tracker);
        }
      }
      report.paragraph(
          "%,d files with %d symbols each, %,d memories. SQLite by sqlite-jdbc, with the schema, the statements and the settings of the original (`journal_mode=WAL`, `synchronous=NORMAL`: a commit is not on disk when it returns; ours is). Averages of JMH, one thread, serial collector, at most 256 MB of heap (`%s`)."
              .formatted(
                  TrackerData.FILES, TrackerData.SYMBOLS_OF_A_FILE, TrackerData.MEMORIES, HEAP));
      List<List<String>> rows = new ArrayList<>();
      for (Row row : ROWS) {
        double ours = measure(stored, row.benchmark) / row.nanosOfUnit;
        double theirs = measure(sqlite, row.benchmark) / row.nanosOfUnit;
        rows.add(
            List.of(
                row.what,
                "<= " + number(row.target) + " " + row.unit,
                "**" + number(ours) + " " + row.unit + "**",
                number(theirs) + " " + row.unit,
                "%.1f".formatted(theirs / ours)));
      }
      List<String> heads = List.of("", "target", "Fulgur", "SQLite", "SQLite / Fulgur");
      report.table(heads, rows);
      report.bars(
          "How many times as long SQLite takes",
          "SQLite / Fulgur",
          List.of("", "SQLite / Fulgur"),
          rows.stream().map(row -> List.of(row.getFirst(), row.getLast())).toList(),
          1);
      searchesInC(report, stored, folder);
      migrate(report, sqlite, folder);
      index(report, folder);
    } finally {
      delete(folder);
    }
  }

  /// What LMDB alone takes of a find by key hash.
  private static void searchesInC(Report report, Path stored, Path folder)
      throws IOException, InterruptedException {
    Path library = NativePeer.lmdb(folder);
    Path program = NativePeer.compile(folder, "tracker.c");
    List<String> medians = new ArrayList<>();
    for (String table : List.of("files", "symbols")) {
      List<String> command =
          List.of(
              program.toString(),
              library.toString(),
              stored.toString(),
              table + "_by_key",
              table,
              Integer.toString(TrackerData.FILES),
              Integer.toString(C_OPS));
      List<Double> nanos = new ArrayList<>();
      try (NativePeer peer = new NativePeer(command)) {
        for (int turn = 0; turn < C_TURNS; turn++) {
          nanos.add(peer.turn());
        }
      }
      medians.add("%.2f us".formatted(Spread.of(nanos).median() / 1e3));
    }
    report.paragraph(
        "A find by key hash is a search of the index, one of the table, and the decoding of the record. The two searches and a copy of the bytes take **%s** for a file and **%s** for a symbol in C, on the same LMDB and the same environment (CPU time, median of %d runs of %,d)."
            .formatted(medians.get(0), medians.get(1), C_TURNS, C_OPS));
  }

  private static void migrate(Report report, Path sqlite, Path folder)
      throws IOException, InterruptedException {
    List<Double> seconds = new ArrayList<>();
    long records = 0;
    for (int i = 0; i < MIGRATIONS; i++) {
      Path target = folder.resolve("migrated-" + i);
      long[] said = job("migrate", sqlite, target, "-XX:TieredStopAtLevel=1");
      seconds.add(said[0] / 1e3);
      records = said[1];
    }
    report.paragraph(
        "Migration of that SQLite file (%.1f MB, %,d records) in a new JVM with the options that `./fulgur tracker migrate` gives it, each record compared both ways: median of %d %.2f s, least %.2f, greatest %.2f; target 4 s for 24 MB."
            .formatted(
                Files.size(sqlite) / 1e6,
                records,
                MIGRATIONS,
                Spread.of(seconds).median(),
                Spread.of(seconds).least(),
                Spread.of(seconds).greatest()));
  }

  private static void index(Report report, Path folder) throws IOException, InterruptedException {
    Path zip = Path.of(System.getProperty("java.home"), "lib", "src.zip");
    if (!Files.isRegularFile(zip)) {
      report.paragraph("The JDK here comes without src.zip; nothing was indexed.");
      return;
    }
    Path tree = folder.resolve("jdk");
    long bytes = unpack(zip, tree);
    Path db = folder.resolve("index");
    long[] first = job("index", tree, db);
    long[] second = job("index", tree, db);
    report.paragraph(
        "The JDK's `src.zip` (%,d files, %.0f MB) indexed on %d processors, with contents kept: first time **%.1f s** (%,d files, %,d symbols), target 60 s; with nothing changed **%.2f s** (%,d files read), target 2 s."
            .formatted(
                count(tree),
                bytes / 1e6,
                Runtime.getRuntime().availableProcessors(),
                first[0] / 1e3,
                first[1],
                first[2],
                second[0] / 1e3,
                second[1]));
  }

  private static double measure(Path place, String benchmark) {
    var options =
        new OptionsBuilder()
            .include("^" + TrackerOps.class.getName().replace(".", "\\.") + "\\." + benchmark + "$")
            .mode(Mode.AverageTime)
            .timeUnit(TimeUnit.NANOSECONDS)
            .forks(1)
            .warmupIterations(6)
            .warmupTime(TimeValue.milliseconds(250))
            .measurementIterations(5)
            .measurementTime(TimeValue.milliseconds(200))
            .jvmArgs(
                "--enable-native-access=ALL-UNNAMED",
                "--sun-misc-unsafe-memory-access=allow",
                "-XX:+UseSerialGC",
                HEAP,
                "-D" + TrackerOps.PLACE + "=" + place)
            .verbosity(VerboseMode.SILENT)
            .shouldFailOnError(true)
            .build();
    try {
      for (RunResult result : new Runner(options).run()) {
        return result.getPrimaryResult().getScore();
      }
    } catch (RunnerException e) {
      throw new IllegalStateException("JMH could not run " + benchmark, e);
    }
    throw new IllegalStateException("no result for " + benchmark);
  }

  /// Runs a job in a JVM of its own and answers what it says.
  private static long[] job(String what, Path from, Path to, String... options)
      throws IOException, InterruptedException {
    List<String> command =
        new ArrayList<>(
            List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "--enable-native-access=ALL-UNNAMED",
                "-XX:+UseSerialGC",
                HEAP));
    command.addAll(List.of(options));
    command.addAll(
        List.of(
            "-cp",
            System.getProperty("java.class.path"),
            TrackerJob.class.getName(),
            what,
            from.toString(),
            to.toString()));
    Process process =
        new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT).start();
    String out =
        new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
    int exit = process.waitFor();
    if (exit != 0) {
      throw new IOException(what + " ended with " + exit + ": " + out);
    }
    return Stream.of(out.split(" ", -1)).mapToLong(Long::parseLong).toArray();
  }

  private static long unpack(Path zip, Path folder) throws IOException {
    long bytes = 0;
    try (InputStream in = Files.newInputStream(zip);
        ZipInputStream entries = new ZipInputStream(in)) {
      for (ZipEntry entry = entries.getNextEntry(); entry != null; entry = entries.getNextEntry()) {
        Path file = folder.resolve(entry.getName()).normalize();
        if (entry.isDirectory() || !file.startsWith(folder)) {
          continue;
        }
        Files.createDirectories(file.resolveSibling("."));
        bytes += Files.copy(entries, file);
      }
    }
    return bytes;
  }

  private static long count(Path folder) throws IOException {
    try (Stream<Path> files = Files.walk(folder)) {
      return files.filter(Files::isRegularFile).count();
    }
  }

  private static String number(double value) {
    return String.format(Locale.ROOT, value >= 10 ? "%,.0f" : value >= 1 ? "%.1f" : "%.3f", value);
  }

  private static void delete(Path folder) throws IOException {
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(file);
      }
    }
  }
}
