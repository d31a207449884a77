package dev.fulgur.bench;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/// Measurements of one thing: their median, least and greatest.
record Spread(double median, double least, double greatest) {

  static Spread of(List<Double> values) {
    double[] sorted = values.stream().mapToDouble(Double::doubleValue).toArray();
    if (sorted.length == 0) {
      throw new IllegalArgumentException("nothing was measured");
    }
    Arrays.sort(sorted);
    int middle = sorted.length / 2;
    double median =
        sorted.length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
    return new Spread(median, sorted[0], sorted[sorted.length - 1]);
  }

  @Override
  public String toString() {
    return String.format(Locale.ROOT, "%.0f (%.0f-%.0f)", median, least, greatest);
  }
}
