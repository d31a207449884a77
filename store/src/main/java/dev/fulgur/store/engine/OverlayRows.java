package dev.fulgur.store.engine;

import dev.fulgur.store.StoreException;
import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Rows of a snapshot with changes kept in memory before them.
public final class OverlayRows implements MutableRows {

  private static final int ROW_BYTES = 64;

  private final Rows base;
  private final long maxBytes;

  /// Those of the trees that were changed, which are few.
  private final List<RowChanges> trees = new ArrayList<>(2);

  private long sizeBytes;

  /// Takes changes. Nobody writes to the arrays any more.
  public interface Sink {

    /// A row is stored.
    void put(Tree tree, byte[] key, byte[] value);

    /// A row is deleted.
    void delete(Tree tree, byte[] key);

    /// All rows are deleted.
    void clear(Tree tree);
  }

  /// @param maxBytes how much the changes may take
  public OverlayRows(Rows base, long maxBytes) {
    this.base = base;
    this.maxBytes = maxBytes;
  }

  /// Makes the same changes to other rows.
  public void applyTo(MutableRows rows) {
    giveTo(
        new Sink() {
          @Override
          public void put(Tree tree, byte[] key, byte[] value) {
            rows.put(tree, MemorySegment.ofArray(key), MemorySegment.ofArray(value));
          }

          @Override
          public void delete(Tree tree, byte[] key) {
            rows.delete(tree, MemorySegment.ofArray(key));
          }

          @Override
          public void clear(Tree tree) {
            rows.clear(tree);
          }
        });
  }

  /// Tells all changes, each key once.
  public void giveTo(Sink sink) {
    for (int t = 0; t < trees.size(); t++) {
      RowChanges changes = trees.get(t);
      if (changes.cleared) {
        sink.clear(changes.tree);
      }
      for (int i = 0; i < changes.size(); i++) {
        byte[] value = changes.value(i);
        if (RowChanges.isDeleted(value)) {
          sink.delete(changes.tree, changes.key(i));
        } else {
          sink.put(changes.tree, changes.key(i), value);
        }
      }
    }
  }

  /// How many changes there are to tell.
  public int changes() {
    int count = 0;
    for (int t = 0; t < trees.size(); t++) {
      count += trees.get(t).size() + (trees.get(t).cleared ? 1 : 0);
    }
    return count;
  }

  /// Whether nothing was changed.
  public boolean isEmpty() {
    return trees.isEmpty();
  }

  @SuppressWarnings("ReferenceEquality") // there is one of each tree
  private @Nullable RowChanges changed(Tree tree) {
    for (int i = 0; i < trees.size(); i++) {
      RowChanges changes = trees.get(i);
      if (changes.tree == tree || changes.tree.equals(tree)) {
        return changes;
      }
    }
    return null;
  }

  @Override
  public @Nullable MemorySegment get(Tree tree, MemorySegment key) {
    RowChanges changes = changed(tree);
    if (changes != null) {
      byte[] value = changes.get(Bytes.copy(key));
      if (value != null) {
        return RowChanges.isDeleted(value) ? null : MemorySegment.ofArray(value);
      }
      if (changes.cleared) {
        return null;
      }
    }
    return base.get(tree, key);
  }

  @Override
  public void put(Tree tree, MemorySegment key, MemorySegment value) {
    byte[] bytes = value.byteSize() == 0 ? new byte[0] : Bytes.copy(value);
    change(tree, Bytes.copy(key), bytes);
  }

  @Override
  public boolean delete(Tree tree, MemorySegment key) {
    if (get(tree, key) == null) {
      return false;
    }
    change(tree, Bytes.copy(key), RowChanges.DELETED);
    return true;
  }

  private void change(Tree tree, byte[] key, byte[] value) {
    byte[] before = of(tree).put(key, value);
    sizeBytes += value.length - (before == null ? -ROW_BYTES - key.length : before.length);
    if (sizeBytes > maxBytes) {
      throw new StoreException.TransactionTooLarge(sizeBytes, maxBytes);
    }
  }

  private RowChanges of(Tree tree) {
    RowChanges changes = changed(tree);
    if (changes == null) {
      changes = new RowChanges(tree);
      trees.add(changes);
    }
    return changes;
  }

  @Override
  public void clear(Tree tree) {
    of(tree).clear();
  }

  @Override
  public long count(Tree tree) {
    RowChanges changes = changed(tree);
    if (changes == null) {
      return base.count(tree);
    }
    long count = changes.cleared ? 0 : base.count(tree);
    for (int i = 0; i < changes.size(); i++) {
      boolean there =
          !changes.cleared && base.get(tree, MemorySegment.ofArray(changes.key(i))) != null;
      count += (RowChanges.isDeleted(changes.value(i)) ? 0 : 1) - (there ? 1 : 0);
    }
    return count;
  }

  @Override
  public boolean writtenByOthers() {
    return base.writtenByOthers();
  }

  @Override
  public long version() {
    return base.version();
  }

  @Override
  public RowCursor cursor(Tree tree) {
    return new Merged(tree);
  }

  /// Walks the changes, to which more may come, and what lies below them.
  private final class Merged extends LayeredCursor {
    private final Tree tree;

    Merged(Tree tree) {
      super(base.cursor(tree));
      this.tree = tree;
    }

    @Override
    protected boolean isCleared() {
      RowChanges changes = changed(tree);
      return changes != null && changes.cleared;
    }

    @Override
    protected int edition() {
      RowChanges changes = changed(tree);
      return changes == null ? 0 : changes.edition;
    }

    @Override
    protected void lookAbove(byte @Nullable [] from, boolean inclusive, boolean up) {
      RowChanges changes = changed(tree);
      Map.Entry<byte[], byte[]> found =
          changes == null ? null : nearest(changes.sorted(), from, inclusive, up);
      above(found == null ? null : found.getKey(), found == null ? null : found.getValue());
    }

    @Override
    protected boolean isDeleted(byte[] value) {
      return RowChanges.isDeleted(value);
    }
  }
}
