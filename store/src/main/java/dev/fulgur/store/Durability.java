package dev.fulgur.store;

/// When a commit is acknowledged, and which engine stands behind the store.
public enum Durability {
  /// The direct engine: a commit is acknowledged when LMDB's own synced commit has returned. Other
  /// processes see it at once and may write too.
  DIRECT,

  /// The logged engine: a commit is acknowledged when its log frame is on disk. One process owns
  /// the store.
  SYNCED,

  /// The logged engine: a commit is acknowledged before it is on disk, and is there within the
  /// flush interval. A crash may take the last commits with it, the youngest first, each whole.
  RELAXED;

  /// Whether the direct engine serves this durability.
  public boolean isDirect() {
    return this == DIRECT;
  }
}
