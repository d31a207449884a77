package dev.fulgur.store.engine;

import java.lang.foreign.MemorySegment;
import java.util.Arrays;
import java.util.Map;
import java.util.NavigableMap;
import org.jspecify.annotations.Nullable;

/// Walks rows and a layer of changes above them as one. Both sides stand at or beyond the place, in
/// the direction of the walk; the nearer one is the row, and a change hides what it lies on.
///
/// Thread rule: one thread at a time.
public abstract class LayeredCursor implements RowCursor {
  private final RowCursor below;
  private boolean belowThere;

  private byte @Nullable [] above;
  private byte @Nullable [] aboveValue;

  private boolean up = true;
  private int edition;
  private byte @Nullable [] at;
  private byte @Nullable [] changed;

  /// @param below is closed with this
  protected LayeredCursor(RowCursor below) {
    this.below = below;
  }

  /// Whether a change deleted all rows below.
  protected abstract boolean isCleared();

  /// Another number when the layer may have changed.
  protected abstract int edition();

  /// Finds the nearest changed row and tells it to [#above].
  ///
  /// @param from where to begin, null for the end
  /// @param inclusive whether it may be the row at `from`
  protected abstract void lookAbove(byte @Nullable [] from, boolean inclusive, boolean up);

  /// Whether a changed row's value says that it was deleted.
  protected abstract boolean isDeleted(byte[] value);

  /// The nearest entry in a direction, or null.
  ///
  /// @param from where to begin, null for the end
  public static <V> Map.@Nullable Entry<byte[], V> nearest(
      NavigableMap<byte[], V> sorted, byte @Nullable [] from, boolean inclusive, boolean up) {
    if (from == null) {
      return up ? sorted.firstEntry() : sorted.lastEntry();
    }
    if (up) {
      return inclusive ? sorted.ceilingEntry(from) : sorted.higherEntry(from);
    }
    return inclusive ? sorted.floorEntry(from) : sorted.lowerEntry(from);
  }

  /// What was found; null for nothing.
  protected final void above(byte @Nullable [] key, byte @Nullable [] value) {
    above = key;
    aboveValue = value;
  }

  @Override
  public final boolean first() {
    up = true;
    belowThere = !isCleared() && below.first();
    lookAbove(null, true, true);
    return settle();
  }

  @Override
  public final boolean last() {
    up = false;
    belowThere = !isCleared() && below.last();
    lookAbove(null, true, false);
    return settle();
  }

  @Override
  public final boolean seek(MemorySegment key) {
    up = true;
    belowThere = !isCleared() && below.seek(key);
    lookAbove(Bytes.copy(key), true, true);
    return settle();
  }

  @Override
  public final boolean next() {
    byte[] place = at;
    if (place == null) {
      return first();
    }
    turn(true, place);
    step(place);
    return settle();
  }

  @Override
  public final boolean previous() {
    byte[] place = at;
    if (place == null) {
      return last();
    }
    turn(false, place);
    step(place);
    return settle();
  }

  /// Brings both sides to the place, or the nearest beyond it, for a walk in this direction.
  private void turn(boolean upwards, byte[] place) {
    if (up == upwards && edition == edition()) {
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
    lookAbove(place, true, up);
  }

  /// Takes both sides off the place.
  private void step(byte[] place) {
    if (belowThere && Bytes.equal(below.key(), place)) {
      belowThere = up ? below.next() : below.previous();
    }
    byte[] key = above;
    if (key != null && Arrays.equals(key, place)) {
      lookAbove(key, false, up);
    }
  }

  /// Finds the nearest row that is not deleted.
  private boolean settle() {
    edition = edition();
    while (true) {
      byte[] key = above;
      byte[] value = aboveValue;
      if (key == null || value == null) {
        changed = null;
        at = belowThere ? Bytes.copy(below.key()) : null;
        return belowThere;
      }
      if (belowThere) {
        int order = Bytes.compare(below.key(), key);
        if (up ? order < 0 : order > 0) {
          changed = null;
          at = Bytes.copy(below.key());
          return true;
        }
      }
      if (!isDeleted(value)) {
        changed = value;
        at = key;
        return true;
      }
      step(key);
    }
  }

  @Override
  public final MemorySegment key() {
    return MemorySegment.ofArray(place());
  }

  @Override
  public final MemorySegment value() {
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
  public final void close() {
    below.close();
  }
}
