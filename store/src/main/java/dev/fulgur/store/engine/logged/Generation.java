package dev.fulgur.store.engine.logged;

import dev.fulgur.store.KeepingProgress;
import dev.fulgur.store.engine.Tree;
import dev.fulgur.store.engine.env.LmdbWriteRows;
import java.lang.foreign.MemorySegment;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReferenceArray;
import org.jspecify.annotations.Nullable;

/// A stretch of commits in memory, from one after its predecessor's last up to its own last.
///
/// Thread rule: as [Rowset].
final class Generation {
  private static final int TELL_EVERY = 1 << 12;

  private final AtomicReferenceArray<@Nullable Rowset> trees;
  private final long firstSequence;
  private volatile long lastSequence = Long.MAX_VALUE;
  private final AtomicLong bytes = new AtomicLong();
  private long logBytes;

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
    return bytes.getAcquire();
  }

  /// By whoever sequences.
  void addBytes(long more) {
    bytes.setRelease(bytes.getPlain() + more);
  }

  /// What its commits took in the log. Of whoever sequences.
  long logBytes() {
    return logBytes;
  }

  void addLogBytes(long more) {
    logBytes += more;
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

  /// Makes the changes up to its last commit in LMDB's file, each key once and in the order of
  /// keys. What was applied after that one was never published.
  void bringInto(LmdbWriteRows rows, List<Tree> all) {
    bringInto(rows, all, KeepingProgress.NONE);
  }

  /// The same, told in keys now and then.
  void bringInto(LmdbWriteRows rows, List<Tree> all, KeepingProgress progress) {
    long total = 0;
    for (Tree tree : all) {
      Rowset changed = of(tree.number());
      total += changed == null ? 0 : changed.size();
    }
    long done = 0;
    for (Tree tree : all) {
      Rowset changed = of(tree.number());
      if (changed != null) {
        done = bringInto(rows, tree, changed, done, total, progress);
      }
    }
  }

  private long bringInto(
      LmdbWriteRows rows,
      Tree tree,
      Rowset changed,
      long before,
      long total,
      KeepingProgress progress) {
    long upTo = lastSequence;
    long done = before;
    long cleared = changed.clearedAt(upTo);
    if (cleared > 0) {
      rows.clear(tree);
    }
    for (Rowset.Entry entry : changed.inOrder()) {
      if ((++done & TELL_EVERY - 1) == 0) {
        progress.at(done, total);
      }
      Rowset.Version version = entry.at(upTo);
      if (version == null || version.sequence < cleared) {
        continue;
      }
      MemorySegment key = MemorySegment.ofArray(entry.key);
      byte[] value = version.value;
      if (value != null) {
        rows.putNext(tree, key, MemorySegment.ofArray(value));
      } else if (cleared == 0) {
        rows.delete(tree, key);
      }
    }
    return done;
  }
}
