package dev.fulgur.bench;

import dev.fulgur.store.Durability;
import dev.fulgur.store.Store;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// Random reads of many stores, all in one process and in turns, with C and Python in turns of
/// their own.
final class RivalReads {
  static final int VALUE_BYTES = Reads.VALUE_BYTES;

  private static final String OURS = "Fulgur, binding";
  private static final int WARM_UPS = 15;
  private static final int C_OPS = 20_000;
  private static final int PYTHON_OPS = 5_000;

  private RivalReads() {}

  /// What each peer took in each of its rounds, nanoseconds, for some number of keys.
  record Result(int keys, Map<String, List<Double>> times) {}

  /// Measures in JVMs of their own.
  ///
  /// @param folder is filled, for each number of keys in turn
  static Result run(Path folder, int keys, int forks, int rounds)
      throws IOException, InterruptedException {
    Map<String, List<Double>> times = new LinkedHashMap<>();
    Path place = Files.createDirectories(folder.resolve("rivals-" + keys));
    for (int fork = 0; fork < forks; fork++) {
      String said =
          NativePeer.run(
              Path.of(System.getProperty("java.home"), "bin", "java").toString(),
              "--enable-native-access=ALL-UNNAMED",
              "--sun-misc-unsafe-memory-access=allow",
              "--add-opens=java.base/java.nio=ALL-UNNAMED",
              "--add-opens=java.base/sun.nio.ch=ALL-UNNAMED",
              "-XX:+UseSerialGC",
              keys > 1_000_000 ? "-Xmx6g" : "-Xmx2g",
              "-cp",
              System.getProperty("java.class.path"),
              RivalReads.class.getName(),
              place.toString(),
              String.valueOf(keys),
              String.valueOf(rounds));
      for (String line : said.lines().toList()) {
        String[] words = line.split("\t", -1);
        List<Double> of = times.computeIfAbsent(words[0], _ -> new ArrayList<>());
        Stream.of(words[1].split(" ", -1)).map(Double::valueOf).forEach(of::add);
      }
    }
    Folders.delete(place);
    return new Result(keys, times);
  }

  /// Adds the table and the chart of some sizes.
  static void tell(Report report, List<Result> results) {
    List<String> heads = new ArrayList<>(List.of("", "unit"));
    List<List<String>> rows = new ArrayList<>();
    Map<String, List<Double>> lines = new LinkedHashMap<>();
    for (Result result : results) {
      heads.add(String.format(Locale.ROOT, "%,d keys", result.keys()));
      heads.add("times ours");
    }
    for (String name : results.getFirst().times().keySet()) {
      List<String> row = new ArrayList<>(List.of(name, "ns"));
      List<Double> line = new ArrayList<>();
      for (Result result : results) {
        List<Double> times = Objects.requireNonNull(result.times().get(name));
        List<Double> ours = Objects.requireNonNull(result.times().get(OURS));
        row.add(Spread.of(times).toString());
        row.add(String.format(Locale.ROOT, "**%.2f**", Turns.ratio(times, ours)));
        line.add(Spread.of(times).median());
      }
      rows.add(row);
      lines.put(name, line);
    }
    report.table(heads, rows);
    report.lines(
        "A random read of 100 bytes, CPU time",
        "keys",
        "ns",
        results.stream().map(r -> (double) r.keys()).toList(),
        lines);
  }

  /// One process: fills what is not there yet, and prints a line for each peer.
  ///
  /// @param arguments folder, keys, rounds
  public static void main(String[] arguments) throws Exception {
    Path folder = Path.of(arguments[0]);
    int keys = Integer.parseInt(arguments[1]);
    int rounds = Integer.parseInt(arguments[2]);
    Path bare = folder.resolve("bare");
    if (!Files.exists(bare)) {
      Reads.prepare(Files.createDirectory(bare), keys);
      Reads.prepare(Files.createDirectory(folder.resolve("lmdbjava")), keys);
    }
    Path library = NativePeer.lmdb(folder);
    Path program = NativePeer.compile(folder, "reads.c");
    Path script = folder.resolve("reads.py");
    NativePeer.copy("reads.py", script);
    try (Rivals rivals = new Rivals(folder, keys);
        Store store = store(folder.resolve("store"), keys);
        NativePeer c =
            new NativePeer(
                List.of(
                    program.toString(),
                    library.toString(),
                    bare.toString(),
                    String.valueOf(keys),
                    String.valueOf(C_OPS)))) {
      Turns turns =
          new Turns()
              .add(OURS, rivals.binding(bare))
              .add("Fulgur, store", ops -> store(store, rivals, ops))
              .add("C, same library", c::turn)
              .add("lmdbjava", rivals.lmdbjava(folder.resolve("lmdbjava")))
              .add("RocksDB", rivals.rocks())
              .add("H2 MVStore", rivals.mvStore())
              .add("SQLite", rivals.sqlite())
              .add("Xodus", rivals.xodus())
              .add("ConcurrentHashMap", rivals.map());
      if (NativePeer.hasPython()) {
        try (NativePeer python =
            new NativePeer(
                List.of(
                    NativePeer.PYTHON,
                    script.toString(),
                    bare.toString(),
                    String.valueOf(keys),
                    String.valueOf(PYTHON_OPS)))) {
          print(turns.add("python3-lmdb", python::turn).take(WARM_UPS, rounds));
        }
      } else {
        print(turns.take(WARM_UPS, rounds));
      }
    }
  }

  private static Store store(Path folder, int keys) {
    boolean fresh = !Files.exists(folder);
    Store store = Peers.store(folder, Durability.DIRECT);
    if (fresh) {
      byte[] value = new byte[VALUE_BYTES];
      for (int key = 0; key < keys; key += 10_000) {
        Peers.put(store, key, value, Math.min(10_000, keys - key));
      }
    }
    return store;
  }

  private static long store(Store store, Rivals rivals, int ops) {
    long sum = 0;
    for (int i = 0; i < ops; i++) {
      sum += Peers.get(store, rivals.next())[0];
    }
    return sum;
  }

  private static void print(Map<String, List<Double>> times) {
    StringBuilder text = new StringBuilder();
    times.forEach(
        (name, of) ->
            text.append(name)
                .append('\t')
                .append(of.stream().map(String::valueOf).collect(Collectors.joining(" ")))
                .append('\n'));
    byte[] bytes = text.toString().getBytes(StandardCharsets.UTF_8);
    System.out.write(bytes, 0, bytes.length);
    System.out.flush();
  }
}
