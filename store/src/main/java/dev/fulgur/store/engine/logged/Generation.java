package dev.fulgur.store.engine.logged;

import java.util.concurrent.atomic.AtomicReferenceArray;
import org.jspecify.annotations.Nullable;

/// A stretch of commits in memory, from one after its predecessor's last up to its own last.
///
/// Thread rule: as [Rowset].
final class Generation {
  private final AtomicReferenceArray<@Nullable Rowset> trees;
  private final long firstSequence;
  private volatile long lastSequence = Long.MAX_VALUE;
  private volatile long bytes;

  /// @param trees how many trees the store has
  Generation(int trees, long firstSequence) {
    this.trees = new AtomicReferenceArray<>(trees);
    this.firstSequence = firstSequence;
  }

  long firstSequence() {
    return firstSequence;
  }

  /// Its last commit; beyond all numbers while it goes on.
  long lastSequence() {
    return lastSequence;
  }

  void end(long sequence) {
    lastSequence = sequence;
  }

  /// About what it takes in memory.
  long bytes() {
    return bytes;
  }

  void addBytes(long more) {
    bytes = bytes() + more;
  }

  int trees() {
    return trees.length();
  }

  /// What was changed in a tree, or null if nothing was.
  @Nullable Rowset of(int tree) {
    return trees.getAcquire(tree);
  }

  Rowset ofChanged(int tree) {
    Rowset rows = trees.getPlain(tree);
    if (rows == null) {
      rows = new Rowset();
      trees.setRelease(tree, rows);
    }
    return rows;
  }
}
