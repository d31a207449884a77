package dev.fulgur.app.measure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

final class LatenciesTest {

  @Test
  void quantiles_ofKnownValues_areThreePercentWideAtMost() {
    Latencies low = new Latencies();
    Latencies high = new Latencies();
    for (long i = 1; i <= 100_000; i++) {
      (i <= 50_000 ? low : high).add(i * 1_000);
    }
    low.addAll(high);
    assertThat(low.count()).isEqualTo(100_000);
    assertThat(low.greatest()).isEqualTo(100_000_000);
    assertThat(low.quantile(1)).isEqualTo(100_000_000);
    for (double share : new double[] {0.01, 0.5, 0.95, 0.99}) {
      double exact = share * 100_000_000;
      assertThat((double) low.quantile(share)).isCloseTo(exact, within(exact * 0.032));
    }
  }

  @Test
  void smallAndExtremeValues_haveTheirPlace() {
    Latencies latencies = new Latencies();
    latencies.add(-5);
    latencies.add(7);
    latencies.add(Long.MAX_VALUE);
    assertThat(latencies.quantile(0.3)).isZero();
    assertThat(latencies.quantile(0.6)).isEqualTo(7);
    assertThat(latencies.quantile(1)).isEqualTo(Long.MAX_VALUE);
  }
}
