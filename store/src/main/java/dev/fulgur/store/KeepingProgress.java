package dev.fulgur.store;

/// Told how far a check or a copy has come, by the thread that does it or one beside it.
@FunctionalInterface
public interface KeepingProgress {

  /// Tells nobody.
  KeepingProgress NONE = (_, _) -> {};

  /// The work stands at `done` of `total`: records in a check, bytes in a copy. `total` is an
  /// estimate and may grow.
  void at(long done, long total);
}
