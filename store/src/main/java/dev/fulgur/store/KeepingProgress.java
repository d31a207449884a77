package dev.fulgur.store;

/// Told how far a check, a copy or a recovery has come, by the thread that does it or one beside
/// it.
@FunctionalInterface
public interface KeepingProgress {

  /// Tells nobody.
  KeepingProgress NONE = (_, _) -> {};

  /// The work stands at `done` of `total`: records in a check, bytes in a copy, bytes of the log in
  /// a recovery. `total` is an estimate and may grow.
  void at(long done, long total);
}
