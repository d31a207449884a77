package dev.fulgur.bench;

import dev.fulgur.app.measure.FolderTree;
import dev.fulgur.app.measure.RegistryBench;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.openjdk.jmh.results.IterationResult;

/// The registry in a database, beside YAML files, beside C on the same native library, and beside
/// Python on the same file.
public final class RegistryGroup implements Group {
  private static final int[][] LOOKUPS = {{10, 50}, {50, 200}, {100, 500}};
  private static final int SMALL = 10_000;
  private static final int LARGE = 1_000_000;
  private static final int FORKS = 2;
  private static final int WARMUPS = 40;
  private static final int ROUNDS = 60;
  private static final int C_OPS = 20_000;
  private static final int C_LISTS = 4;
  private static final int PYTHON_OPS = 2_000;

  private final Path base = Path.of(System.getProperty("bench.folder", ".fulgur/bench-registry"));

  /// Made by its name.
  public RegistryGroup() {}

  @Override
  public String title() {
    return "Registry";
  }

  @Override
  public void run(Report report) throws IOException, InterruptedException {
    Files.createDirectories(base);
    Path folder = Files.createTempDirectory(base, "run-");
    try {
      Path library = NativePeer.lmdb(folder);
      Path program = NativePeer.compile(folder, "registry.c");
      Path script = folder.resolve("registry.py");
      NativePeer.copy("registry.py", script);
      List<String> c = List.of(program.toString(), library.toString());
      Times small = loads(report, folder, SMALL, c, script);
      new RegistrySaves(folder, program, library).run(report);
      WholeProcess.run(report, folder);
      lookups(report);
      Times large = loads(report, folder, LARGE, c, script);
      report.paragraph(
          String.format(
              Locale.ROOT,
              "A load of %,d takes **%.2f** times as long as one of %,d.",
              LARGE,
              Spread.of(large.cpu).median() / Spread.of(small.cpu).median(),
              SMALL));
    } finally {
      FolderTree.remove(folder);
    }
  }

  private static void lookups(Report report) throws IOException {
    List<List<String>> rows = new ArrayList<>();
    try (RegistryBench bench = new RegistryBench()) {
      for (int[] sizes : LOOKUPS) {
        RegistryBench.LookupRow row = bench.lookups(sizes[0], sizes[1]);
        rows.add(
            List.of(
                String.valueOf(row.templates()),
                String.valueOf(row.lookups()),
                count(row.rescan()),
                count(row.yaml()),
                count(row.lmdb()),
                "**" + count(row.lmdb() / row.rescan()) + "**"));
      }
    } catch (IOException e) {
      throw e;
    } catch (Exception e) {
      throw new IllegalStateException("The lookups failed", e);
    }
    report.paragraph(
        "Lookups a second of random templates: YAML parsed file by file until the id is found, as"
            + " the original does it; our registry on the same folder; the database. `fulgur bench`"
            + " prints this table too.");
    List<String> heads =
        List.of(
            "templates", "lookups", "YAML, rescanned", "YAML registry", "LMDB", "LMDB / rescanned");
    report.table(heads, rows);
    report.bars("Lookups of templates", "a second", heads, rows, 2, 3, 4);
  }

  private static Times loads(Report report, Path folder, int templates, List<String> c, Path script)
      throws IOException {
    boolean python = NativePeer.hasPython();
    Path database = folder.resolve("templates-" + templates);
    SampleRegistry.write(database, templates);
    List<String> peers = new ArrayList<>();
    peers.add(c.get(0) + "|" + c.get(1) + "|" + database + "|loads|" + C_OPS);
    if (python) {
      peers.add("/usr/bin/python3|" + script + "|" + database + "|" + PYTHON_OPS);
    }
    int forks = templates == SMALL ? FORKS : 1;
    Times times = measure("load", database, templates, peers, forks);
    report.paragraph(
        ("A load is a snapshot of now, the record of a random template found, checked against its"
                + " checksum and decoded. The record has %d bytes as the original writes it, and"
                + " 10 more for the checksum. Nanoseconds of CPU time: median (least-greatest) of %d"
                + " rounds; the peers have their turn before each round. C takes a snapshot, finds"
                + " the record and copies it, without checks or decoding; Python (lmdb and msgpack)"
                + " begins a transaction and decodes to a dictionary.")
            .formatted(SampleRegistry.RECORD_BYTES, forks * ROUNDS));
    report.table(
        List.of("templates", "load, ns", "allocated, B", "C: find and copy", "Python"),
        List.of(
            List.of(
                String.format(Locale.ROOT, "%,d", templates),
                Spread.of(times.cpu).toString(),
                String.format(Locale.ROOT, "%.0f", Spread.of(times.bytes).median()),
                Spread.of(times.peers.get(0)).toString(),
                python ? Spread.of(times.peers.get(1)).toString() : "not installed")));
    if (templates == SMALL) {
      report.paragraph(
          "What limits a load, by a profile of sampled CPU time: a third is LMDB's own search, which"
              + " C has too; a tenth the first touch of the record's bytes; the rest is decoding,"
              + " where each value's place follows from the one before, so that the processor can do"
              + " little ahead. Names, versions and short values that come again are not made anew,"
              + " and the seven values that every input begins with are read as one.");
      list(report, database, c);
    }
    return times;
  }

  private static void list(Report report, Path database, List<String> c) throws IOException {
    String peer = c.get(0) + "|" + c.get(1) + "|" + database + "|lists|" + C_LISTS;
    Times list = measure("list", database, SMALL, List.of(peer), FORKS);
    report.paragraph(
        "A list of all ids walks over the same pages as a list of all templates, since LMDB keeps a"
            + " key beside its value; so does C, which copies each key into memory of its own.");
    report.table(
        List.of("", "CPU time, us", "C, us", "allocated, B an id"),
        List.of(
            List.of(
                String.format(Locale.ROOT, "list of %,d ids", SMALL),
                micros(list.cpu),
                micros(list.peers.get(0)),
                String.format(Locale.ROOT, "%.0f", Spread.of(list.bytes).median() / SMALL))));
  }

  private static String micros(List<Double> nanos) {
    return Spread.of(nanos.stream().map(time -> time / 1000).toList()).toString();
  }

  /// What the rounds of a benchmark took.
  private record Times(List<Double> cpu, List<Double> bytes, List<List<Double>> peers) {}

  private static Times measure(
      String way, Path database, int templates, List<String> peers, int forks) throws IOException {
    Times times = new Times(new ArrayList<>(), new ArrayList<>(), new ArrayList<>());
    peers.forEach(ignored -> times.peers.add(new ArrayList<>()));
    Path file = database.resolve("peer.times");
    for (int fork = 0; fork < forks; fork++) {
      List<IterationResult> rounds = runJava(way, database, templates, peers, file);
      List<String> lines = Files.readAllLines(file);
      for (int i = 0; i < ROUNDS; i++) {
        times.cpu.add(CpuTime.of(rounds.get(i), CpuTime.LABEL));
        times.bytes.add(CpuTime.of(rounds.get(i), "gc.alloc.rate.norm"));
        String[] theirs = lines.get(WARMUPS + i).split(" ", -1);
        for (int peer = 0; peer < peers.size(); peer++) {
          times.peers.get(peer).add(Double.parseDouble(theirs[peer]));
        }
      }
    }
    return times;
  }

  private static List<IterationResult> runJava(
      String way, Path database, int templates, List<String> peers, Path times) {
    return Forks.run(
        Loads.class,
        way,
        WARMUPS,
        ROUNDS,
        "1g",
        Map.of(
            Loads.FOLDER,
            database.toString(),
            Loads.TEMPLATES,
            Integer.toString(templates),
            Loads.PEER_TIMES,
            times.toString(),
            Loads.PEERS,
            String.join("\n", peers)));
  }

  private static String count(double number) {
    return String.format(Locale.ROOT, "%,d", Math.round(number));
  }
}
