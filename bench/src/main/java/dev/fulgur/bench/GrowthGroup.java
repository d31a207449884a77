package dev.fulgur.bench;

import dev.fulgur.jinja.JinjaEnvironment;
import dev.fulgur.jinja.Template;
import dev.fulgur.prompts.LmdbRegistry;
import dev.fulgur.store.Durability;
import dev.fulgur.store.Range;
import dev.fulgur.store.Store;
import dev.fulgur.tracker.Tracker;
import io.pebbletemplates.pebble.PebbleEngine;
import io.pebbletemplates.pebble.template.PebbleTemplate;
import java.io.IOException;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.SplittableRandom;

/// How cost grows: each group's operation at its size, at ten and at a hundred times its size, and
/// a database that is larger than the memory that there is. The property `growth.parts` names which
/// of [#ALL] are measured, `growth.scale` divides the sizes.
public final class GrowthGroup implements Group {
  private static final int ROUNDS = 25;
  private static final int WARM_UPS = 8;
  private static final String ALL =
      "reads,registry,labels,store,commits,recovery,render,tracker,memory";

  private final Set<String> parts = Set.of(System.getProperty("growth.parts", ALL).split(",", -1));
  private final int scale = Integer.getInteger("growth.scale", 1);
  private final Path base = Path.of(System.getProperty("bench.folder", ".fulgur/bench-growth"));

  /// Made by its name.
  public GrowthGroup() {}

  @Override
  public String title() {
    return "Growth";
  }

  /// Opens what is measured at one size.
  interface Opening {
    /// Fills and opens it.
    ///
    /// @param folder an empty folder
    /// @param turns takes the peers
    AutoCloseable open(Path folder, int size, Turns turns) throws Exception;
  }

  @Override
  public void run(Report report) throws IOException, InterruptedException {
    Files.createDirectories(base);
    Path folder = Files.createTempDirectory(base, "run-");
    report.paragraph(
        "Nanoseconds, median (least-greatest) of %d rounds, in which all take turns of 20 ms in one process; CPU time, but for commits, which wait for the disk."
            .formatted(ROUNDS));
    try {
      if (parts.contains("reads")) {
        reads(report, folder);
      }
      if (parts.contains("registry")) {
        grow(report, folder, "A registry", "templates", sizes(1_000), this::registry);
      }
      if (parts.contains("labels")) {
        grow(report, folder, "Labels and search", "templates", sizes(300), GrowthOpenings::labels);
      }
      if (parts.contains("store")) {
        grow(
            report,
            folder,
            "A table with an index",
            "records",
            sizes(10_000),
            GrowthOpenings::store);
      }
      if (parts.contains("commits")) {
        grow(
            report,
            folder,
            "A synced commit of one row of 100 bytes into a store",
            "rows there",
            sizes(10_000),
            this::commits);
      }
      if (parts.contains("recovery")) {
        recovery(report, folder);
      }
      if (parts.contains("render")) {
        grow(report, folder, "A template that prints a list", "entries", sizes(10), this::render);
      }
      if (parts.contains("tracker")) {
        grow(report, folder, "The tracker", "files", sizes(600), this::tracker);
      }
      if (parts.contains("memory")) {
        report.paragraph("### A database larger than memory");
        LargerThanMemory.run(report, folder, 5_000_000 / scale);
      }
    } catch (IOException | InterruptedException e) {
      throw e;
    } catch (Exception e) {
      throw new IllegalStateException("A peer failed", e);
    } finally {
      Folders.delete(folder);
    }
  }

  private int[] sizes(int first) {
    return new int[] {
      Math.max(1, first / scale),
      Math.max(10, first * 10 / scale),
      Math.max(100, first * 100 / scale)
    };
  }

  private void reads(Report report, Path folder) throws IOException, InterruptedException {
    report.paragraph("### Random reads, up to ten million keys");
    List<RivalReads.Result> results = new ArrayList<>();
    for (int keys : new int[] {100_000 / scale, 1_000_000 / scale, 10_000_000 / scale}) {
      results.add(RivalReads.run(folder, keys, 1, ROUNDS));
    }
    RivalReads.tell(report, results);
  }

  private static void grow(
      Report report, Path folder, String title, String unit, int[] sizes, Opening opening)
      throws Exception {
    report.paragraph("### " + title);
    Map<String, List<String>> rows = new LinkedHashMap<>();
    Map<String, List<Double>> lines = new LinkedHashMap<>();
    List<String> heads = new ArrayList<>(List.of("ns"));
    for (int size : sizes) {
      heads.add(String.format(Locale.ROOT, "%,d %s", size, unit));
      Path place = Files.createTempDirectory(folder, "size-");
      Turns turns = new Turns();
      Map<String, List<Double>> times;
      try (AutoCloseable _ = opening.open(place, size, turns)) {
        times = turns.take(WARM_UPS, ROUNDS);
      }
      Folders.delete(place);
      times.forEach(
          (name, of) -> {
            Spread spread = Spread.of(of);
            rows.computeIfAbsent(name, n -> new ArrayList<>(List.of(n))).add(spread.toString());
            lines.computeIfAbsent(name, _ -> new ArrayList<>()).add(spread.median());
          });
    }
    heads.add("100 times the size costs");
    rows.forEach(
        (name, row) -> {
          List<Double> of = Objects.requireNonNull(lines.get(name));
          row.add(String.format(Locale.ROOT, "**%.2f** times", of.getLast() / of.getFirst()));
        });
    report.table(heads, List.copyOf(rows.values()));
    List<Double> xs = new ArrayList<>();
    for (int size : sizes) {
      xs.add((double) size);
    }
    report.lines(title, unit, "ns", xs, lines);
  }

  private void recovery(Report report, Path folder) throws IOException {
    report.paragraph(
        "### A log that is recovered\n\nFrames of 1 KB, left by a store that was not closed; the median of some openings.");
    LogRuns runs = new LogRuns(Files.createTempDirectory(folder, "recovery-"));
    List<List<String>> rows = new ArrayList<>();
    List<Double> sizes = new ArrayList<>();
    List<Double> millis = new ArrayList<>();
    for (int mib : sizes(4)) {
      double speed = runs.recovery(mib << 20);
      double took = (mib << 20) / (speed * 1e3);
      sizes.add((double) mib);
      millis.add(took);
      rows.add(
          List.of(
              Integer.toString(mib),
              String.format(Locale.ROOT, "%.0f", took),
              String.format(Locale.ROOT, "%.0f", speed)));
    }
    report.table(List.of("log, MiB", "ms", "MB/s"), rows);
    report.lines("A log that is recovered", "MiB", "ms", sizes, Map.of("recovery", millis));
  }

  private AutoCloseable registry(Path folder, int size, Turns turns) {
    SampleRegistry.write(folder.resolve("templates"), size);
    LmdbRegistry registry = LmdbRegistry.open(folder.resolve("templates"));
    SplittableRandom random = new SplittableRandom(1);
    int[] saved = {0};
    turns
        .add(
            "load",
            ops -> {
              long sum = 0;
              for (int i = 0; i < ops; i++) {
                sum += registry.load(SampleRegistry.id(random.nextInt(size))).template().length();
              }
              return sum;
            })
        .add(
            "page of 100 ids",
            ops -> {
              long sum = 0;
              for (int i = 0; i < ops; i++) {
                String after = SampleRegistry.id(random.nextInt(size));
                sum += registry.ids(Range.after(after), 100).size();
              }
              return sum;
            })
        .addWaiting(
            "save, synced",
            ops -> {
              for (int i = 0; i < ops; i++) {
                registry.save(
                    SampleRegistry.of(random.nextInt(size)).withVersion("2." + saved[0]++ + ".0"));
              }
              return ops;
            });
    return registry;
  }

  private AutoCloseable commits(Path folder, int size, Turns turns) throws Exception {
    List<AutoCloseable> open = new ArrayList<>();
    byte[] value = new byte[100];
    SplittableRandom random = new SplittableRandom(1);
    Map<String, Peer> peers = new LinkedHashMap<>();
    for (Durability durability : List.of(Durability.DIRECT, Durability.SYNCED)) {
      Store store = Peers.store(folder.resolve(durability.name()), durability);
      for (int from = 0; from < size; from += 10_000) {
        Peers.put(store, from, value, Math.min(10_000, size - from));
      }
      store.checkpoint();
      open.add(store);
      turns.addWaiting(
          durability == Durability.DIRECT ? "Fulgur, direct" : "Fulgur, logged",
          ops -> {
            for (int i = 0; i < ops; i++) {
              Peers.put(store, random.nextInt(size), value, 1);
            }
            return ops;
          });
    }
    peers.put("RocksDB", Peers.rocks(folder.resolve("rocks"), size));
    peers.put("SQLite", Peers.sqlite(folder.resolve("sqlite"), size));
    peers.forEach(
        (name, peer) -> {
          open.add(peer);
          turns.addWaiting(
              name,
              ops -> {
                for (int i = 0; i < ops; i++) {
                  peer.put(random.nextInt(size), value);
                }
                return ops;
              });
        });
    return closing(open);
  }

  private AutoCloseable render(Path folder, int size, Turns turns) {
    List<Map<String, Object>> rows = new ArrayList<>();
    for (int i = 0; i < size; i++) {
      rows.add(Map.of("name", "row " + i, "value", i));
    }
    Map<String, Object> inputs = Map.of("rows", rows);
    String text = RenderCases.template("1,000 rows");
    Template ours = JinjaEnvironment.builder().build().compile(text);
    PebbleEngine engine =
        new PebbleEngine.Builder()
            .loader(new io.pebbletemplates.pebble.loader.StringLoader())
            .autoEscaping(false)
            .build();
    PebbleTemplate pebble = engine.getLiteralTemplate(text);
    turns
        .add(
            "Fulgur",
            ops -> {
              long sum = 0;
              for (int i = 0; i < ops; i++) {
                sum += ours.render(inputs).length();
              }
              return sum;
            })
        .add(
            "Pebble",
            ops -> {
              long sum = 0;
              for (int i = 0; i < ops; i++) {
                StringWriter out = new StringWriter();
                pebble.evaluate(out, inputs);
                sum += out.getBuffer().length();
              }
              return sum;
            });
    return () -> {};
  }

  private AutoCloseable tracker(Path folder, int size, Turns turns) {
    List<AutoCloseable> open = new ArrayList<>();
    Map<String, Path> places = new LinkedHashMap<>();
    places.put("Fulgur", folder.resolve(TrackerOps.STORED));
    places.put("SQLite", folder.resolve("tracker.db"));
    places.forEach(
        (name, place) -> {
          Tracker tracker = TrackerOps.open(place);
          TrackerData.files(tracker, size);
          open.add(tracker);
          SplittableRandom random = new SplittableRandom(1);
          turns
              .add(
                  name + ": file by key",
                  ops -> {
                    long sum = 0;
                    for (int i = 0; i < ops; i++) {
                      long key = TrackerData.file(random.nextInt(size), 0).keyHash();
                      sum += Objects.requireNonNull(tracker.files().byKey(key)).sizeBytes();
                    }
                    return sum;
                  })
              .add(
                  name + ": symbols of a file",
                  ops -> {
                    long sum = 0;
                    for (int i = 0; i < ops; i++) {
                      String path = TrackerData.path(random.nextInt(size));
                      sum += tracker.symbols().ofFile(path).size();
                    }
                    return sum;
                  });
        });
    return closing(open);
  }

  private static AutoCloseable closing(List<AutoCloseable> open) {
    return () -> {
      for (AutoCloseable one : open) {
        one.close();
      }
    };
  }
}
