package dev.fulgur.bench;

import dev.fulgur.app.measure.FolderTree;
import dev.fulgur.lmdb.Env;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.openjdk.jmh.results.IterationResult;

/// Reads of the binding beside a C program on the very same native library, which gcc builds here.
/// Both take turns, so that a change of the machine's speed meets both.
public final class ReadsGroup implements Group {
  private static final int[] SIZES = {100, 10_000, 1_000_000};
  private static final int FORKS = 3;
  private static final int WARMUPS = 40;
  private static final int ROUNDS = 60;
  private static final int C_OPS = 100_000;
  private static final int[] RIVAL_SIZES = {10_000, 100_000, 1_000_000};
  private static final int RIVAL_FORKS = 2;
  private static final int RIVAL_ROUNDS = Integer.getInteger("bench.rounds", 40);
  private static final List<String> WAYS = List.of("view", "segment");

  /// Made by its name.
  public ReadsGroup() {}

  @Override
  public String title() {
    return "Reads";
  }

  @Override
  public void run(Report report) throws IOException, InterruptedException {
    Path folder = Files.createTempDirectory("fulgur-bench-");
    try {
      Path library = NativePeer.lmdb(folder);
      Path program = NativePeer.compile(folder, "reads.c");
      List<List<String>> rows = new ArrayList<>();
      for (int keys : SIZES) {
        Path environment = Files.createDirectory(folder.resolve("keys-" + keys));
        Reads.prepare(environment, keys);
        for (String way : WAYS) {
          rows.add(measure(way, environment, keys, List.of(program, library)));
        }
      }
      report.paragraph(
          "Random get with a fresh snapshot (renew, get, reset) of "
              + Reads.VALUE_BYTES
              + "-byte values by 8-byte keys, one thread, "
              + Env.version()
              + ". Nanoseconds of CPU time per read: median (least-greatest) of "
              + FORKS * ROUNDS
              + " rounds in "
              + FORKS
              + " JVMs. C and Java take turns every 40 ms or so, and the ratio is the median of the"
              + " ratios of neighbours. C is a program built with gcc -O2 on the same native"
              + " library; `view` is a `Value` that is used again, `segment` a `MemorySegment`"
              + " bound to the snapshot.");
      List<String> heads = List.of("keys", "way", "C", "Java", "Java / C", "allocated, B/read");
      report.table(heads, rows);
      report.bars("A read in a fresh snapshot, CPU time", "ns", heads, rows, 2, 3);
      rivals(report, folder);
    } finally {
      FolderTree.remove(folder);
    }
  }

  private static void rivals(Report report, Path folder) throws IOException, InterruptedException {
    List<RivalReads.Result> results = new ArrayList<>();
    for (int keys : RIVAL_SIZES) {
      results.add(RivalReads.run(folder, keys, RIVAL_FORKS, RIVAL_ROUNDS));
    }
    report.paragraph(
        "Other stores, all in one process, and C and Python in theirs, in turns of 20 ms; CPU time of"
            + " the reading thread: median (least-greatest) of "
            + RIVAL_FORKS * RIVAL_ROUNDS
            + " rounds, and how many times as long as our binding, the median of the ratios of"
            + " neighbours. Each reads as its own guide has it for the least cost: LMDB's take a"
            + " fresh snapshot for each read, Xodus a transaction; RocksDB, MVStore and SQLite read"
            + " what is newest. A map in memory is the ceiling.");
    RivalReads.tell(report, results);
  }

  private static List<String> measure(String way, Path environment, int keys, List<Path> peer)
      throws IOException {
    List<Double> c = new ArrayList<>();
    List<Double> java = new ArrayList<>();
    List<Double> ratios = new ArrayList<>();
    List<Double> bytes = new ArrayList<>();
    for (int fork = 0; fork < FORKS; fork++) {
      Path times = environment.resolve("peer.times");
      List<IterationResult> rounds = runJava(way, environment, keys, peer, times);
      List<String> peers = Files.readAllLines(times);
      for (int i = 0; i < ROUNDS; i++) {
        double ours = CpuTime.of(rounds.get(i), CpuTime.LABEL);
        double theirs = Double.parseDouble(peers.get(WARMUPS + i));
        java.add(ours);
        c.add(theirs);
        ratios.add(ours / theirs);
        bytes.add(CpuTime.of(rounds.get(i), "gc.alloc.rate.norm"));
      }
    }
    return List.of(
        String.format(Locale.ROOT, "%,d", keys),
        way,
        Spread.of(c).toString(),
        Spread.of(java).toString(),
        String.format(Locale.ROOT, "**%.2f**", Spread.of(ratios).median()),
        String.format(Locale.ROOT, "%.0f", Spread.of(bytes).median()));
  }

  private static List<IterationResult> runJava(
      String way, Path environment, int keys, List<Path> peer, Path times) {
    String command = "%s|%s|%s|%d|%d".formatted(peer.get(0), peer.get(1), environment, keys, C_OPS);
    return Forks.run(
        Reads.class,
        way,
        WARMUPS,
        ROUNDS,
        "256m",
        Map.of(
            Reads.FOLDER,
            environment.toString(),
            Reads.KEYS,
            Integer.toString(keys),
            Reads.PEER_TIMES,
            times.toString(),
            Reads.PEER,
            command));
  }
}
