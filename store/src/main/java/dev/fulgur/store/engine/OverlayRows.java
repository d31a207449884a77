package dev.fulgur.store.engine;

import dev.fulgur.store.StoreException;
import java.lang.foreign.MemorySegment;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// Rows of a snapshot with changes kept in memory before them.
public final class OverlayRows implements MutableRows {

  /// Stands for a row that was deleted. Told from values by identity.
  private static final byte[] DELETED = new byte[0];

  private static final int ROW_BYTES = 64;

  private final Rows base;
  private final long maxBytes;
  private final Map<Tree, Changes> trees = new HashMap<>();
  private long sizeBytes;

  /// What was changed in one tree.
  private static final class Changes {
    final NavigableMap<byte[], byte[]> rows = new TreeMap<>(Arrays::compareUnsigned);
    boolean cleared;

    /// Rises with every change, so that cursors find their place again.
    int edition;
  }

  /// @param maxBytes how much the changes may take
  public OverlayRows(Rows base, long maxBytes) {
    this.base = base;
    this.maxBytes = maxBytes;
  }

  /// Makes the same changes to other rows.
  public void applyTo(MutableRows rows) {
    for (Map.Entry<Tree, Changes> entry : trees.entrySet()) {
      Tree tree = entry.getKey();
      if (entry.getValue().cleared) {
        rows.clear(tree);
      }
      for (Map.Entry<byte[], byte[]> row : entry.getValue().rows.entrySet()) {
        MemorySegment key = MemorySegment.ofArray(row.getKey());
        if (isDeleted(row.getValue())) {
          rows.delete(tree, key);
        } else {
          rows.put(tree, key, MemorySegment.ofArray(row.getValue()));
        }
      }
    }
  }

  /// Whether nothing was changed.
  public boolean isEmpty() {
    return trees.isEmpty();
  }

  @Override
  public @Nullable MemorySegment get(Tree tree, MemorySegment key) {
    Changes changes = trees.get(tree);
    if (changes != null) {
      byte[] value = changes.rows.get(Bytes.copy(key));
      if (value != null) {
        return isDeleted(value) ? null : MemorySegment.ofArray(value);
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
    change(tree, Bytes.copy(key), DELETED);
    return true;
  }

  private void change(Tree tree, byte[] key, byte[] value) {
    Changes changes = of(tree);
    byte[] before = changes.rows.put(key, value);
    changes.edition++;
    sizeBytes += value.length - (before == null ? -ROW_BYTES - key.length : before.length);
    if (sizeBytes > maxBytes) {
      throw new StoreException.TransactionTooLarge(sizeBytes, maxBytes);
    }
  }

  private Changes of(Tree tree) {
    return trees.computeIfAbsent(tree, _ -> new Changes());
  }

  @Override
  public void clear(Tree tree) {
    Changes changes = of(tree);
    changes.rows.clear();
    changes.cleared = true;
    changes.edition++;
  }

  @Override
  public long count(Tree tree) {
    Changes changes = trees.get(tree);
    if (changes == null) {
      return base.count(tree);
    }
    long count = changes.cleared ? 0 : base.count(tree);
    for (Map.Entry<byte[], byte[]> row : changes.rows.entrySet()) {
      boolean there =
          !changes.cleared && base.get(tree, MemorySegment.ofArray(row.getKey())) != null;
      count += (isDeleted(row.getValue()) ? 0 : 1) - (there ? 1 : 0);
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

  @SuppressWarnings("ReferenceEquality") // told by identity, since a value may be empty
  private static boolean isDeleted(byte[] value) {
    return value == DELETED;
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

    private @Nullable Changes changes() {
      return trees.get(tree);
    }

    private boolean isCleared() {
      Changes changes = changes();
      return changes != null && changes.cleared;
    }

    @Override
    public boolean first() {
      up = true;
      belowThere = !isCleared() && below.first();
      Changes changes = changes();
      above = changes == null ? null : changes.rows.firstEntry();
      return settle();
    }

    @Override
    public boolean last() {
      up = false;
      belowThere = !isCleared() && below.last();
      Changes changes = changes();
      above = changes == null ? null : changes.rows.lastEntry();
      return settle();
    }

    @Override
    public boolean seek(MemorySegment key) {
      up = true;
      belowThere = !isCleared() && below.seek(key);
      Changes changes = changes();
      above = changes == null ? null : changes.rows.ceilingEntry(Bytes.copy(key));
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
      Changes changes = changes();
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
              : up ? changes.rows.ceilingEntry(place) : changes.rows.floorEntry(place);
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
      Changes changes = changes();
      if (changes == null) {
        return null;
      }
      return up ? changes.rows.higherEntry(key) : changes.rows.lowerEntry(key);
    }

    /// Finds the nearest row that is not deleted.
    private boolean settle() {
      Changes changes = changes();
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
        if (!isDeleted(entry.getValue())) {
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
