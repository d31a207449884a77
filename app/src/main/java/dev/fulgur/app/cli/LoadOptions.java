package dev.fulgur.app.cli;

import dev.fulgur.app.measure.LoadBench;
import dev.fulgur.app.measure.LoadBench.Load;
import dev.fulgur.app.measure.LoadBench.Stress;
import dev.fulgur.app.terminal.Terminal;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/// `fulgur bench --load` and `--stress`: many threads at once.
final class LoadOptions {

  private static final int LOAD_WORKERS = 20;
  private static final int LOAD_EACH = 1_000;
  private static final int STRESS_WORKERS = 50;
  private static final int STRESS_EACH = 100_000;

  @Option(
      names = "--load",
      description = "Measure 20 threads that look up 1,000 templates each, at once.")
  private boolean load;

  @Option(
      names = "--stress",
      description =
          "Measure 50 threads that look up 100,000 templates each, beside a writer, and the memory they take.")
  private boolean stress;

  @Option(
      names = "--templates",
      paramLabel = "N",
      description = "How many templates --load and --stress look up in (default: 10000).")
  private int templates = 10_000;

  /// Whether one of them is asked for.
  boolean asked() {
    return load || stress;
  }

  /// Whether the number of templates makes sense.
  boolean valid() {
    return templates >= 1 && templates <= 10_000_000;
  }

  int run(Terminal terminal) throws Exception {
    Map<String, @Nullable Object> object = new LinkedHashMap<>();
    object.put("java", Runtime.version().toString());
    object.put("processors", Runtime.getRuntime().availableProcessors());
    object.put("templates", templates);
    boolean good = true;
    try (LoadBench bench = new LoadBench(templates)) {
      bench.warmUp();
      if (load) {
        Load loaded = bench.lookUp(LOAD_WORKERS, LOAD_EACH);
        object.put("load", json(loaded));
        terminal.heading(
            "%d threads look up %,d templates each".formatted(LOAD_WORKERS, LOAD_EACH));
        print(terminal, List.of("load"), List.of(loaded));
        good = loaded.errors() == 0;
      }
      if (stress) {
        if (load) {
          terminal.line("");
        }
        terminal.heading(
            "%d threads look up %,d templates each beside a writer"
                .formatted(STRESS_WORKERS, STRESS_EACH));
        terminal.flush();
        Stress stressed = bench.stress(STRESS_WORKERS, STRESS_EACH);
        object.put("stress", json(stressed));
        print(terminal, stressed);
        good &= stressed.during().errors() == 0 && stressed.isFlat();
      }
    }
    terminal.json(object);
    return good ? ExitCode.DONE : ExitCode.FAILED;
  }

  private static void print(Terminal terminal, Stress stress) {
    print(
        terminal,
        List.of("before, alone", "beside the writer", "after, alone"),
        List.of(stress.before(), stress.during(), stress.after()));
    terminal.line(
        "errors %s (%s), %s commits by the writer"
            .formatted(
                Terminal.number(stress.during().errors()),
                terminal.mark(stress.during().errors() == 0),
                Terminal.number(stress.commits())));
    String first = stress.during().firstError();
    if (first != null) {
      terminal.line("the first: " + Text.oneLine(first, 400));
    }
    terminal.line(
        "heap in use %s before, %s after (%s); resident without files %s before, %s after"
            .formatted(
                Terminal.size(stress.heapBefore()),
                Terminal.size(stress.heapAfter()),
                terminal.mark(stress.isFlat()),
                Terminal.size(stress.anonymousBefore()),
                Terminal.size(stress.anonymousAfter())));
  }

  private static void print(Terminal terminal, List<String> names, List<Load> loads) {
    List<List<String>> rows = new ArrayList<>();
    for (int i = 0; i < loads.size(); i++) {
      Load load = loads.get(i);
      rows.add(
          List.of(
              names.get(i),
              Terminal.number(load.workers()),
              Terminal.number(load.lookups()),
              Terminal.number(Math.round(load.perSecond())),
              Terminal.duration(load.latencies().quantile(0.5)),
              Terminal.duration(load.latencies().quantile(0.95)),
              Terminal.duration(load.latencies().quantile(0.99)),
              Terminal.duration(load.latencies().greatest())));
    }
    terminal.table(
        List.of("RUN", "THREADS", "LOOKUPS", "LOOKUPS/S", "P50", "P95", "P99", "MAX"), rows);
  }

  private static Map<String, @Nullable Object> json(Stress stress) {
    Map<String, @Nullable Object> object = new LinkedHashMap<>();
    object.put("before", json(stress.before()));
    object.put("during", json(stress.during()));
    object.put("after", json(stress.after()));
    object.put("writer_commits", stress.commits());
    object.put("heap_bytes_before", stress.heapBefore());
    object.put("heap_bytes_after", stress.heapAfter());
    object.put("anonymous_bytes_before", stress.anonymousBefore());
    object.put("anonymous_bytes_after", stress.anonymousAfter());
    object.put("flat", stress.isFlat());
    return object;
  }

  private static Map<String, @Nullable Object> json(Load load) {
    Map<String, @Nullable Object> object = new LinkedHashMap<>();
    object.put("threads", load.workers());
    object.put("lookups", load.lookups());
    object.put("errors", load.errors());
    object.put("per_second", load.perSecond());
    object.put("p50_ns", load.latencies().quantile(0.5));
    object.put("p95_ns", load.latencies().quantile(0.95));
    object.put("p99_ns", load.latencies().quantile(0.99));
    object.put("max_ns", load.latencies().greatest());
    return object;
  }
}
