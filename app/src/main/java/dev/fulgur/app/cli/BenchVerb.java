package dev.fulgur.app.cli;

import dev.fulgur.app.measure.RegistryBench;
import dev.fulgur.app.measure.RegistryBench.LookupRow;
import dev.fulgur.app.measure.RegistryBench.SizeRow;
import dev.fulgur.app.terminal.Progress;
import dev.fulgur.app.terminal.Terminal;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/// `fulgur bench`: what the registry does on this machine, beside YAML files.
@Command(
    name = "bench",
    description = "Measure the registry beside YAML files, on this machine, in one run.",
    footerHeading = "%nExamples:%n",
    footer = {
      "  fulgur bench",
      "  fulgur bench --sizes 10000 --json",
      "  fulgur bench --load",
      "  fulgur bench --stress --templates 100000"
    })
final class BenchVerb extends Verb {

  private static final int[][] LOOKUPS = {{10, 50}, {50, 200}, {100, 500}};

  @Option(
      names = "--sizes",
      split = ",",
      paramLabel = "N",
      description = "Sizes of database to measure (default: 10000,100000).")
  private List<Integer> sizes = List.of(10_000, 100_000);

  @Mixin private LoadOptions loadOptions = new LoadOptions();

  @Override
  int run(Terminal terminal) throws Exception {
    if (!loadOptions.valid()) {
      throw wrongUse("--templates takes a number from 1 to 10,000,000");
    }
    if (loadOptions.asked()) {
      return loadOptions.run(terminal);
    }
    if (sizes.stream().anyMatch(size -> size < 1 || size > 10_000_000)) {
      throw wrongUse("--sizes takes numbers of templates from 1 to 10,000,000");
    }
    List<LookupRow> lookups = new ArrayList<>();
    List<SizeRow> bySize = new ArrayList<>();
    int steps = LOOKUPS.length + sizes.size();
    try (RegistryBench bench = new RegistryBench();
        Progress progress = terminal.progress("Measuring", steps)) {
      for (int[] row : LOOKUPS) {
        lookups.add(bench.lookups(row[0], row[1]));
        progress.at(lookups.size(), steps);
      }
      for (int size : sizes) {
        bySize.add(bench.size(size));
        progress.at(lookups.size() + bySize.size(), steps);
      }
    }
    if (terminal.isJson()) {
      terminal.json(json(lookups, bySize));
    } else {
      print(terminal, lookups, bySize);
    }
    return ExitCode.DONE;
  }

  private static void print(Terminal terminal, List<LookupRow> lookups, List<SizeRow> bySize) {
    terminal.line(
        "Java %s, %d processors, medians; saves and deletes are synced to disk."
            .formatted(Runtime.version(), Runtime.getRuntime().availableProcessors()));
    terminal.line("");
    terminal.heading("Lookups a second");
    terminal.table(
        List.of(
            "TEMPLATES", "LOOKUPS", "YAML, RESCANNED", "YAML REGISTRY", "LMDB", "LMDB/RESCANNED"),
        lookups.stream()
            .map(
                row ->
                    List.of(
                        String.valueOf(row.templates()),
                        String.valueOf(row.lookups()),
                        Terminal.number(Math.round(row.rescan())),
                        Terminal.number(Math.round(row.yaml())),
                        Terminal.number(Math.round(row.lmdb())),
                        Terminal.number(Math.round(row.lmdb() / row.rescan())) + "x"))
            .toList());
    terminal.line("");
    terminal.heading("The database by size");
    terminal.table(
        List.of("TEMPLATES", "LOAD", "LIST IDS", "SAVE", "SAVE, IN BULK", "DELETE"),
        bySize.stream()
            .map(
                row ->
                    List.of(
                        Terminal.number(row.templates()),
                        nanos(row.loadNanos()),
                        nanos(row.listNanos()),
                        nanos(row.saveNanos()),
                        nanos(row.saveAllNanosEach()),
                        nanos(row.deleteNanos())))
            .toList());
    terminal.line("");
    terminal.heading("Loads a second by threads");
    List<String> columns = new ArrayList<>(List.of("TEMPLATES"));
    RegistryBench.THREADS.forEach(
        threads -> columns.add(threads + (threads == 1 ? " THREAD" : "")));
    terminal.table(
        columns,
        bySize.stream()
            .map(
                row -> {
                  List<String> cells = new ArrayList<>(List.of(Terminal.number(row.templates())));
                  row.loadsPerSecond()
                      .forEach(each -> cells.add(Terminal.number(Math.round(each))));
                  return cells;
                })
            .toList());
  }

  private static String nanos(double nanos) {
    return nanos < 1_000
        ? String.format(Locale.ROOT, "%.0f ns", nanos)
        : Terminal.duration(Math.round(nanos));
  }

  private static Map<String, @Nullable Object> json(List<LookupRow> lookups, List<SizeRow> bySize) {
    Map<String, @Nullable Object> object = new LinkedHashMap<>();
    object.put("java", Runtime.version().toString());
    object.put("processors", Runtime.getRuntime().availableProcessors());
    object.put(
        "lookups",
        lookups.stream()
            .map(
                row -> {
                  Map<String, @Nullable Object> fields = new LinkedHashMap<>();
                  fields.put("templates", row.templates());
                  fields.put("lookups", row.lookups());
                  fields.put("yaml_rescanned_per_second", row.rescan());
                  fields.put("yaml_registry_per_second", row.yaml());
                  fields.put("lmdb_per_second", row.lmdb());
                  return fields;
                })
            .toList());
    object.put(
        "sizes",
        bySize.stream()
            .map(
                row -> {
                  Map<String, @Nullable Object> fields = new LinkedHashMap<>();
                  fields.put("templates", row.templates());
                  fields.put("load_ns", row.loadNanos());
                  fields.put("list_ns", row.listNanos());
                  fields.put("save_ns", row.saveNanos());
                  fields.put("save_all_ns_each", row.saveAllNanosEach());
                  fields.put("delete_ns", row.deleteNanos());
                  Map<String, @Nullable Object> threads = new LinkedHashMap<>();
                  for (int i = 0; i < RegistryBench.THREADS.size(); i++) {
                    threads.put(
                        String.valueOf(RegistryBench.THREADS.get(i)), row.loadsPerSecond().get(i));
                  }
                  fields.put("loads_per_second_by_threads", threads);
                  return fields;
                })
            .toList());
    return object;
  }
}
