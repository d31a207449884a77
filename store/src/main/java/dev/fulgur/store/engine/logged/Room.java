package dev.fulgur.store.engine.logged;

import dev.fulgur.store.engine.env.Environment;
import java.util.function.LongSupplier;

/// The room that the quota leaves for what is not in LMDB's file yet.
///
/// Thread rule: any thread.
final class Room {
  /// Halves of pages are what it is for.
  private static final int FACTOR = 3;

  private final Environment environment;
  private final LongSupplier applied;
  private volatile Measure used = new Measure(-1, 0);
  private volatile Measure live = new Measure(-1, 0);

  /// How many bytes there were once a commit was in the file.
  private record Measure(long applied, long bytes) {}

  /// @param applied the last commit that the file holds
  Room(Environment environment, LongSupplier applied) {
    this.environment = environment;
    this.applied = applied;
  }

  /// Whether there is room for what takes about so much in memory. Free pages are counted only
  /// where the file has come near the quota.
  boolean isFor(long bytes) {
    long most = environment.quotaBytes() - FACTOR * bytes;
    return used() <= most || live() <= most;
  }

  private long used() {
    long now = applied.getAsLong();
    Measure known = used;
    if (known.applied() != now) {
      known = new Measure(now, environment.usedBytes());
      used = known;
    }
    return known.bytes();
  }

  private long live() {
    long now = applied.getAsLong();
    Measure known = live;
    if (known.applied() != now) {
      known = new Measure(now, environment.liveBytes());
      live = known;
    }
    return known.bytes();
  }
}
