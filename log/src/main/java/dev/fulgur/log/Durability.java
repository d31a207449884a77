package dev.fulgur.log;

/// When a commit is acknowledged.
public enum Durability {
  /// After its frame is on disk: an acknowledged commit survives a crash of the process and a loss
  /// of power.
  SYNCED,

  /// Before its frame is on disk, which follows within the flush interval. What was acknowledged in
  /// the last interval is lost with the process; what is left is still a whole prefix of the
  /// commits.
  RELAXED
}
