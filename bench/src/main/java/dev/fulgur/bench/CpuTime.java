package dev.fulgur.bench;

import java.lang.management.ManagementFactory;
import java.lang.management.ThreadInfo;
import java.lang.management.ThreadMXBean;
import java.util.Collection;
import java.util.List;
import org.openjdk.jmh.infra.BenchmarkParams;
import org.openjdk.jmh.infra.IterationParams;
import org.openjdk.jmh.profile.InternalProfiler;
import org.openjdk.jmh.results.AggregationPolicy;
import org.openjdk.jmh.results.IterationResult;
import org.openjdk.jmh.results.Result;
import org.openjdk.jmh.results.ScalarResult;

/// Nanoseconds of CPU time that the measuring threads spend for an operation: on a shared machine
/// this says more than the time that passes.
public final class CpuTime implements InternalProfiler {
  static final String LABEL = "cpu";

  private final ThreadMXBean threads = ManagementFactory.getThreadMXBean();
  private long before;

  /// Made by JMH.
  public CpuTime() {}

  @Override
  public String getDescription() {
    return "CPU time of the measuring threads per operation";
  }

  @Override
  public void beforeIteration(BenchmarkParams benchmark, IterationParams iteration) {
    before = spent();
  }

  @Override
  public Collection<? extends Result<?>> afterIteration(
      BenchmarkParams benchmark, IterationParams iteration, IterationResult result) {
    long ops = result.getMetadata().getAllOps();
    return List.of(
        new ScalarResult(LABEL, (spent() - before) / (double) ops, "ns/op", AggregationPolicy.AVG));
  }

  /// The figure that a profiler gave for an iteration.
  static double of(IterationResult iteration, String label) {
    for (String name : iteration.getSecondaryResults().keySet()) {
      if (name.endsWith(label)) {
        return iteration.getSecondaryResults().get(name).getScore();
      }
    }
    throw new IllegalStateException("JMH gave no " + label);
  }

  private long spent() {
    long sum = 0;
    for (long id : threads.getAllThreadIds()) {
      ThreadInfo info = threads.getThreadInfo(id);
      if (info != null && info.getThreadName().contains("jmh-worker")) {
        sum += threads.getThreadCpuTime(id);
      }
    }
    return sum;
  }
}
