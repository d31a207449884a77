package dev.fulgur.app.measure;

import java.util.Arrays;

/// Runs a piece of work until it has been timed well enough, and answers the median.
final class Stopwatch {

  private static final int ROUNDS = 7;
  private static final int STEADY_ROUNDS = 5;
  private static final double STEADY = 0.97;
  private static final long WARM_UP_NANOS = 5_000_000_000L;
  private static final long ROUND_NANOS = 100_000_000L;

  private Stopwatch() {}

  /// Work that may fail.
  interface Work {
    void run() throws Exception;
  }

  /// Nanoseconds that one run of `work` takes: the median of several rounds after a warm-up that
  /// lasts until the rounds no longer get faster, each of as many runs as fill its time.
  static double nanosOf(Work work) throws Exception {
    long start = System.nanoTime();
    double best = Double.MAX_VALUE;
    int steady = 0;
    do {
      double nanos = round(work);
      steady = nanos < best * STEADY ? 0 : steady + 1;
      best = Math.min(best, nanos);
    } while (steady < STEADY_ROUNDS && System.nanoTime() - start < WARM_UP_NANOS);
    double[] rounds = new double[ROUNDS];
    for (int i = 0; i < ROUNDS; i++) {
      rounds[i] = round(work);
    }
    Arrays.sort(rounds);
    return rounds[ROUNDS / 2];
  }

  private static double round(Work work) throws Exception {
    long start = System.nanoTime();
    long elapsed;
    long runs = 0;
    do {
      work.run();
      runs++;
      elapsed = System.nanoTime() - start;
    } while (elapsed < ROUND_NANOS);
    return (double) elapsed / runs;
  }

  /// Nanoseconds of one run, for work that cannot be repeated.
  static double nanosOnce(Work work) throws Exception {
    long start = System.nanoTime();
    work.run();
    return System.nanoTime() - start;
  }
}
