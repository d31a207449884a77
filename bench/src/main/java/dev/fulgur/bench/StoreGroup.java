package dev.fulgur.bench;

import dev.fulgur.app.measure.LoadBench;
import dev.fulgur.app.measure.LoadBench.Load;
import dev.fulgur.app.measure.LoadBench.Stress;
import dev.fulgur.store.Store;
import dev.fulgur.store.StoreOptions;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/// The store as a whole: reads, writes, keeping, many threads, memory. The property `store.parts`
/// names which of `reads,writes,load,memory` are measured, all by default.
public final class StoreGroup implements Group {
  private static final int RECORDS = 1_000_000;
  private static final int SLICE = 10_000;
  private static final int HOT = 10_000;

  private final Set<String> parts =
      Set.of(System.getProperty("store.parts", "reads,writes,load,memory").split(",", -1));

  /// Made by its name.
  public StoreGroup() {}

  @Override
  public String title() {
    return "The store";
  }

  @Override
  public void run(Report report) throws IOException, InterruptedException {
    Path folder = Files.createTempDirectory("fulgur-bench-");
    try {
      Path store = folder.resolve("store");
      Path scratch = Files.createDirectory(folder.resolve("scratch"));
      if (parts.contains("reads") || parts.contains("writes")) {
        fill(store, RECORDS);
        report.paragraph(
            String.format(
                Locale.ROOT,
                "A store of %,d records of about 90 bytes under 8-byte keys with one index,"
                    + " %.0f MiB. Median (least-greatest).",
                RECORDS,
                Files.size(store.resolve("data.mdb")) / 1048576.0));
      }
      if (parts.contains("reads")) {
        reads(report, new StoreReads(store, scratch));
      }
      if (parts.contains("writes")) {
        Path small = folder.resolve("small");
        fill(small, HOT);
        keeping(report, new StoreKeeping(store, scratch), List.of(small, store));
      }
      if (parts.contains("load")) {
        load(report);
      }
      if (parts.contains("memory")) {
        report.paragraph(
            "Resident memory of a JVM (serial collector, heap of at most 64 MiB) that opened"
                + " a database of so many templates of 600 bytes and read them all; 0 is the JVM"
                + " alone. `files` are pages of the mapped database, the JVM and its libraries:"
                + " the system takes those back when it needs them. MiB.");
        report.table(
            List.of("templates", "resident", "of it anonymous", "of it files", "heap in use"),
            Resident.rows(scratch, 0, 10, 50, 100, 10_000, 100_000));
      }
    } finally {
      Folders.delete(folder);
    }
  }

  private static void fill(Path folder, int records) {
    Entry.Tables t = Entry.Tables.make();
    try (Store store = Store.open(folder, t.schema(), StoreOptions.defaults())) {
      for (long first = 0; first < records; first += SLICE) {
        long from = first;
        store.write(
            tx -> {
              for (long i = from; i < from + SLICE; i++) {
                tx.put(t.entries(), i, Entry.of(i));
              }
            });
      }
    }
  }

  private static void reads(Report report, StoreReads reads)
      throws IOException, InterruptedException {
    report.paragraph(
        "Scans of all records in one snapshot, nanoseconds of CPU time for each, beside a C program"
            + " on the same native library that takes turns; the ratio is the median of those of"
            + " neighbours.");
    List<String> heads = List.of("", "C", "ours", "ours / C", "target");
    List<List<String>> rows = reads.run();
    report.table(heads, rows);
    report.bars("A record of a scan, CPU time", "ns", heads, rows, 1, 2);
    List<Spread> views = reads.views();
    List<Spread> threads = reads.twoThreads(HOT);
    report.paragraph(
        "A view that asks for its version beside a bare transaction that is renewed, asked for its"
            + " id and reset, nanoseconds of CPU time; and random gets of 10,000 records, decoded,"
            + " a view each, a second.");
    report.table(
        List.of("", "", "", "", "target"),
        List.of(
            List.of(
                "bare " + views.get(0),
                "view " + views.get(1),
                "difference **" + views.get(2) + "**",
                "",
                "60"),
            List.of(
                "1 thread " + threads.get(0),
                "2 threads " + threads.get(1),
                String.format(Locale.ROOT, "ratio **%.2f**", threads.get(2).median()),
                "",
                "1.8")));
  }

  private static void keeping(Report report, StoreKeeping keeping, List<Path> stores)
      throws IOException, InterruptedException {
    List<List<String>> rows = new ArrayList<>();
    int[] sizes = {HOT, RECORDS};
    for (int i = 0; i < sizes.length; i++) {
      StoreKeeping.Puts puts = keeping.puts(stores.get(i), sizes[i]);
      rows.add(
          List.of(
              String.format(
                  Locale.ROOT,
                  "1,000 puts in one transaction on %,d records, half of them new, half at random:"
                      + " each, us of CPU time; of a C program with the same rows; ours / C",
                  sizes[i]),
              String.format(
                  Locale.ROOT,
                  "%s; %s; **%.2f**",
                  decimals(puts.alone()),
                  decimals(puts.c()),
                  puts.ratio().median()),
              "4"));
      rows.add(
          List.of(
              String.format(
                  Locale.ROOT, "the same on %,d with the synced commit: each, us", sizes[i]),
              decimals(puts.whole()),
              ""));
    }
    rows.add(List.of("check, records/s", keeping.checks().toString(), "300,000"));
    List<Spread> copies = keeping.copies();
    double share = copies.get(0).median() / copies.get(2).median() * 100;
    double synced = copies.get(1).median() / copies.get(2).median() * 100;
    rows.add(
        List.of(
            "backup, ms; cp; cp and sync",
            copies.get(2) + "; " + copies.get(0) + "; " + copies.get(1),
            "60 % of cp's speed"));
    rows.add(
        List.of(
            "backup's speed",
            String.format(Locale.ROOT, "**%.0f %%** of cp, %.0f %% of cp and sync", share, synced),
            "60 %"));
    rows.add(List.of("compact, ms", copies.get(3).toString(), ""));
    List<Spread> resizes = keeping.resizes(HOT);
    rows.add(
        List.of(
            "longest read in 20 ms around a resize under two readers, ms; without one",
            decimals(resizes.get(1)) + "; " + decimals(resizes.get(0)),
            "20"));
    report.table(List.of("", "", "target"), rows);
  }

  private static void load(Report report) throws IOException, InterruptedException {
    List<List<String>> rows = new ArrayList<>();
    try (LoadBench bench = new LoadBench(HOT)) {
      bench.warmUp();
      rows.add(row("load", bench.lookUp(20, 1_000)));
      Stress stress = bench.stress(50, 100_000);
      rows.add(row("before the stress", stress.before()));
      rows.add(row("stress, beside a writer", stress.during()));
      rows.add(row("after it", stress.after()));
      report.paragraph(
          "`fulgur bench --load` and `fulgur bench --stress`: threads that look up templates of"
              + " 600 bytes, of 10,000, each lookup in a view of its own; latencies in microseconds,"
              + " as time that passed, with more threads than processors.");
      report.table(
          List.of("", "threads", "lookups", "errors", "lookups/s", "p50", "p95", "p99"), rows);
      report.paragraph(
          String.format(
              Locale.ROOT,
              "The writer committed %,d times meanwhile. Heap in use %.1f MiB before, %.1f after;"
                  + " resident without files %.1f MiB before, %.1f after.",
              stress.commits(),
              stress.heapBefore() / 1048576.0,
              stress.heapAfter() / 1048576.0,
              stress.anonymousBefore() / 1048576.0,
              stress.anonymousAfter() / 1048576.0));
    }
  }

  private static List<String> row(String name, Load load) {
    return List.of(
        name,
        String.format(Locale.ROOT, "%,d", load.workers()),
        String.format(Locale.ROOT, "%,d", load.lookups()),
        String.format(Locale.ROOT, "%,d", load.errors()),
        String.format(Locale.ROOT, "%,.0f", load.perSecond()),
        micros(load.latencies().quantile(0.5)),
        micros(load.latencies().quantile(0.95)),
        micros(load.latencies().quantile(0.99)));
  }

  private static String micros(long nanos) {
    return String.format(Locale.ROOT, "%,.1f", nanos / 1e3);
  }

  private static String decimals(Spread spread) {
    return String.format(
        Locale.ROOT, "**%.2f** (%.2f-%.2f)", spread.median(), spread.least(), spread.greatest());
  }
}
