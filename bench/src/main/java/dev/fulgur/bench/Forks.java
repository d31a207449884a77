package dev.fulgur.bench;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.profile.GCProfiler;
import org.openjdk.jmh.results.IterationResult;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.TimeValue;
import org.openjdk.jmh.runner.options.VerboseMode;

/// A benchmark of JMH in a JVM of its own, in short rounds between which peers have their turns.
final class Forks {
  private static final TimeValue ROUND = TimeValue.milliseconds(40);

  private Forks() {}

  /// Runs it once.
  ///
  /// @param benchmark the class that has it
  /// @param way its method
  /// @param heap the largest heap, as the JVM's option has it
  /// @param properties what it is told
  /// @return the rounds that count, with CPU time and allocation
  static List<IterationResult> run(
      Class<?> benchmark,
      String way,
      int warmUps,
      int rounds,
      String heap,
      Map<String, String> properties) {
    List<String> jvm =
        new ArrayList<>(
            List.of(
                "--enable-native-access=ALL-UNNAMED",
                "--sun-misc-unsafe-memory-access=allow",
                "-XX:+UseSerialGC",
                "-Xmx" + heap));
    properties.forEach((name, value) -> jvm.add("-D" + name + "=" + value));
    var options =
        new OptionsBuilder()
            .include("^" + benchmark.getName().replace(".", "\\.") + "\\." + way + "$")
            .mode(Mode.AverageTime)
            .timeUnit(TimeUnit.NANOSECONDS)
            .forks(1)
            .warmupIterations(warmUps)
            .warmupTime(ROUND)
            .measurementIterations(rounds)
            .measurementTime(ROUND)
            .jvmArgs(jvm.toArray(String[]::new))
            .addProfiler(GCProfiler.class)
            .addProfiler(CpuTime.class)
            .verbosity(VerboseMode.SILENT)
            .shouldFailOnError(true)
            .build();
    try {
      List<IterationResult> results = new ArrayList<>();
      for (RunResult result : new Runner(options).run()) {
        result.getBenchmarkResults().forEach(fork -> results.addAll(fork.getIterationResults()));
      }
      return results;
    } catch (RunnerException e) {
      throw new IllegalStateException("JMH could not run " + way, e);
    }
  }
}
