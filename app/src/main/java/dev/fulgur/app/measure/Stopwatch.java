package dev.fulgur.app.measure;

import java.util.Arrays;

/// Runs a piece of work until it has been timed well enough, and answers the median.
final class Stopwatch {

  private static final int ROUNDS = 7;
  private static final long WARM_UP_NANOS = 1_000_000_000L;
  private static final long ROUND_NANOS = 100_000_000L;

  private Stopwatch() {}

  /// Work that may fail.
  interface Work {
    void run() throws Exception;
  }

  /// Nanoseconds that one run of `work` takes: the median of several rounds after a warm-up, each
  /// of as many runs as fill its time.
  static double nanosOf(Work work) throws Exception {
    long start = System.nanoTime();
    long last = start;
    long runs = 0;
    long lastRuns = 0;
    long now;
    do { // the last stretch of the warm-up tells how many runs fill a round
      work.run();
      runs++;
      now = System.nanoTime();
      if (now - last > ROUND_NANOS) {
        lastRuns = runs;
        last = now;
        runs = 0;
      }
    } while (now - start < WARM_UP_NANOS);
    long perRound = Math.max(1, lastRuns);
    double[] rounds = new double[ROUNDS];
    for (int round = 0; round < ROUNDS; round++) {
      long begin = System.nanoTime();
      for (long i = 0; i < perRound; i++) {
        work.run();
      }
      rounds[round] = (double) (System.nanoTime() - begin) / perRound;
    }
    Arrays.sort(rounds);
    return rounds[ROUNDS / 2];
  }

  /// Nanoseconds of one run, for work that cannot be repeated.
  static double nanosOnce(Work work) throws Exception {
    long start = System.nanoTime();
    work.run();
    return System.nanoTime() - start;
  }
}
