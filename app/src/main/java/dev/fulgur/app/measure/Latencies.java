package dev.fulgur.app.measure;

/// How long many calls took, in buckets of 1/32 of their size and so at most 3 % wide; of the same
/// size however many there are.
///
/// Thread rule: one thread; those of several are added up when they have ended.
public final class Latencies {

  private static final int STEPS = 32;
  private static final int STEP_BITS = 5;

  private final long[] counts = new long[(Long.SIZE - STEP_BITS + 1) * STEPS];
  private long count;
  private long greatest;

  /// None yet.
  public Latencies() {}

  /// Counts a call.
  public void add(long nanos) {
    long value = Math.max(0, nanos);
    counts[bucket(value)]++;
    count++;
    greatest = Math.max(greatest, value);
  }

  /// Counts the calls that `other` has counted.
  public void addAll(Latencies other) {
    for (int i = 0; i < counts.length; i++) {
      counts[i] += other.counts[i];
    }
    count += other.count;
    greatest = Math.max(greatest, other.greatest);
  }

  /// How many calls there were.
  public long count() {
    return count;
  }

  /// The longest, in nanoseconds.
  public long greatest() {
    return greatest;
  }

  /// What a share of the calls took at most, in nanoseconds: 0.5 is the median.
  public long quantile(double share) {
    long wanted = Math.max(1, (long) Math.ceil(share * count));
    long seen = 0;
    for (int i = 0; i < counts.length; i++) {
      seen += counts[i];
      if (seen >= wanted) {
        return Math.min(greatest, lastOf(i));
      }
    }
    return greatest;
  }

  private static int bucket(long value) {
    if (value < STEPS) {
      return (int) value;
    }
    int shift = Long.SIZE - 1 - Long.numberOfLeadingZeros(value) - STEP_BITS;
    return (shift + 1) * STEPS + (int) (value >>> shift) - STEPS;
  }

  private static long lastOf(int bucket) {
    if (bucket < STEPS) {
      return bucket;
    }
    int shift = bucket / STEPS - 1;
    return ((bucket % STEPS + STEPS + 1L) << shift) - 1;
  }
}
