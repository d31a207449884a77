package dev.fulgur.store.engine;

import dev.fulgur.store.StoreException;
import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.Arrays;
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

  /// Walks the changes and what lies below them as one. Both sides stand at or beyond the place, in
  /// the direction of the walk; the nearer one is the row, and a change hides what it lies on.
  private final class Merged implements RowCursor {
    private final Tree tree;
    private final RowCursor below;
    private boolean belowThere;
    private Map.@Nullable Entry<byte[], byte[]> above;
    private boolean up = true;
    private int edition;
    private byte @Nullable [] at;
    private byte @Nullable [] changed;

    Merged(Tree tree) {
      this.tree = tree;
      this.below = base.cursor(tree);
    }

    private @Nullable RowChanges changes() {
      return changed(tree);
    }

    private boolean isCleared() {
      RowChanges changes = changes();
      return changes != null && changes.cleared;
    }

    @Override
    public boolean first() {
      up = true;
      belowThere = !isCleared() && below.first();
      RowChanges changes = changes();
      above = changes == null ? null : changes.sorted().firstEntry();
      return settle();
    }

    @Override
    public boolean last() {
      up = false;
      belowThere = !isCleared() && below.last();
      RowChanges changes = changes();
      above = changes == null ? null : changes.sorted().lastEntry();
      return settle();
    }

    @Override
    public boolean seek(MemorySegment key) {
      up = true;
      belowThere = !isCleared() && below.seek(key);
      RowChanges changes = changes();
      above = changes == null ? null : changes.sorted().ceilingEntry(Bytes.copy(key));
      return settle();
    }

    @Override
    public boolean next() {
      byte[] place = at;
      if (place == null) {
        return first();
      }
      turn(true, place);
      return step(place) && settle();
    }

    @Override
    public boolean previous() {
      byte[] place = at;
      if (place == null) {
        return last();
      }
      turn(false, place);
      return step(place) && settle();
    }

    /// Brings both sides to the place, or the nearest beyond it, for a walk in this direction.
    private void turn(boolean upwards, byte[] place) {
      RowChanges changes = changes();
      int now = changes == null ? 0 : changes.edition;
      if (up == upwards && edition == now) {
        return;
      }
      up = upwards;
      MemorySegment key = MemorySegment.ofArray(place);
      if (isCleared()) {
        belowThere = false;
      } else if (up) {
        belowThere = below.seek(key);
      } else if (below.seek(key)) {
        belowThere = Bytes.equal(below.key(), place) || below.previous();
      } else {
        belowThere = below.last();
      }
      above =
          changes == null
              ? null
              : up ? changes.sorted().ceilingEntry(place) : changes.sorted().floorEntry(place);
    }

    /// Takes both sides off the place.
    private boolean step(byte[] place) {
      if (belowThere && Bytes.equal(below.key(), place)) {
        belowThere = up ? below.next() : below.previous();
      }
      Map.Entry<byte[], byte[]> entry = above;
      if (entry != null && Arrays.equals(entry.getKey(), place)) {
        above = beyond(entry.getKey());
      }
      return true;
    }

    private Map.@Nullable Entry<byte[], byte[]> beyond(byte[] key) {
      RowChanges changes = changes();
      if (changes == null) {
        return null;
      }
      return up ? changes.sorted().higherEntry(key) : changes.sorted().lowerEntry(key);
    }

    /// Finds the nearest row that is not deleted.
    private boolean settle() {
      RowChanges changes = changes();
      edition = changes == null ? 0 : changes.edition;
      while (true) {
        Map.Entry<byte[], byte[]> entry = above;
        if (entry == null) {
          changed = null;
          at = belowThere ? Bytes.copy(below.key()) : null;
          return belowThere;
        }
        int order = belowThere ? Bytes.compare(below.key(), entry.getKey()) : up ? 1 : -1;
        boolean nearerBelow = belowThere && (up ? order < 0 : order > 0);
        if (nearerBelow) {
          changed = null;
          at = Bytes.copy(below.key());
          return true;
        }
        if (!RowChanges.isDeleted(entry.getValue())) {
          changed = entry.getValue();
          at = entry.getKey();
          return true;
        }
        boolean _ = step(entry.getKey());
      }
    }

    @Override
    public MemorySegment key() {
      return MemorySegment.ofArray(place());
    }

    @Override
    public MemorySegment value() {
      byte[] _ = place();
      byte[] value = changed;
      return value == null ? below.value() : MemorySegment.ofArray(value);
    }

    private byte[] place() {
      byte[] place = at;
      if (place == null) {
        throw new IllegalStateException("The cursor stands on no row.");
      }
      return place;
    }

    @Override
    public void close() {
      below.close();
    }
  }
}
