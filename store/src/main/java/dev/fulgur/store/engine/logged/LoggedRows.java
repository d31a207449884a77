package dev.fulgur.store.engine.logged;

import dev.fulgur.store.engine.LayeredCursor;
import dev.fulgur.store.engine.RowCursor;
import dev.fulgur.store.engine.Rows;
import dev.fulgur.store.engine.Tree;
import java.lang.foreign.MemorySegment;
import java.util.Arrays;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/// Rows as of one commit: a snapshot of LMDB with the generations above it before it.
final class LoggedRows implements Rows {

  /// Stands for a row that a generation deleted. Told by identity.
  static final byte[] DELETED = new byte[0];

  private final Rows base;
  private final Generation[] generations;
  private final long sequence;

  /// @param generations newest first
  /// @param sequence the commit that is seen
  LoggedRows(Rows base, Generation[] generations, long sequence) {
    this.base = base;
    this.generations = generations;
    this.sequence = sequence;
  }

  @Override
  public @Nullable MemorySegment get(Tree tree, MemorySegment key) {
    if (generations.length > 0) {
      byte[] value = above(tree.number(), key);
      if (value != null) {
        return isDeleted(value) ? null : MemorySegment.ofArray(value);
      }
    }
    return base.get(tree, key);
  }

  /// The value that a generation has, [#DELETED], or null if only the snapshot knows.
  byte @Nullable [] above(int tree, MemorySegment key) {
    int hash = 0;
    boolean hashed = false;
    for (Generation generation : generations) {
      Rowset rows = generation.of(tree);
      if (rows == null) {
        continue;
      }
      if (!hashed) {
        hash = Rowset.hash(key);
        hashed = true;
      }
      Rowset.Entry entry = rows.find(key, hash);
      Rowset.Version version = entry == null ? null : entry.at(sequence);
      long cleared = rows.clearedAt(sequence);
      if (version != null && version.sequence >= cleared) {
        byte[] value = version.value;
        return value == null ? DELETED : value;
      }
      if (cleared > 0) {
        return DELETED;
      }
    }
    return null;
  }

  @SuppressWarnings("ReferenceEquality") // told by identity, since a value may be empty
  static boolean isDeleted(byte[] value) {
    return value == DELETED;
  }

  /// Whether a generation deleted all that the snapshot has of a tree.
  boolean isCleared(int tree) {
    for (Generation generation : generations) {
      Rowset rows = generation.of(tree);
      if (rows != null && rows.clearedAt(sequence) > 0) {
        return true;
      }
    }
    return false;
  }

  private boolean isTouched(int tree) {
    for (Generation generation : generations) {
      if (generation.of(tree) != null) {
        return true;
      }
    }
    return false;
  }

  @Override
  public RowCursor cursor(Tree tree) {
    if (!isTouched(tree.number())) {
      return base.cursor(tree);
    }
    return new MergedCursor(this, tree, base.cursor(tree));
  }

  /// Looks at every key that the generations have, not at those of the snapshot.
  @Override
  public long count(Tree tree) {
    if (!isTouched(tree.number())) {
      return base.count(tree);
    }
    boolean cleared = isCleared(tree.number());
    long count = cleared ? 0 : base.count(tree);
    Set<byte[]> counted = new TreeSet<>(Arrays::compareUnsigned);
    for (Generation generation : generations) {
      Rowset rows = generation.of(tree.number());
      if (rows == null) {
        continue;
      }
      for (byte[] bytes : rows.sorted().keySet()) {
        if (generations.length > 1 && !counted.add(bytes)) {
          continue;
        }
        MemorySegment key = MemorySegment.ofArray(bytes);
        byte[] value = above(tree.number(), key);
        if (value != null) {
          boolean below = !cleared && base.get(tree, key) != null;
          count += (isDeleted(value) ? 0 : 1) - (below ? 1 : 0);
        }
      }
    }
    return count;
  }

  /// The nearest key that a generation has in a direction, visible or not, or null.
  ///
  /// @param from where to begin, null for the end of the tree
  byte @Nullable [] nearest(int tree, byte @Nullable [] from, boolean inclusive, boolean up) {
    byte[] nearest = null;
    for (Generation generation : generations) {
      Rowset rows = generation.of(tree);
      if (rows == null || rows.isEmpty()) {
        continue;
      }
      Map.Entry<byte[], Rowset.Entry> entry =
          LayeredCursor.nearest(rows.sorted(), from, inclusive, up);
      if (entry != null && (nearest == null || isNearer(entry.getKey(), nearest, up))) {
        nearest = entry.getKey();
      }
    }
    return nearest;
  }

  private static boolean isNearer(byte[] key, byte[] than, boolean up) {
    int order = Arrays.compareUnsigned(key, than);
    return up ? order < 0 : order > 0;
  }

  @Override
  public boolean writtenByOthers() {
    return base.writtenByOthers();
  }

  @Override
  public long version() {
    return sequence;
  }
}
