package dev.fulgur.store.engine.logged;

import dev.fulgur.store.engine.RowCursor;
import dev.fulgur.store.engine.Tree;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/// Walks a snapshot and the generations before it as one. Both sides stand at or beyond the place,
/// in the direction of the walk; the nearer one is the row, and a generation hides what it lies on.
final class MergedCursor implements RowCursor {
  private final LoggedRows rows;
  private final int tree;
  private final RowCursor below;
  private final boolean cleared;

  private boolean belowThere;
  private byte @Nullable [] above;
  private byte @Nullable [] aboveValue;
  private boolean up = true;
  private byte @Nullable [] at;
  private byte @Nullable [] changed;

  MergedCursor(LoggedRows rows, Tree tree, RowCursor below) {
    this.rows = rows;
    this.tree = tree.number();
    this.below = below;
    this.cleared = rows.isCleared(tree.number());
  }

  @Override
  public boolean first() {
    up = true;
    belowThere = !cleared && below.first();
    lookAbove(null, true);
    return settle();
  }

  @Override
  public boolean last() {
    up = false;
    belowThere = !cleared && below.last();
    lookAbove(null, true);
    return settle();
  }

  @Override
  public boolean seek(MemorySegment key) {
    up = true;
    belowThere = !cleared && below.seek(key);
    lookAbove(key.toArray(ValueLayout.JAVA_BYTE), true);
    return settle();
  }

  @Override
  public boolean next() {
    byte[] place = at;
    if (place == null) {
      return first();
    }
    turn(true, place);
    step(place);
    return settle();
  }

  @Override
  public boolean previous() {
    byte[] place = at;
    if (place == null) {
      return last();
    }
    turn(false, place);
    step(place);
    return settle();
  }

  /// The nearest key above that says something of its row.
  private void lookAbove(byte @Nullable [] from, boolean inclusive) {
    byte[] key = rows.nearest(tree, from, inclusive, up);
    while (key != null) {
      byte[] value = rows.above(tree, MemorySegment.ofArray(key));
      if (value != null) {
        above = key;
        aboveValue = value;
        return;
      }
      key = rows.nearest(tree, key, false, up);
    }
    above = null;
    aboveValue = null;
  }

  /// Brings both sides to the place, or the nearest beyond it, for a walk in this direction.
  private void turn(boolean upwards, byte[] place) {
    if (up == upwards) {
      return;
    }
    up = upwards;
    MemorySegment key = MemorySegment.ofArray(place);
    if (cleared) {
      belowThere = false;
    } else if (up) {
      belowThere = below.seek(key);
    } else if (below.seek(key)) {
      belowThere = isBelowAt(place) || below.previous();
    } else {
      belowThere = below.last();
    }
    lookAbove(place, true);
  }

  private boolean isBelowAt(byte[] place) {
    return below.key().mismatch(MemorySegment.ofArray(place)) < 0;
  }

  /// Takes both sides off the place.
  private void step(byte[] place) {
    if (belowThere && isBelowAt(place)) {
      belowThere = up ? below.next() : below.previous();
    }
    byte[] key = above;
    if (key != null && Arrays.equals(key, place)) {
      lookAbove(key, false);
    }
  }

  /// Finds the nearest row that is not deleted.
  private boolean settle() {
    while (true) {
      byte[] key = above;
      byte[] value = aboveValue;
      if (key == null || value == null) {
        changed = null;
        at = belowThere ? below.key().toArray(ValueLayout.JAVA_BYTE) : null;
        return belowThere;
      }
      if (belowThere) {
        byte[] under = below.key().toArray(ValueLayout.JAVA_BYTE);
        int order = Arrays.compareUnsigned(under, key);
        if (up ? order < 0 : order > 0) {
          changed = null;
          at = under;
          return true;
        }
      }
      if (!LoggedRows.isDeleted(value)) {
        changed = value;
        at = key;
        return true;
      }
      step(key);
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
