package dev.fulgur.prompts.vault;

import java.util.concurrent.atomic.LongAdder;

/// How often a vault did what, since it was first asked for its counters. For any number of
/// threads.
public final class VaultCounters {
  final LongAdder hits = new LongAdder();
  final LongAdder misses = new LongAdder();
  final LongAdder renders = new LongAdder();

  VaultCounters() {}

  /// Templates that were ready, and had not changed.
  public long hits() {
    return hits.sum();
  }

  /// Templates that had to be looked at in the database, or decoded.
  public long misses() {
    return misses.sum();
  }

  /// Prompts that were rendered.
  public long renders() {
    return renders.sum();
  }
}
