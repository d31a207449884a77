package dev.fulgur.bench;

import dev.fulgur.store.Durability;
import dev.fulgur.store.Store;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;

/// A store that its process's memory cannot hold: the heap is held by `-Xmx`, the pages of the file
/// by a control group, where the machine lets one be made.
final class LargerThanMemory {
  private static final int VALUE_BYTES = 100;
  private static final int SLICE = 10_000;
  private static final int READS = 20_000;
  private static final long LIMIT_BYTES = 384L << 20;
  private static final List<Path> GROUPS =
      List.of(Path.of("/sys/fs/cgroup/memory"), Path.of("/sys/fs/cgroup"));

  private LargerThanMemory() {}

  static void run(Report report, Path folder, int rows) throws IOException, InterruptedException {
    List<List<String>> table = new ArrayList<>();
    Path place = folder.resolve("large");
    String free = child(place, rows, null);
    table.add(row("heap of 64 MiB", free));
    Path group = group();
    if (group == null) {
      report.paragraph(
          "No control group for memory can be made here, so only the heap was limited.");
    } else {
      try {
        table.add(
            row(
                "heap of 64 MiB, and all memory, pages of the file too, held at "
                    + (LIMIT_BYTES >> 20)
                    + " MiB",
                child(place, rows, group)));
      } finally {
        Files.delete(group);
      }
    }
    report.paragraph(
        String.format(
            Locale.ROOT,
            "%,d rows of %d bytes in the direct engine, filled by a process of its own and"
                + " opened again; then %,d random reads, time as it passes, the disk's included, and"
                + " %,d synced commits of one row.",
            rows,
            VALUE_BYTES,
            READS,
            READS / 100));
    report.table(List.of("", "filled, s", "file, MiB", "a read, ns", "a commit, us"), table);
  }

  private static List<String> row(String name, String said) {
    List<String> row = new ArrayList<>(List.of(name));
    row.addAll(List.of(said.strip().split("\t", -1)));
    return row;
  }

  private static @Nullable Path group() {
    for (Path parent : GROUPS) {
      Path group = parent.resolve("fulgur-bench-" + ProcessHandle.current().pid());
      try {
        if (Files.isDirectory(parent)) {
          Files.createDirectory(group);
          Path limit = group.resolve("memory.limit_in_bytes");
          Files.writeString(
              Files.exists(limit) ? limit : group.resolve("memory.max"),
              String.valueOf(LIMIT_BYTES));
          return group;
        }
      } catch (IOException e) {
        boolean _ = group.toFile().delete();
      }
    }
    return null;
  }

  /// The process begins to work when it is told to, so that it can be put into its group before.
  private static String child(Path folder, int rows, @Nullable Path group)
      throws IOException, InterruptedException {
    Process process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "--enable-native-access=ALL-UNNAMED",
                "-XX:+UseSerialGC",
                "-Xmx64m",
                "-cp",
                System.getProperty("java.class.path"),
                LargerThanMemory.class.getName(),
                folder.toString(),
                String.valueOf(rows))
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    if (group != null) {
      Files.writeString(group.resolve("cgroup.procs"), String.valueOf(process.pid()));
    }
    process.getOutputStream().close();
    String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    if (process.waitFor() != 0) {
      throw new IOException("The process under a limit of memory ended badly.");
    }
    Folders.delete(folder);
    return said;
  }

  /// Fills, reads, commits, and prints the columns of the row.
  ///
  /// @param arguments folder, rows
  public static void main(String[] arguments) throws IOException {
    int _ = System.in.read();
    Path folder = Path.of(arguments[0]);
    int rows = Integer.parseInt(arguments[1]);
    byte[] value = new byte[VALUE_BYTES];
    SplittableRandom random = new SplittableRandom(1);
    long began = System.nanoTime();
    try (Store store = Peers.store(folder, Durability.DIRECT)) {
      for (int from = 0; from < rows; from += SLICE) {
        Peers.put(store, from, value, Math.min(SLICE, rows - from));
      }
    }
    double filled = (System.nanoTime() - began) / 1e9;
    try (Store store = Peers.store(folder, Durability.DIRECT)) {
      List<Double> reads = new ArrayList<>();
      for (int round = 0; round < 10; round++) {
        long start = System.nanoTime();
        for (int i = 0; i < READS / 10; i++) {
          if (Peers.get(store, random.nextInt(rows)).length != VALUE_BYTES) {
            throw new IllegalStateException("Another value than was stored.");
          }
        }
        reads.add((System.nanoTime() - start) / (READS / 10.0));
      }
      List<Double> commits = new ArrayList<>();
      for (int i = 0; i < READS / 100; i++) {
        long start = System.nanoTime();
        Peers.put(store, random.nextInt(rows), value, 1);
        commits.add((System.nanoTime() - start) / 1e3);
      }
      System.out.printf(
          Locale.ROOT,
          "%.1f\t%,d\t%s\t%s%n",
          filled,
          Files.size(folder.resolve("data.mdb")) >> 20,
          Spread.of(reads),
          Spread.of(commits));
    }
  }
}
