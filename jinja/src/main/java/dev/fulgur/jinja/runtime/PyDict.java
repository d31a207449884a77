package dev.fulgur.jinja.runtime;

import java.util.AbstractMap;
import java.util.AbstractSet;
import java.util.Arrays;
import java.util.Iterator;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// A dict that a template made, or a copy of one of the host's: keys in the order in which they
/// came, equal as Python's are (`1`, `1.0` and `True` are one key).
///
/// Entries lie in order in `keys` and `values`; a deleted one leaves a hole. `index` maps a hash to
/// its entry by linear probing, and keeps what it knew of deleted ones until it is made anew; a
/// small dict has none and is searched from end to end.
public final class PyDict extends AbstractMap<Object, Object> {

  private static final int SMALL = 8;

  private @Nullable Object[] keys = new Object[SMALL];
  private @Nullable Object[] values = new Object[SMALL];
  private int[] hashes = new int[SMALL];
  private int[] index = new int[0];
  private int links;
  private int used;
  private int size;

  public PyDict() {}

  /// A dict of the host's entries.
  public static PyDict copyOf(Map<?, ?> host) {
    PyDict dict = new PyDict();
    for (Map.Entry<?, ?> e : host.entrySet()) {
      dict.set(Values.of(e.getKey()), Values.of(e.getValue()));
    }
    return dict;
  }

  /// The value of a key of the engine, or null.
  public @Nullable Object find(Object key) {
    int at = lookup(key, Hashing.hash(key));
    return at < 0 ? null : values[at];
  }

  public boolean has(Object key) {
    return lookup(key, Hashing.hash(key)) >= 0;
  }

  /// The first key stays when an equal one is set again, as in Python.
  public void set(Object key, Object value) {
    int hash = Hashing.hash(key);
    int at = lookup(key, hash);
    if (at >= 0) {
      values[at] = value;
      return;
    }
    if (used == keys.length) {
      grow();
    }
    keys[used] = key;
    values[used] = value;
    hashes[used] = hash;
    used++;
    size++;
    if (index.length > 0) {
      if (links >= index.length - index.length / 4) {
        reindex();
      } else {
        link(hash, used - 1);
      }
    }
  }

  /// Takes the key out and returns its value, or null.
  public @Nullable Object take(Object key) {
    int at = lookup(key, Hashing.hash(key));
    if (at < 0) {
      return null;
    }
    Object value = values[at];
    drop(at);
    return value;
  }

  private void drop(int at) {
    keys[at] = null;
    values[at] = null;
    size--;
    while (used > 0 && keys[used - 1] == null) {
      used--;
    }
  }

  /// Takes the last entry out, or returns null.
  @Nullable PyTuple takeLast() {
    for (int i = used - 1; i >= 0; i--) {
      Object key = keys[i];
      Object value = values[i];
      if (key != null && value != null) {
        drop(i);
        return PyTuple.wrap(key, value);
      }
    }
    return null;
  }

  private int lookup(Object key, int hash) {
    if (index.length == 0) {
      for (int i = 0; i < used; i++) {
        if (hashes[i] == hash && same(keys[i], key)) {
          return i;
        }
      }
      return -1;
    }
    int mask = index.length - 1;
    for (int slot = spread(hash) & mask; ; slot = (slot + 1) & mask) {
      int entry = index[slot] - 1;
      if (entry < 0) {
        return -1;
      }
      if (hashes[entry] == hash && same(keys[entry], key)) {
        return entry;
      }
    }
  }

  @SuppressWarnings("ReferenceEquality") // A key is itself, even NaN.
  private static boolean same(@Nullable Object stored, Object key) {
    return stored == key || (stored != null && Compare.equal(stored, key, null));
  }

  private static int spread(int hash) {
    return hash ^ (hash >>> 16);
  }

  private void link(int hash, int entry) {
    int mask = index.length - 1;
    int slot = spread(hash) & mask;
    while (index[slot] != 0) {
      slot = (slot + 1) & mask;
    }
    index[slot] = entry + 1;
    links++;
  }

  private void grow() {
    if (size < used * 3 / 4) {
      compact();
      reindex();
      return;
    }
    int capacity = keys.length * 2;
    keys = Arrays.copyOf(keys, capacity);
    values = Arrays.copyOf(values, capacity);
    hashes = Arrays.copyOf(hashes, capacity);
    reindex();
  }

  private void compact() {
    int to = 0;
    for (int i = 0; i < used; i++) {
      if (keys[i] != null) {
        keys[to] = keys[i];
        values[to] = values[i];
        hashes[to] = hashes[i];
        to++;
      }
    }
    Arrays.fill(keys, to, used, null);
    Arrays.fill(values, to, used, null);
    used = to;
  }

  private void reindex() {
    if (keys.length <= SMALL) {
      index = new int[0];
      return;
    }
    links = 0;
    int capacity = keys.length * 2;
    if (index.length == capacity) {
      Arrays.fill(index, 0);
    } else {
      index = new int[capacity];
    }
    for (int i = 0; i < used; i++) {
      if (keys[i] != null) {
        link(hashes[i], i);
      }
    }
  }

  @Override
  public void clear() {
    Arrays.fill(keys, null);
    Arrays.fill(values, null);
    used = 0;
    size = 0;
    links = 0;
    index = keys.length <= SMALL ? index : new int[keys.length * 2];
  }

  @Override
  public int size() {
    return size;
  }

  @Override
  public @Nullable Object get(@Nullable Object key) {
    return key == null ? null : find(key);
  }

  @Override
  public boolean containsKey(@Nullable Object key) {
    return key != null && has(key);
  }

  @Override
  public @Nullable Object put(Object key, Object value) {
    Object old = find(key);
    set(key, value);
    return old;
  }

  /// The entries from `position` on, for loops: the position of the next one, or -1.
  int nextEntry(int position) {
    for (int i = position; i < used; i++) {
      if (keys[i] != null) {
        return i;
      }
    }
    return -1;
  }

  int previousEntry(int position) {
    for (int i = Math.min(position, used - 1); i >= 0; i--) {
      if (keys[i] != null) {
        return i;
      }
    }
    return -1;
  }

  int end() {
    return used;
  }

  Object keyAt(int position) {
    Object key = keys[position];
    if (key == null) {
      throw new NoSuchElementException("no entry at " + position);
    }
    return key;
  }

  Object valueAt(int position) {
    Object value = values[position];
    if (value == null) {
      throw new NoSuchElementException("no entry at " + position);
    }
    return value;
  }

  @Override
  public Set<Map.Entry<Object, Object>> entrySet() {
    return new AbstractSet<>() {
      @Override
      public int size() {
        return PyDict.this.size;
      }

      @Override
      public Iterator<Map.Entry<Object, Object>> iterator() {
        return new Iterator<>() {
          private int next = nextEntry(0);

          @Override
          public boolean hasNext() {
            return next >= 0;
          }

          @Override
          public Map.Entry<Object, Object> next() {
            if (next < 0) {
              throw new NoSuchElementException();
            }
            Map.Entry<Object, Object> entry =
                new SimpleImmutableEntry<>(keyAt(next), valueAt(next));
            next = nextEntry(next + 1);
            return entry;
          }
        };
      }
    };
  }
}
