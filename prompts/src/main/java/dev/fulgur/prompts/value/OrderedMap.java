package dev.fulgur.prompts.value;

import java.util.AbstractMap;
import java.util.AbstractSet;
import java.util.Arrays;
import java.util.HashSet;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// An immutable map that keeps the order of its entries, in one array: what a record is decoded
/// into. Keys and values may be null; equal to any other map with equal entries, whatever their
/// order.
///
/// @param <K> the type of the keys
/// @param <V> the type of the values
public final class OrderedMap<K extends @Nullable Object, V extends @Nullable Object>
    extends AbstractMap<K, V> {
  private static final int SEARCHED = 8;
  private static final int[] NO_PLACES = new int[0];
  private static final OrderedMap<?, ?> EMPTY = new OrderedMap<>(new Object[0], 0);

  /// Keys at even places, their values behind them.
  private final @Nullable Object[] entries;

  private final int size;

  /// Where a key's entry stands, plus one, by its hash with open addressing; empty for small maps,
  /// which are searched.
  private final int[] places;

  private OrderedMap(@Nullable Object[] entries, int size) {
    this.entries = entries;
    this.size = size;
    this.places = size <= SEARCHED ? NO_PLACES : new int[Integer.highestOneBit(size) * 4];
    if (places.length > 0) {
      for (int i = 0; i < size; i++) {
        int slot = slot(entries[2 * i]);
        while (places[slot] != 0) {
          slot = (slot + 1) & (places.length - 1);
        }
        places[slot] = i + 1;
      }
    }
  }

  /// A map without entries.
  @SuppressWarnings("unchecked") // there are no keys and values in it
  public static <K extends @Nullable Object, V extends @Nullable Object> OrderedMap<K, V> empty() {
    return (OrderedMap<K, V>) EMPTY;
  }

  /// The entries of `map` in its order; `map` itself if it is one of these.
  @SuppressWarnings("unchecked") // an immutable map of subtypes is one of the types themselves
  public static <K extends @Nullable Object, V extends @Nullable Object> OrderedMap<K, V> copyOf(
      Map<? extends K, ? extends V> map) {
    if (map instanceof OrderedMap<?, ?> ordered) {
      return (OrderedMap<K, V>) ordered;
    }
    Builder<K, V> builder = new Builder<>(map.size());
    map.forEach(builder::put);
    return builder.build();
  }

  @Override
  public int size() {
    return size;
  }

  @Override
  public boolean containsKey(@Nullable Object key) {
    return find(key) >= 0;
  }

  @Override
  @SuppressWarnings({"unchecked", "NullAway"}) // every value of the array is a V
  public @Nullable V get(@Nullable Object key) {
    int at = find(key);
    return at < 0 ? null : (V) entries[2 * at + 1];
  }

  /// The key of the entry at `place`, from 0.
  @SuppressWarnings({"unchecked", "NullAway"}) // every key of the array is a K
  public K keyAt(int place) {
    return (K) entries[2 * Objects.checkIndex(place, size)];
  }

  /// The value of the entry at `place`, from 0.
  @SuppressWarnings({"unchecked", "NullAway"}) // every value of the array is a V
  public V valueAt(int place) {
    return (V) entries[2 * Objects.checkIndex(place, size) + 1];
  }

  private int find(@Nullable Object key) {
    if (places.length == 0) {
      for (int i = 0; i < size; i++) {
        if (Objects.equals(entries[2 * i], key)) {
          return i;
        }
      }
      return -1;
    }
    for (int slot = slot(key); places[slot] != 0; slot = (slot + 1) & (places.length - 1)) {
      if (Objects.equals(entries[2 * (places[slot] - 1)], key)) {
        return places[slot] - 1;
      }
    }
    return -1;
  }

  private int slot(@Nullable Object key) {
    int hash = Objects.hashCode(key);
    return (hash ^ (hash >>> 16)) & (places.length - 1);
  }

  @Override
  public Set<Entry<K, V>> entrySet() {
    return new AbstractSet<>() {
      @Override
      public int size() {
        return size;
      }

      @Override
      public Iterator<Entry<K, V>> iterator() {
        return new Iterator<>() {
          private int next;

          @Override
          public boolean hasNext() {
            return next < size;
          }

          @Override
          public Entry<K, V> next() {
            if (next == size) {
              throw new NoSuchElementException();
            }
            int at = next++;
            return new SimpleImmutableEntry<>(keyAt(at), valueAt(at));
          }
        };
      }
    };
  }

  /// Collects the entries of a map. The value that is put last under a key stays, in the place of
  /// the first. Not thread-safe.
  ///
  /// @param <K> the type of the keys
  /// @param <V> the type of the values
  public static final class Builder<K extends @Nullable Object, V extends @Nullable Object> {
    private @Nullable Object[] entries;
    private int size;

    /// A builder with room for `expected` entries.
    public Builder(int expected) {
      entries = new Object[2 * expected];
    }

    /// Adds an entry.
    public Builder<K, V> put(@Nullable K key, @Nullable V value) {
      if (2 * size == entries.length) {
        entries = Arrays.copyOf(entries, Math.max(8, 4 * size));
      }
      entries[2 * size] = key;
      entries[2 * size + 1] = value;
      size++;
      return this;
    }

    /// The map; the builder is not to be used again.
    public OrderedMap<K, V> build() {
      dropRepeated();
      if (size == 0) {
        return empty();
      }
      return new OrderedMap<>(
          2 * size == entries.length ? entries : Arrays.copyOf(entries, 2 * size), size);
    }

    private void dropRepeated() {
      if (size < 2 || !hasRepeated()) {
        return;
      }
      Map<@Nullable Object, @Nullable Object> distinct = new LinkedHashMap<>();
      for (int i = 0; i < size; i++) {
        distinct.put(entries[2 * i], entries[2 * i + 1]);
      }
      size = 0;
      for (var entry : distinct.entrySet()) {
        entries[2 * size] = entry.getKey();
        entries[2 * size + 1] = entry.getValue();
        size++;
      }
    }

    private boolean hasRepeated() {
      if (size > SEARCHED) {
        Set<@Nullable Object> keys = new HashSet<>();
        for (int i = 0; i < size; i++) {
          if (!keys.add(entries[2 * i])) {
            return true;
          }
        }
        return false;
      }
      for (int i = 1; i < size; i++) {
        for (int j = 0; j < i; j++) {
          if (Objects.equals(entries[2 * i], entries[2 * j])) {
            return true;
          }
        }
      }
      return false;
    }
  }
}
