package dev.fulgur.bench;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.profile.GCProfiler;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.TimeValue;
import org.openjdk.jmh.runner.options.VerboseMode;

/// Templates rendered and compiled beside jinjava, Pebble and Python's Jinja2, and fetched through
/// a vault.
public final class RenderGroup implements Group {

  private static final String PYTHON = "/usr/bin/python3";
  private static final int MANY_THREADS = 20;

  private static final String SCRIPT =
      """
      import json, sys, timeit, jinja2
      env = jinja2.Environment(undefined=jinja2.StrictUndefined, trim_blocks=True, lstrip_blocks=True)
      case = json.load(sys.stdin)
      def best(f):
          n = max(1, int(0.05 / max(1e-7, timeit.timeit(f, number=3) / 3)))
          return min(timeit.repeat(f, number=n, repeat=9)) / n * 1e9
      t = env.from_string(case["template"])
      i = case["inputs"]
      print(best(lambda: t.render(i)), best(lambda: env.from_string(case["template"])), jinja2.__version__)
      """;

  /// Made by its name.
  public RenderGroup() {}

  @Override
  public String title() {
    return "Rendering";
  }

  @Override
  public void run(Report report) throws IOException, InterruptedException {
    List<List<String>> renders = new ArrayList<>();
    List<List<String>> compiles = new ArrayList<>();
    String version = "";
    for (String name : RenderCases.NAMES) {
      List<String> python = python(name);
      version = python.size() > 2 ? python.get(2) : version;
      Measured ours = measure("fulgur", name);
      renders.add(
          List.of(
              name,
              micros(ours.nanos),
              micros(measure("jinjava", name).nanos),
              micros(measure("pebble", name).nanos),
              python.isEmpty() ? "-" : micros(Double.parseDouble(python.get(0))),
              String.format(Locale.ROOT, "%,.0f", ours.bytes),
              String.format(Locale.ROOT, "%,d", length(name))));
      compiles.add(
          List.of(
              name,
              micros(measure("fulgurCompile", name).nanos),
              micros(measure("pebbleCompile", name).nanos),
              python.isEmpty() ? "-" : micros(Double.parseDouble(python.get(1)))));
    }
    report.paragraph(
        "One thread, microseconds per render: average of JMH; for Python the best of"
            + " nine rounds of `timeit`, Jinja2 "
            + version
            + ". jinjava parses the text at each render, as its interface has it; the others keep"
            + " compiled templates. The same text and inputs everywhere.");
    List<String> heads =
        List.of(
            "template",
            "Fulgur",
            "jinjava",
            "Pebble",
            "Python",
            "Fulgur allocates, B",
            "output, chars");
    report.table(heads, renders);
    report.bars("A render", "microseconds", heads, renders, 1, 2, 3, 4);
    report.paragraph("Microseconds to compile:");
    report.table(List.of("template", "Fulgur", "Pebble", "Python"), compiles);
    vault(report);
  }

  /// Templates through a vault over a database of 10,000.
  private static void vault(Report report) {
    Measured hit = measure(Vaults.class, "hit", 1, Vaults.CACHE + "=10000");
    Measured many = measure(Vaults.class, "hit", MANY_THREADS, Vaults.CACHE + "=10000");
    Measured random = measure(Vaults.class, "random", 1, Vaults.CACHE + "=10000");
    Measured missing = measure(Vaults.class, "random", 1, Vaults.CACHE + "=1000");
    Measured render = measure(Vaults.class, "getAndRender", 1, Vaults.CACHE + "=10000");
    report.paragraph(
        "A vault over a database of 10,000 templates, nanoseconds per call; with more threads than"
            + " processors the CPU time of a call is what says what it costs. Every get asks whether"
            + " the database has changed since.");
    report.table(
        List.of("call", "ns", "ns of CPU"),
        List.of(
            row("get, kept ready", hit),
            row("get, kept ready, " + MANY_THREADS + " threads", many),
            row("random get, all 10,000 kept ready", random),
            row("random get, 1,000 of 10,000 kept ready", missing),
            row("get and render one variable", render)));
  }

  private static List<String> row(String call, Measured measured) {
    return List.of(
        call,
        String.format(Locale.ROOT, "%,.0f", measured.nanos),
        String.format(Locale.ROOT, "%,.0f", measured.cpu));
  }

  private record Measured(double nanos, double bytes, double cpu) {}

  private static String micros(double nanos) {
    return String.format(Locale.ROOT, nanos < 10_000 ? "%,.2f" : "%,.1f", nanos / 1000);
  }

  private static int length(String name) {
    return dev.fulgur.jinja.JinjaEnvironment.builder()
        .trimBlocks(true)
        .lstripBlocks(true)
        .build()
        .compile(RenderCases.template(name))
        .render(RenderCases.inputs(name))
        .length();
  }

  private static Measured measure(String benchmark, String name) {
    return measure(Renders.class, benchmark, 1, Renders.CASE + "=" + name);
  }

  private static Measured measure(Class<?> type, String benchmark, int threads, String property) {
    var options =
        new OptionsBuilder()
            .include("^" + type.getName().replace(".", "\\.") + "\\." + benchmark + "$")
            .mode(Mode.AverageTime)
            .timeUnit(java.util.concurrent.TimeUnit.NANOSECONDS)
            .forks(1)
            .threads(threads)
            .warmupIterations(5)
            .warmupTime(TimeValue.milliseconds(300))
            .measurementIterations(5)
            .measurementTime(TimeValue.milliseconds(200))
            .jvmArgs(
                "--sun-misc-unsafe-memory-access=allow",
                "-XX:+UseSerialGC",
                "-Xmx512m",
                "--enable-native-access=ALL-UNNAMED",
                "-D" + property)
            .addProfiler(GCProfiler.class)
            .addProfiler(CpuTime.class)
            .verbosity(VerboseMode.SILENT)
            .shouldFailOnError(true)
            .build();
    try {
      for (RunResult result : new Runner(options).run()) {
        double bytes = 0;
        double cpu = 0;
        for (String metric : result.getSecondaryResults().keySet()) {
          if (metric.endsWith("gc.alloc.rate.norm")) {
            bytes = result.getSecondaryResults().get(metric).getScore();
          } else if (metric.endsWith(CpuTime.LABEL)) {
            cpu = result.getSecondaryResults().get(metric).getScore();
          }
        }
        return new Measured(result.getPrimaryResult().getScore(), bytes, cpu);
      }
    } catch (RunnerException e) {
      throw new IllegalStateException("JMH could not run " + benchmark, e);
    }
    throw new IllegalStateException("no result for " + benchmark);
  }

  /// Nanoseconds to render and to compile, and the version; nothing when there is no Jinja2.
  private static List<String> python(String name) throws IOException, InterruptedException {
    if (!Files.isExecutable(Path.of(PYTHON))) {
      return List.of();
    }
    Process process =
        new ProcessBuilder(PYTHON, "-c", SCRIPT)
            .redirectError(ProcessBuilder.Redirect.DISCARD)
            .start();
    try (var in = process.getOutputStream()) {
      in.write(
          json(Map.of("template", RenderCases.template(name), "inputs", RenderCases.inputs(name)))
              .getBytes(StandardCharsets.UTF_8));
    }
    String out =
        new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
    return process.waitFor() == 0 ? List.of(out.split(" ")) : List.of();
  }

  private static String json(Object value) {
    return dev.fulgur.jinja.JinjaEnvironment.builder()
        .build()
        .compile("{{ v|tojson }}")
        .render(Map.of("v", value));
  }
}
