package dev.fulgur.bench;

import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// Peers that take turns of some milliseconds each in one process, so that a change of the
/// machine's speed meets all of them.
final class Turns {
  private static final long TURN_NANOS = 20_000_000;
  private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();

  /// Keeps what is computed from being left out.
  @SuppressWarnings("UnusedVariable")
  private static volatile long sink;

  private final Map<String, Turn> peers = new LinkedHashMap<>();

  /// One turn: the nanoseconds that one operation took.
  interface Turn {
    double run() throws Exception;
  }

  /// Some operations.
  interface Work {
    /// Does them.
    ///
    /// @param ops how many
    /// @return anything that depends on all of them
    long run(int ops) throws Exception;
  }

  /// Adds a peer whose CPU time is taken.
  Turns add(String name, Work work) {
    return add(name, new Timed(work, true));
  }

  /// Adds a peer that waits, whose time is taken as it passes.
  Turns addWaiting(String name, Work work) {
    return add(name, new Timed(work, false));
  }

  /// Adds a peer that takes its time itself.
  Turns add(String name, Turn turn) {
    peers.put(name, turn);
    return this;
  }

  /// Lets all take turns.
  ///
  /// @return the nanoseconds of each peer's rounds that counted, in the order in which they were
  ///   added
  Map<String, List<Double>> take(int warmUps, int rounds) throws Exception {
    Map<String, List<Double>> taken = new LinkedHashMap<>();
    peers.keySet().forEach(name -> taken.put(name, new ArrayList<>()));
    for (int round = -warmUps; round < rounds; round++) {
      for (Map.Entry<String, Turn> peer : peers.entrySet()) {
        double nanos = peer.getValue().run();
        List<Double> times = taken.get(peer.getKey());
        if (round >= 0 && times != null) {
          times.add(nanos);
        }
      }
    }
    return taken;
  }

  /// How many times as long as `base` it took, the median of the ratios of neighbours.
  static double ratio(List<Double> times, List<Double> base) {
    List<Double> ratios = new ArrayList<>();
    for (int i = 0; i < times.size(); i++) {
      ratios.add(times.get(i) / base.get(i));
    }
    return Spread.of(ratios).median();
  }

  /// Does as many operations as fit in a turn.
  private static final class Timed implements Turn {
    private final Work work;
    private final boolean cpu;
    private int ops = 1;

    Timed(Work work, boolean cpu) {
      this.work = work;
      this.cpu = cpu;
    }

    @Override
    public double run() throws Exception {
      long began = now();
      sink = work.run(ops);
      double each = (double) (now() - began) / ops;
      ops = (int) Math.clamp(TURN_NANOS / Math.max(1, each), 1, 1 << 20);
      return each;
    }

    private long now() {
      return cpu ? THREADS.getCurrentThreadCpuTime() : System.nanoTime();
    }
  }
}
